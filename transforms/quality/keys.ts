/** Keys in records that no record of ours has: a deal of an owner whom no export knows. */
import { type RawBuilder, sql } from 'kysely'
import { countOf } from '../../src/sql/quality.ts'
import type { AnyTable } from '../../src/table.ts'
import { mapAccounts } from '../conformed/map_accounts.ts'
import { mapCampaigns } from '../conformed/map_campaigns.ts'
import { mapOpportunities } from '../conformed/map_opportunities.ts'
import { mapOwners } from '../conformed/map_owners.ts'
import { mapPeople } from '../conformed/map_people.ts'
import { stgInvoices } from '../staging/stg_invoices.ts'
import { stgPlans } from '../staging/stg_plans.ts'
import { stgProducts } from '../staging/stg_products.ts'
import { stgStages } from '../staging/stg_stages.ts'
import { stgSubscriptions } from '../staging/stg_subscriptions.ts'
import { checks, inWords } from './checks.ts'
import { objectTables } from './objects.ts'

/** Where each key has to be found, and in which column. */
const targets: Readonly<Record<string, readonly [AnyTable, string]>> = {
  account_id: [mapAccounts, 'source_key'],
  person_id: [mapPeople, 'source_key'],
  owner_id: [mapOwners, 'source_key'],
  campaign_id: [mapCampaigns, 'source_key'],
  opportunity_id: [mapOpportunities, 'opportunity_id'],
  stage_id: [stgStages, 'stage_id'],
  subscription_id: [stgSubscriptions, 'subscription_id'],
  invoice_id: [stgInvoices, 'invoice_id'],
  product_id: [stgProducts, 'product_id'],
  plan_id: [stgPlans, 'plan_id'],
}

/** The keys of each object that name a record of another one. */
const keys: Readonly<Record<string, readonly (keyof typeof targets)[]>> = {
  accounts: ['owner_id'],
  people: ['account_id', 'owner_id'],
  opportunities: ['account_id', 'person_id', 'owner_id', 'campaign_id', 'stage_id'],
  activities: ['person_id', 'account_id', 'opportunity_id', 'owner_id'],
  touchpoints: ['person_id', 'account_id'],
  subscriptions: ['account_id', 'product_id', 'plan_id'],
  invoices: ['account_id', 'subscription_id', 'opportunity_id'],
  payments: ['account_id', 'invoice_id'],
  tickets: ['account_id', 'person_id'],
  plans: ['product_id'],
}

const keyInWords = (key: string) => inWords(key.replace(/_id$/, ''))

/** The keys by the words in which they are told. */
export const keyNames: readonly string[] = Object.keys(targets).map(keyInWords)

interface UnknownKeys {
  readonly check_name: typeof checks.unknown_keys
  readonly source_system: string
  readonly object_name: string
  readonly item: string
  readonly checked_count: number
  readonly failed_count: number
}

/** Of each source, object and key the records that have it, and those in which it names nothing. */
export const unknownKeys = (): RawBuilder<UnknownKeys>[] =>
  Object.entries(keys).flatMap(([object, columns]) =>
    columns.map((key) => {
      const [target, column] = targets[key]!
      const records = objectTables.get(object)!
      return sql<UnknownKeys>`(
        select ${sql.lit(checks.unknown_keys)} as check_name, record.source_system,
          ${sql.lit(inWords(object))} as object_name,
          ${sql.lit(keyInWords(key))} as item,
          count(*) as checked_count, ${countOf(sql`${sql.ref(`found.${column}`)} is null`)} as failed_count
        from ${records.as('record')}
        left join (select distinct ${sql.ref(column)} from ${target.as('target')}) as found
          on ${sql.ref(`found.${column}`)} = ${sql.ref(`record.${key}`)}
        where ${sql.ref(`record.${key}`)} is not null
        group by record.source_system)`
    }),
  )
