/** The balances of view `pipeline`: every opportunity that was open at the end of a month’s last day. */
import { monthEnds } from './attributes.ts'
import { closings } from './pipeline.ts'
import type { Proof } from './proof.ts'

/** Every opportunity at the end of each of some days on which it was open, as it was then. */
export const openOn = (days: string) => `
  select 'open' as event, moment.date, status.opportunity_id, stage.stage_name as stage,
    owner.owner_name as owner, owner_then.team, account_then.segment, deal.deal_type,
    coalesce(version.forecast_category, 'Unknown') as forecast_category,
    version.closes_at::date as due_date,
    coalesce(round(version.amount_local * rate.exchange_rate, 2), 0) as amount,
    coalesce(stage.probability, 0) as probability,
    greatest(moment.date - status.stage_entered_at::date, 0) as age_days
  from (${days}) as moment
  join fct_opportunity_statuses as status on status.opportunity_status = 'open'
    and status.valid_from < moment.date + 1 and status.valid_to >= moment.date + 1
  join fct_opportunities as deal on deal.opportunity_id = status.opportunity_id
    and deal.deal_type <> 'Renewal' and deal.outcome <> 'disqualified'
  join dim_opportunity_versions as version on version.opportunity_id = status.opportunity_id
    and version.valid_from < moment.date + 1 and version.valid_to >= moment.date + 1
  left join dim_stages as stage on stage.stage_id = status.stage_id
  left join dim_exchange_rates as rate on rate.currency_code = deal.currency_code
    and rate.rate_date = deal.created_date
  left join dim_owners as owner on owner.owner_id = version.owner_id
  left join dim_owner_versions as owner_then on owner_then.owner_id = version.owner_id
    and moment.date >= owner_then.valid_from and moment.date < owner_then.valid_to
  left join dim_account_versions as account_then on account_then.account_id = deal.account_id
    and moment.date >= account_then.valid_from and moment.date < account_then.valid_to`

const open: Proof = {
  view: 'pipeline',
  of: 'end',
  rows: openOn(monthEnds),
  slices: ['segment', 'owner'],
  measures: {
    open_opportunities: 'count(*)',
    open_pipeline: 'sum(amount)',
    weighted_pipeline: 'sum(amount * probability)',
    current_stage_age_days: 'sum(age_days)',
    average_current_stage_age_days: 'avg(age_days)',
  },
}

const isWon = "event = 'closed' and counts and outcome = 'won'"

/** KPIS §3: open at the end × deal size × win rate ÷ cycle; two of them cancel the number won. */
const velocity: Proof = {
  view: 'pipeline',
  of: 'period',
  rows: `
    from (select 'closed' as event, * from (${closings}))
    union all by name (${openOn(monthEnds)})`,
  slices: ['segment', 'owner'],
  measures: {
    pipeline_velocity: `count(*) filter (where event = 'open' and is_end)
      * (coalesce(sum(amount) filter (where ${isWon}), 0) / count(*) filter (where ${isWon}))
      * (count(*) filter (where ${isWon}) / count(*) filter (where event = 'closed' and counts))
      / (sum(open_seconds) filter (where ${isWon}) / count(open_seconds) filter (where ${isWon}) / 86400)`,
  },
}

export const pipelineBalances: readonly Proof[] = [open, velocity]
