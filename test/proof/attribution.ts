/** Views `attribution` and what `marketing`, `unit_economics` and `pipeline` take of it. */
import type { DuckDBConnection } from '@duckdb/node-api'
import { settings } from '../../src/settings.ts'
import { creditsOf } from './attribution_shares.ts'
import { waysToLeads, waysToOpportunities } from './attribution_ways.ts'
import type { Proof } from './proof.ts'
import { acquired, costsLater } from './unit_economics.ts'

/** Puts the credits into a table, once a connection. */
async function tableOf(connection: DuckDBConnection): Promise<void> {
  const name = 'attribution_proof'
  const known = await connection.runAndReadAll(
    `select 1 from duckdb_tables() where table_name = '${name}'`,
  )
  if (known.currentRowCount > 0) return
  await connection.run(`create temp table ${name} (opportunity_id text, lead_id text, model text,
    touchpoint_id text, channel text, campaign_id text, credit double, cents double)`)
  const appender = await connection.createAppender(name)
  const append = (credits: ReturnType<typeof creditsOf>, isLead: boolean) => {
    for (const row of credits) {
      if (isLead) appender.appendNull()
      appender.appendVarchar(row.of)
      if (!isLead) appender.appendNull()
      for (const text of [row.model, row.touch, row.channel, row.campaign])
        appender.appendVarchar(text)
      appender.appendDouble(row.credit)
      if (row.cents === null) appender.appendNull()
      else appender.appendDouble(row.cents)
      appender.endRow()
    }
  }
  append(creditsOf(await waysToOpportunities(connection)), false)
  append(creditsOf(await waysToLeads(connection)), true)
  appender.closeSync()
}

const isCompared = (date: string) =>
  `${date} >= (select date_trunc('month', min(spend_date)) from fct_ad_spend)`

const kindOf = (kind: string, at: string, date: string, where: string) => `
  select '${kind}' as kind, credit.model, credit.channel, credit.credit, credit.cents / 100 as amount,
    credit.cents / 100 * coalesce(margin.gross_margin_rate, ${settings.grossMargin}) as gross,
    deal.${date} as date, ${isCompared(`deal.${date}`)} as is_compared,
    campaign.campaign_name as campaign, coalesce(owner_then.team, 'Unknown') as team
  from attribution_proof as credit
  join fct_opportunities as deal on deal.opportunity_id = credit.opportunity_id
  left join dim_campaigns as campaign on campaign.campaign_id = credit.campaign_id
  left join dim_opportunity_versions as version on version.opportunity_id = deal.opportunity_id
    and deal.${at} >= version.valid_from and deal.${at} < version.valid_to
  left join dim_owner_versions as owner_then on owner_then.owner_id = version.owner_id
    and deal.${date} >= owner_then.valid_from and deal.${date} < owner_then.valid_to
  left join dim_account_versions as account_then on account_then.account_id = deal.account_id
    and deal.${date} >= account_then.valid_from and deal.${date} < account_then.valid_to
  left join dim_gross_margins as margin on margin.segment = account_then.segment
    and margin.month_start_date = date_trunc('month', deal.${date})
  where ${where}`

const leads = `
  select 'lead' as kind, credit.model, credit.channel, credit.credit, cycle.lead_at::date as date,
    ${isCompared('cycle.lead_at::date')} as is_compared, campaign.campaign_name as campaign,
    coalesce(owner_then.team, 'Unknown') as team
  from attribution_proof as credit
  join fct_lead_cycles as cycle
    on credit.lead_id = cycle.person_id || ' ' || cycle.cycle_number::varchar
  left join dim_campaigns as campaign on campaign.campaign_id = credit.campaign_id
  left join dim_owner_versions as owner_then on owner_then.owner_id = cycle.owner_id
    and cycle.lead_at::date >= owner_then.valid_from and cycle.lead_at::date < owner_then.valid_to`

const credits = `
  ${leads}
  union all by name
  ${kindOf('pipeline', 'created_at', 'created_date', 'true')}
  union all by name
  ${kindOf('revenue', 'closed_at', 'closed_date', "deal.outcome = 'won'")}`

const costs = `
  select 'cost' as kind, model.model, campaign.channel, campaign.campaign_name as campaign,
    spend.spend_date as date, spend.cost
  from fct_ad_spend as spend
  left join dim_campaigns as campaign on campaign.campaign_id = spend.campaign_id,
  (select distinct model from attribution_proof) as model`

const rowsOf = (query: string) => async (connection: DuckDBConnection) => {
  await tableOf(connection)
  return query
}

const cost = "if(bool_or(cost is null) filter (where kind = 'cost'), null, sum(cost))"
const compared = (what: string, kind: string) =>
  `sum(${what}) filter (where kind = '${kind}' and is_compared)`
const returns = (
  revenue = compared('amount', 'revenue'),
  gross = compared('gross', 'revenue'),
) => ({
  roi: `if(${cost} > 0, coalesce(${revenue}, 0) / ${cost}, null)`,
  romi: `if(${cost} > 0, (coalesce(${gross}, 0) - ${cost}) / ${cost}, null)`,
})
const parts = {
  attributed_leads: "sum(credit) filter (where kind = 'lead')",
  attributed_pipeline: "sum(amount) filter (where kind = 'pipeline')",
  attributed_revenue: "sum(amount) filter (where kind = 'revenue')",
  attributed_opportunities: "sum(credit) filter (where kind = 'pipeline')",
  attributed_wins: "sum(credit) filter (where kind = 'revenue')",
}
const perResult = {
  cost,
  ...returns(),
  cost_per_attributed_lead: `${cost} / nullif(${compared('credit', 'lead')}, 0)`,
  cost_per_attributed_opportunity: `${cost} / nullif(${compared('credit', 'pipeline')}, 0)`,
  cost_per_attributed_win: `${cost} / nullif(${compared('credit', 'revenue')}, 0)`,
}
const ofSetting = (query: string) =>
  `select * from (${query}) where model = '${settings.attributionModel}'`

const attribution: readonly Proof[] = [
  {
    view: 'attribution',
    of: 'period',
    rows: rowsOf(ofSetting(credits)),
    slices: ['channel', 'team'],
    measures: parts,
  },
  {
    view: 'attribution',
    of: 'period',
    rows: rowsOf(credits),
    by: ['model'],
    slices: ['channel'],
    measures: parts,
  },
  {
    view: 'attribution',
    of: 'period',
    rows: rowsOf(`${credits} union all by name ${costs}`),
    by: ['model'],
    slices: ['channel', 'campaign'],
    measures: perResult,
  },
  {
    view: 'marketing',
    of: 'period',
    rows: rowsOf(ofSetting(`${credits} union all by name ${costs}`)),
    slices: ['channel', 'campaign'],
    measures: {
      attributed_pipeline: parts.attributed_pipeline,
      attributed_revenue: parts.attributed_revenue,
      ...returns(),
    },
  },
]

/** The first touch of each way. */
const firsts = `
  select credit.opportunity_id, credit.channel, credit.campaign_id, seen.occurred_at
  from attribution_proof as credit
  join fct_touchpoints as seen using (touchpoint_id)
  where credit.model = 'first_touch'`

/** When somebody of ours first turned to the people of an opportunity, or for it. */
const reached = `
  select opportunity_id, min(occurred_at) as reached_at from (
    select person.opportunity_id, activity.occurred_at
    from fct_opportunity_people as person, fct_activities as activity
    where activity.person_id = person.person_id and activity.is_outreach
    union all
    select opportunity_id, occurred_at from fct_activities
    where opportunity_id is not null and is_outreach)
  group by all`

const sourced: Proof = {
  view: 'pipeline',
  of: 'period',
  rows: rowsOf(`
    select deal.created_date as date, deal.amount, first.channel, campaign.campaign_name as campaign
    from (${firsts}) as first
    join fct_opportunities as deal on deal.opportunity_id = first.opportunity_id
    left join (${reached}) as reached on reached.opportunity_id = first.opportunity_id
    left join dim_campaigns as campaign on campaign.campaign_id = first.campaign_id
    where first.occurred_at <= deal.created_at
      and coalesce(reached.reached_at >= first.occurred_at, true)`),
  slices: ['channel', 'campaign'],
  measures: { sourced_pipeline: 'sum(amount)' },
}

/** The touches until the creation; the linear model names all of a way. */
const influenced: Proof = {
  view: 'pipeline',
  of: 'period',
  rows: rowsOf(`
    select distinct deal.opportunity_id, deal.created_date as date, deal.amount
    from attribution_proof as credit
    join fct_touchpoints as seen using (touchpoint_id)
    join fct_opportunities as deal on deal.opportunity_id = credit.opportunity_id
    where credit.model = 'linear' and seen.occurred_at <= deal.created_at`),
  slices: [],
  measures: { influenced_pipeline: 'sum(amount)' },
}

/** Customers won with credit for a paid channel, of the first opportunity won of their account. */
const paid = `
  select won.*, won.account_id in (
    select first.account_id from (
      select account_id, arg_min(opportunity_id, (closed_at, opportunity_id)) as opportunity_id,
        min(closed_date) as closed_date
      from fct_opportunities
      where outcome = 'won' and deal_type <> 'Renewal' group by all) as first
    join attribution_proof as credit on credit.opportunity_id = first.opportunity_id
    where credit.model = '${settings.attributionModel}' and first.closed_date <= won.date + 31
      and credit.channel in (select channel from dim_channels where is_paid)) as is_paid
  from (${acquired}) as won`

const cacPaid: Proof = {
  view: 'unit_economics',
  of: 'period',
  rows: rowsOf(`
    select * from (${costsLater('acquisition', settings.cacLagMonths)}) where is_media
    union all by name (${paid})`),
  slices: ['segment'],
  measures: {
    cac_paid: `if(bool_or(cost is null) filter (where event = 'acquisition'), null, sum(cost))
      / nullif(count(distinct account_id) filter (where event = 'won' and is_paid), 0)`,
  },
}

export const attributionProofs: readonly Proof[] = [...attribution, sourced, influenced, cacPaid]
