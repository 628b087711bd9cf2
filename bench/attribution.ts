/**
 * How long attribution takes: opportunities and leads with touches, by all models, from the facts to
 * the mart.
 * `npm run bench` does not run it; `node bench/attribution.ts [touches [opportunities]]` does, a
 * million and a hundred thousand by default.
 */
import { DuckDBInstance } from '@duckdb/node-api'
import { Kysely, sql } from 'kysely'
import { sqlTypeOf } from '../src/columns.ts'
import { dataAsOf } from '../src/run_tables.ts'
import type { AnyTable } from '../src/table.ts'
import { createEmpty, type TestDatabase } from '../src/testing.ts'
import { duckdbDialect } from '../src/warehouse/dialect.ts'
import { dimAccountVersions } from '../transforms/conformed/dim_account_versions.ts'
import { dimAccounts } from '../transforms/conformed/dim_accounts.ts'
import { dimAttributionModels } from '../transforms/conformed/dim_attribution_models.ts'
import { dimCampaigns } from '../transforms/conformed/dim_campaigns.ts'
import { dimGrossMargins } from '../transforms/conformed/dim_gross_margins.ts'
import { dimOpportunityVersions } from '../transforms/conformed/dim_opportunity_versions.ts'
import { dimOwnerVersions } from '../transforms/conformed/dim_owner_versions.ts'
import { fctAdSpend } from '../transforms/conformed/fct_ad_spend.ts'
import { fctFunnelEvents } from '../transforms/conformed/fct_funnel_events.ts'
import { fctLeadCycles } from '../transforms/conformed/fct_lead_cycles.ts'
import { fctLeadTouches } from '../transforms/conformed/fct_lead_touches.ts'
import { fctOpportunities } from '../transforms/conformed/fct_opportunities.ts'
import { fctOpportunityPeople } from '../transforms/conformed/fct_opportunity_people.ts'
import { fctOpportunityTouches } from '../transforms/conformed/fct_opportunity_touches.ts'
import { fctTouchpoints } from '../transforms/conformed/fct_touchpoints.ts'
import { martAttribution } from '../transforms/marts/mart_attribution.ts'
import { martAttributionChannels } from '../transforms/marts/mart_attribution_channels.ts'
import { martAttributionLeadChannels } from '../transforms/marts/mart_attribution_lead_channels.ts'

const inputs: readonly AnyTable[] = [
  dataAsOf,
  fctOpportunities,
  fctOpportunityPeople,
  fctTouchpoints,
  fctLeadCycles,
  fctFunnelEvents,
  fctAdSpend,
  dimCampaigns,
  dimAccounts,
  dimOpportunityVersions,
  dimOwnerVersions,
  dimAccountVersions,
  dimGrossMargins,
]
const steps: readonly AnyTable[] = [
  dimAttributionModels,
  fctOpportunityTouches,
  fctLeadTouches,
  martAttributionChannels,
  martAttributionLeadChannels,
  martAttribution,
]

/** Each opportunity has a person of its own, once a lead; sessions and forms by eight channels over two years. */
async function plant(db: TestDatabase, touches: number, opportunities: number): Promise<void> {
  const day = (salt: string) =>
    `timestamp '2023-01-01' + to_hours((hash(i, '${salt}') % 17520)::int)`
  const statements = [
    "insert into data_as_of values (timestamp '2025-12-31')",
    `insert into fct_opportunities by name
      select 'crm:' || i as opportunity_id, 'company ' || (i // 3) as account_id, 'Ann' as owner_id,
        'not_allocated' as campaign_id, 'crm' as source_system, 'Deal ' || i as opportunity_name,
        'New Business' as deal_type, 'Web' as lead_source, true as is_counted,
        ['won', 'lost', 'lost', 'open'][1 + (hash(i, 'outcome') % 4)::int] as outcome,
        ${day('created')} as created_at, created_at::date as created_date,
        if(outcome = 'open', null, created_at + interval 60 day) as closed_at,
        closed_at::date as closed_date, ((hash(i, 'cents') % 10000000)::bigint * 0.01) as amount
      from range(${opportunities}) as listed(i)`,
    `insert into fct_opportunity_people by name
      select 'crm:' || i as opportunity_id, 'person ' || i as person_id, true as is_primary
      from range(${opportunities}) as listed(i)`,
    `insert into fct_touchpoints by name
      select 'web:' || i as touchpoint_id,
        'person ' || (hash(i, 'person') % ${opportunities}) as person_id, 'unknown' as account_id,
        'campaign ' || (hash(i, 'campaign') % 40) as campaign_id,
        if(hash(i, 'type') % 10 = 0, 'form', 'session') as touchpoint_type,
        ['Paid Search', 'Organic Search', 'Email', 'Direct', 'Paid Social', 'Referral', 'Offline',
          'Unknown'][1 + (hash(i, 'channel') % 8)::int] as channel,
        ${day('at')} as occurred_at
      from range(${touches}) as listed(i)`,
    `insert into fct_lead_cycles by name
      select 'person ' || i as person_id, 1 as cycle_number, 'unknown' as account_id,
        'Ann' as owner_id, 'crm' as source_system, 'Email' as channel, 'campaign 1' as campaign_id,
        'Web' as lead_source, ${day('lead')} as began_at, began_at as lead_at
      from range(${opportunities}) as listed(i)`,
    `insert into fct_funnel_events by name
      select person_id || '/1/lead' as event_id, 'lead' as stage, person_id, cycle_number, account_id,
        owner_id, campaign_id, source_system, channel, lead_source, 'Sales' as team, 'SMB' as segment,
        'Unknown' as country_name, 'Unknown' as region, lead_at as occurred_at, lead_at::date as date
      from fct_lead_cycles`,
    `insert into dim_accounts by name
      select distinct account_id, 'SMB' as segment, 'Unknown' as country_name, 'Unknown' as region
      from fct_opportunities`,
    `insert into dim_opportunity_versions by name
      select opportunity_id, 'Ann' as owner_id, timestamp '1900-01-01' as valid_from,
        timestamp '9999-12-31' as valid_to from fct_opportunities`,
    `insert into dim_account_versions by name
      select distinct account_id, 'SMB' as segment, date '1900-01-01' as valid_from,
        date '9999-12-31' as valid_to from fct_opportunities`,
    `insert into dim_owner_versions by name
      select 'Ann' as owner_id, 'Sales' as team, date '1900-01-01' as valid_from,
        date '9999-12-31' as valid_to`,
  ]
  for (const statement of statements) await sql.raw(statement).execute(db)
}

async function measure(touches: number, opportunities: number) {
  const db: TestDatabase = new Kysely({
    dialect: duckdbDialect(await DuckDBInstance.create(':memory:', { threads: '2' })),
  })
  try {
    for (const table of inputs) await createEmpty(db, table)
    await plant(db, touches, opportunities)
    const used = process.cpuUsage()
    for (const table of steps) {
      const started = performance.now()
      if (!('query' in table.source)) continue
      const columns = Object.entries<AnyTable['columns'][string]>(table.columns).map(
        ([name, column]) =>
          sql`cast(${sql.id(name)} as ${sql.raw(sqlTypeOf(column))}) as ${sql.id(name)}`,
      )
      await sql`create table ${sql.table(table.name)} as
        select ${sql.join(columns)} from (${table.source.query(db)})`.execute(db)
      const { rows } = await sql<{ count: number }>`
        select count(*) as count from ${sql.table(table.name)}`.execute(db)
      const seconds = ((performance.now() - started) / 1000).toFixed(1)
      console.log(`| ${table.name} | ${rows[0]?.count.toLocaleString('en')} | ${seconds} |`)
    }
    const { user, system } = process.cpuUsage(used)
    return (user + system) / 1e6
  } finally {
    await db.destroy()
  }
}

const [touches = 1_000_000, opportunities = 100_000] = process.argv.slice(2).map(Number)
const counts = [touches, opportunities].map((count) => count.toLocaleString('en'))
console.log(`${counts[0]} touches, ${counts[1]} opportunities and leads, all models, two threads\n`)
console.log('| table | rows | seconds |\n|---|---:|---:|')
const started = performance.now()
const cpu = await measure(touches, opportunities)
const wall = (performance.now() - started) / 1000
console.log(
  `\n${wall.toFixed(1)} s with the data made, ${cpu.toFixed(1)} s of processor for the tables`,
)
