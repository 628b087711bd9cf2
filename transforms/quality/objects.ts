/** The business objects that systems tell of, and the exports that tell of each. */
import type { AnyTable } from '../../src/table.ts'
import { sources } from '../sources/index.ts'
import { staging } from '../staging/index.ts'
import { inWords, notAllocated } from './checks.ts'

/** The business objects, in words. */
export const businessObjects: readonly string[] = staging.flatMap(({ name }) => {
  const object = /^stg_((?!.*__)\w+)$/.exec(name)?.[1]
  return object === undefined ? [] : [inWords(object)]
})

/** The tables of business objects over all systems that say which system a row is from, by object. */
export const objectTables: ReadonlyMap<string, AnyTable> = new Map(
  staging.flatMap((table) => {
    const object = /^stg_((?!.*__)\w+)$/.exec(table.name)?.[1]
    return object !== undefined && 'source_system' in table.columns
      ? [[object, table] as const]
      : []
  }),
)

/** Exports by the object that their rows are of, where that has another name. */
const exportsOf: Readonly<Record<string, readonly string[]>> = {
  accounts: [
    'companies',
    'customers',
    'organizations',
    'company_property_history',
    'account_history',
    'account_versions',
  ],
  people: [
    'contacts',
    'leads',
    'users',
    'contact_merge_audit',
    'contact_history',
    'contact_versions',
  ],
  owners: ['owner', 'owner_team', 'team', 'team_user', 'role', 'user_roles'],
  opportunities: [
    'deals',
    'deal_company',
    'merged_deal',
    'opportunity_partners',
    'opportunity_versions',
  ],
  opportunity_stages: [
    'deal_stage',
    'deal_property_history',
    'opportunity_history',
    'opportunity_field_history',
    'opportunity_history_report',
    'opportunity_field_history_report',
  ],
  opportunity_contacts: ['deal_contact', 'opportunity_contact_roles'],
  stages: ['deal_pipeline', 'deal_pipeline_stage'],
  lead_stages: ['contact_property_history', 'lead_history'],
  activities: [
    'engagement',
    'engagement_call',
    'engagement_communication',
    'engagement_company',
    'engagement_contact',
    'engagement_deal',
    'engagement_email',
    'engagement_meeting',
    'engagement_note',
    'engagement_task',
    'events',
    'tasks',
    'email_messages',
  ],
  touchpoints: ['bigquery_events', 'form', 'contact_form_submission'],
  ad_spend: [
    'campaign_report',
    'campaign_stats',
    'ad_stats',
    'ad_group_stats',
    'ad_analytics_by_campaign',
    'ad_analytics_by_creative',
    'basic_ad',
    'ad_daily_report',
    'ad_group_daily_report',
    'campaign_daily_report',
  ],
  campaigns: ['campaign_history'],
  plans: ['prices'],
  invoices: ['dashboard_invoices'],
  payments: ['charges', 'refunds'],
  subscriptions: ['subscription_items', 'subscription_history', 'subscription_discount', 'coupon'],
  subscription_changes: ['subscription_item_change_events'],
  tickets: [
    'ticket_comments',
    'ticket_company',
    'ticket_contact',
    'ticket_field_history',
    'satisfaction_ratings',
    'group',
  ],
}

/** One word, two meanings: a system whose export is of another object than that of its name. */
const exceptions: Readonly<Record<string, string>> = {
  'salesforce.users': 'owners',
  'hubspot.users': 'owners',
  'salesforce.opportunity_stages': 'stages',
  'ga4.events': 'touchpoints',
}

/** The object that the rows of an export are of, in words; its own name where it is of none. */
export function objectOfExport(system: string, name: string): string {
  const named = Object.entries(exportsOf).find(([, exports]) => exports.includes(name))?.[0]
  return inWords(exceptions[`${system}.${name}`] ?? named ?? name)
}

/** The system and the object of each export, by its table. */
export const objectOfRaw: ReadonlyMap<string, { system: string; object: string }> = new Map(
  sources.flatMap(({ name, source }) => {
    if (!('contract' in source)) return []
    const { system, object } = source.contract
    return [[name, { system, object: objectOfExport(system, object) }] as const]
  }),
)

/** Every object that some export is of. */
const objects = new Set(
  [...objectTables.keys()].map(inWords).concat([...objectOfRaw.values()].map((raw) => raw.object)),
)

/** Of each table whose promises are counted: the table, the system that it is of, and the object. */
export function tableObject({ name }: AnyTable): readonly [string, string, string] {
  const raw = objectOfRaw.get(name)
  if (raw) return [name, raw.system, raw.object]
  const [, system = notAllocated, staged] = /^stg_(\w+?)__(\w+)$/.exec(name) ?? []
  const object = inWords(staged ?? name.replace(/^[a-z]+_/, ''))
  return [name, system, objects.has(object) ? object : notAllocated]
}
