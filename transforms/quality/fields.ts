/** What the records of each business object should say, and the parts of it that are empty. */
import { type Expression, type RawBuilder, sql } from 'kysely'
import { lackingByField } from '../../src/sql/quality.ts'
import type { AnyTable } from '../../src/table.ts'
import { checks, inWords } from './checks.ts'
import { objectTables } from './objects.ts'

/**
 * The fields of a good record by object: each is filled where one of its columns is. Fields that
 * only some records have by their nature (a reason of loss, an end) are none.
 */
const fields: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = {
  accounts: {
    name: ['account_name'],
    domain: ['domain'],
    owner: ['owner_id', 'owner_name', 'owner_email'],
    country: ['country'],
    city: ['city'],
    phone: ['phone'],
    industry: ['industry'],
    employees: ['employee_count'],
    'lead source': ['lead_source'],
  },
  people: {
    name: ['full_name', 'last_name'],
    email: ['email'],
    phone: ['phone', 'mobile_phone'],
    account: ['account_id', 'company_name'],
    owner: ['owner_id', 'owner_name', 'owner_email'],
    'job title': ['job_title'],
    country: ['country'],
    'lead source': ['lead_source'],
    'lifecycle stage': ['lifecycle_stage', 'lead_status'],
  },
  opportunities: {
    name: ['opportunity_name'],
    account: ['account_id'],
    owner: ['owner_id', 'owner_name', 'owner_email'],
    amount: ['amount_local'],
    currency: ['currency_code'],
    stage: ['stage_name'],
    'close date': ['closes_at'],
    'deal type': ['deal_type'],
    'lead source': ['lead_source'],
    'created date': ['created_at'],
  },
  activities: {
    person: ['person_id'],
    owner: ['owner_id'],
    type: ['activity_type'],
    time: ['occurred_at'],
  },
  touchpoints: {
    person: ['person_id'],
    source: ['traffic_source', 'channel'],
    campaign: ['campaign_name', 'campaign_id'],
    'landing page': ['landing_page'],
    time: ['occurred_at'],
  },
  campaigns: {
    name: ['campaign_name'],
    channel: ['channel'],
    start: ['starts_on'],
    cost: ['cost_local'],
  },
  ad_spend: {
    campaign: ['campaign_name', 'campaign_id'],
    cost: ['cost_local'],
    impressions: ['impression_count'],
    clicks: ['click_count'],
  },
  subscriptions: {
    account: ['account_id'],
    plan: ['plan_id', 'product_id'],
    status: ['subscription_status'],
    start: ['starts_at'],
    currency: ['currency_code'],
  },
  invoices: {
    account: ['account_id'],
    status: ['invoice_status'],
    'issue date': ['issued_at', 'issued_date'],
    total: ['total_local'],
    currency: ['currency_code'],
  },
  payments: {
    account: ['account_id'],
    invoice: ['invoice_id'],
    amount: ['amount_local'],
    time: ['paid_at'],
  },
  tickets: {
    account: ['account_id'],
    requester: ['person_id', 'requester_email'],
    agent: ['agent_name'],
    priority: ['priority'],
    type: ['ticket_type'],
  },
  products: { name: ['product_name'] },
  plans: { name: ['plan_name'], product: ['product_id'], price: ['unit_price_local'] },
  forecasts: { owner: ['owner_id', 'owner_email', 'owner_name'], amount: ['amount_local'] },
  costs: { type: ['cost_type', 'category'], amount: ['amount_local'] },
  partners: { name: ['partner_name'], type: ['partner_type'] },
}

/** The fields by the words in which they are told. */
export const fieldNames: readonly string[] = [
  ...new Set(Object.values(fields).flatMap((columnsOf) => Object.keys(columnsOf))),
]

interface Incomplete {
  readonly check_name: typeof checks.completeness
  readonly source_system: string
  readonly object_name: string
  readonly item: string
  readonly checked_count: number
  readonly failed_count: number
}

/** Of each source, object and field the records, and those that lack it. */
export const incompleteFields = (): RawBuilder<Incomplete>[] =>
  Object.entries(fields).map(([object, columnsOf]) => {
    const table = objectTables.get(object)
    if (!table) throw new TypeError(`There is no business object ${object}.`)
    const filled = Object.entries(columnsOf).map(([field, columns]) => [
      field,
      sql<boolean>`(${sql.join(
        columns.map((column) => sql`${sql.ref(column)} is not null`),
        sql` or `,
      )})`,
    ])
    const lacking = lackingByField({
      table: at(table),
      where: isKept(table),
      filled: Object.fromEntries(filled),
    })
    return sql`(select ${sql.lit(checks.completeness)} as check_name, ${sql.lit(inWords(object))} as object_name, * from ${lacking})`
  })

const at = (table: AnyTable): Expression<unknown> => sql`${sql.table(table.name)}`

/** Records that somebody keeps: neither deleted ones nor the cookies of visitors. */
function isKept({ columns }: AnyTable): RawBuilder<boolean> {
  const conditions = [
    ...('is_deleted' in columns ? [sql`${sql.ref('is_deleted')} is not true`] : []),
    ...('record_type' in columns
      ? [sql`${sql.ref('record_type')} is distinct from 'visitor'`]
      : []),
  ]
  return conditions.length === 0 ? sql`true` : sql`${sql.join(conditions, sql` and `)}`
}
