/** View `data_quality`: every check a second time, row by row, over the tables of the build. */
import type { DuckDBConnection } from '@duckdb/node-api'
import { settings } from '../../src/settings.ts'
import { tables } from '../../transforms/index.ts'
import { inWords } from '../../transforms/quality/checks.ts'
import { objectOfExport, objectTables, tableObject } from '../../transforms/quality/objects.ts'
import type { Proof } from './proof.ts'
import { makeVolumes } from './record_volumes.ts'

const today = '(select as_of::date from data_as_of) as date'

const exports = `
  select ${today}, source_system, source_object as export_name, read_count, quarantined_count
  from load_accounts`

/** Records of companies and people that somebody keeps, numbered within what they are of. */
const records = ['account', 'person']
  .map((thing) => {
    const plural = thing === 'person' ? 'people' : 'accounts'
    return `
      select ${today}, map.source_system, '${plural}' as object,
        row_number() over (partition by map.source_system, map.source_instance,
          record.record_type, map.${thing}_id order by map.source_key) as number
      from map_${plural} as map
      join stg_${plural} as record on record.${thing}_id = map.source_key
      where map.is_living and record.record_type <> 'visitor'`
  })
  .join(' union all ')

const addresses = `
  select ${today}, source_system, 'people' as object,
    email_quality in ('valid', 'role_account', 'free_mail') as is_good
  from dim_people where email is not null`

const deals = `
  select ${today}, source_system, 'opportunities' as object, opportunity.opportunity_id in (
    select opportunity_id from fct_opportunity_stages where has_history) as is_told
  from fct_opportunities as opportunity`

/** What a good record says, one text a field; fields in brackets stand for each other. */
const fields: Readonly<Record<string, string>> = {
  accounts:
    'account_name domain (owner_id owner_name owner_email) country city phone industry employee_count lead_source',
  people:
    '(full_name last_name) email (phone mobile_phone) (account_id company_name) (owner_id owner_name owner_email) job_title country lead_source (lifecycle_stage lead_status)',
  opportunities:
    'opportunity_name account_id (owner_id owner_name owner_email) amount_local currency_code stage_name closes_at deal_type lead_source created_at',
  activities: 'person_id owner_id activity_type occurred_at',
  touchpoints:
    'person_id (traffic_source channel) (campaign_name campaign_id) landing_page occurred_at',
  campaigns: 'campaign_name channel starts_on cost_local',
  ad_spend: '(campaign_name campaign_id) cost_local impression_count click_count',
  subscriptions: 'account_id (plan_id product_id) subscription_status starts_at currency_code',
  invoices: 'account_id invoice_status (issued_at issued_date) total_local currency_code',
  payments: 'account_id invoice_id amount_local paid_at',
  tickets: 'account_id (person_id requester_email) agent_name priority ticket_type',
  products: 'product_name',
  plans: 'plan_name product_id unit_price_local',
  forecasts: '(owner_id owner_email owner_name) amount_local',
  costs: '(cost_type category) amount_local',
  partners: 'partner_name partner_type',
}

const cells = `
  select * from (${Object.entries(fields)
    .flatMap(([object, list]) =>
      (list.match(/\([^)]+\)|\w+/g) ?? []).map((field) => {
        const columns = field.replaceAll(/[()]/g, '').split(' ')
        const { columns: has } = objectTables.get(object)!
        return `
          select ${today}, source_system, '${inWords(object)}' as object, '${field}' as field,
            ${columns.map((column) => `${column} is not null`).join(' or ')} as is_filled
          from stg_${object}
          where true ${'is_deleted' in has ? 'and is_deleted is not true' : ''}
            ${'record_type' in has ? "and record_type is distinct from 'visitor'" : ''}`
      }),
    )
    .join(' union all ')})
  qualify bool_or(is_filled) over (partition by source_system, object, field)`

const knownIn: Readonly<Record<string, string>> = {
  account_id: 'select source_key from map_accounts',
  person_id: 'select source_key from map_people',
  owner_id: 'select source_key from map_owners',
  campaign_id: 'select source_key from map_campaigns',
  opportunity_id: 'select opportunity_id from map_opportunities',
  stage_id: 'select stage_id from stg_stages',
  subscription_id: 'select subscription_id from stg_subscriptions',
  invoice_id: 'select invoice_id from stg_invoices',
  product_id: 'select product_id from stg_products',
  plan_id: 'select plan_id from stg_plans',
}
const keysOf: Readonly<Record<string, string>> = {
  accounts: 'owner_id',
  people: 'account_id owner_id',
  opportunities: 'account_id person_id owner_id campaign_id stage_id',
  activities: 'person_id account_id opportunity_id owner_id',
  touchpoints: 'person_id account_id',
  subscriptions: 'account_id product_id plan_id',
  invoices: 'account_id subscription_id opportunity_id',
  payments: 'account_id invoice_id',
  tickets: 'account_id person_id',
  plans: 'product_id',
}
const keys = Object.entries(keysOf)
  .flatMap(([object, columns]) =>
    columns.split(' ').map(
      (column) => `
        select ${today}, source_system, '${object}' as object,
          ${column} in (${knownIn[column]}) as is_known
        from stg_${object} where ${column} is not null`,
    ),
  )
  .join(' union all ')

const limits = Object.entries(settings.staleAfterHoursBySource)
  .map(([source, hours]) => `when '${source}' then ${hours}`)
  .join(' ')
const sources = `
  select ${today}, source_system, hours,
    case source_system ${limits} else ${settings.staleAfterHours} end as limit_hours
  from (
    select source_system,
      greatest(min(date_diff('second', last_observed_at, (select as_of from data_as_of))), 0) / 3600 as hours
    from load_accounts where last_observed_at is not null group by all)`

const listed = (rows: readonly (readonly string[])[]) =>
  rows.map((row) => `(${row.map((value) => `'${value}'`).join(', ')})`).join(', ')
const exportObjects = tables.flatMap(({ source }) =>
  'contract' in source
    ? [[source.contract.system, source.contract.object] as const].map(
        ([system, object]) => [system, object, objectOfExport(system, object)] as const,
      )
    : [],
)
const promises = `
  select ${today}, t.system as source_system, t.object, audit.table_name, audit.promise,
    audit.broken_count > 0 as is_broken
  from fct_audits as audit
  join (values ${listed(tables.map(tableObject))}) as t(name, system, object)
    on t.name = audit.table_name
  where audit.row_count > 0`

/** Of each source and object the volumes that ended in the last days, and whether one is odd. */
const lastVolumes = `
  select ${today}, source_system, object, count(*) as judged, count(*) filter (where is_odd) as odd,
    bool_or(is_odd and last_date >= (select as_of::date - 7 from data_as_of)) as is_recent
  from volume
  where is_odd is not null and last_date >= (select as_of::date - 28 from data_as_of) group by all`

/** One row for each thing that passes or fails as a whole. */
const checks = async (connection: DuckDBConnection) => {
  await makeVolumes(connection)
  return `
    select ${today}, 'Refused rows' as check_name, source_system,
      sum(quarantined_count) > 0 as is_failed
    from (${exports}) group by source_system, export_name
    union all by name
    select date, 'Freshness' as check_name, source_system, hours > limit_hours as is_failed
    from (${sources})
    union all by name
    select date, 'Audits' as check_name, source_system, is_broken as is_failed from (${promises})
    union all by name
    select date, 'Volume' as check_name, source_system, is_recent as is_failed
    from (${lastVolumes})`
}

/** One row for each check of a source and object, with the share that is right. */
const parts = async (connection: DuckDBConnection) => {
  await makeVolumes(connection)
  const of = (check: string, share: string, rows: string) => `
    select date, '${check}' as check_name, source_system, object, ${share} as share
    from (${rows}) group by all`
  return [
    of(
      'Refused rows',
      '1 - sum(quarantined_count) / sum(read_count)',
      `select export.*, t.object from (${exports}) as export
       join (values ${listed(exportObjects)}) as t(system, name, object)
         on t.system = export.source_system and t.name = export.export_name`,
    ),
    of('Duplicates', 'avg((number = 1)::integer)', records),
    of('E-mail addresses', 'avg(is_good::integer)', addresses),
    of('Completeness', 'avg(is_filled::integer)', cells),
    of('History', 'avg(is_told::integer)', deals),
    of('Unknown keys', 'avg(is_known::integer)', keys),
    of('Audits', 'avg((not is_broken)::integer)', promises),
    of('Volume', '1 - sum(odd) / sum(judged)', lastVolumes),
    `select date, 'Freshness' as check_name, source_system, 'Not allocated' as object,
       if(hours > limit_hours, limit_hours / hours, 1) as share from (${sources})`,
  ].join(' union all ')
}

const view = 'data_quality'
export const dataQuality: readonly Proof[] = [
  {
    view,
    of: 'end',
    rows: exports,
    slices: ['source_system', 'export_name'],
    measures: {
      records: 'sum(read_count)',
      quarantined_records: 'sum(quarantined_count)',
      quarantine_rate: 'sum(quarantined_count) / sum(read_count)',
    },
  },
  {
    view,
    of: 'end',
    rows: records,
    slices: ['source_system', 'object'],
    measures: {
      duplicate_records: 'count(*) filter (where number > 1)',
      duplicate_rate: 'avg((number > 1)::integer)',
    },
  },
  {
    view,
    of: 'end',
    rows: addresses,
    slices: ['source_system', 'object'],
    measures: { valid_email_rate: 'avg(is_good::integer)' },
  },
  {
    view,
    of: 'end',
    rows: cells,
    slices: ['source_system', 'object'],
    measures: { completeness: 'avg(is_filled::integer)' },
  },
  {
    view,
    of: 'end',
    rows: deals,
    slices: ['source_system', 'object'],
    measures: { history_coverage: 'avg(is_told::integer)' },
  },
  {
    view,
    of: 'end',
    rows: keys,
    slices: ['source_system', 'object'],
    measures: {
      unknown_keys: 'count(*) filter (where not is_known)',
      unknown_key_rate: 'avg((not is_known)::integer)',
    },
  },
  {
    view,
    of: 'end',
    rows: sources,
    slices: ['source_system'],
    measures: { freshness_hours: 'max(hours)' },
  },
  {
    view,
    of: 'end',
    rows: checks,
    slices: ['source_system', 'check_name'],
    measures: { checks: 'count(*)', failed_checks: 'count(*) filter (where is_failed)' },
  },
  {
    view,
    of: 'end',
    rows: parts,
    slices: ['source_system', 'check_name', 'object'],
    measures: { quality_score: '100 * avg(share)' },
  },
  ...(['day', 'week'] as const).map(
    (period): Proof => ({
      view,
      of: 'period',
      rows: async (connection) => {
        await makeVolumes(connection)
        return `select * from volume where band_period = '${period}'`
      },
      slices: ['source_system', 'object'],
      where: { band_period: period },
      measures: {
        observed_records: 'sum(found)',
        volume_anomalies: 'count(*) filter (where is_odd)',
      },
    }),
  ),
  // A band is that of one object; the days of a week together have one too.
  ...(['day', 'week'] as const).map(
    (period): Proof => ({
      view,
      of: 'period',
      rows: async (connection) => {
        await makeVolumes(connection)
        return `select * from volume where band_period = '${period}' and expected is not null`
      },
      by: ['source_system', 'object'],
      slices: [],
      grains: ['week'],
      where: { band_period: period },
      measures: {
        expected_records: 'sum(expected)',
        expected_records_low: 'sum(low)',
        expected_records_high: 'sum(high)',
      },
    }),
  ),
]
