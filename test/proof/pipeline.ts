/** View `pipeline`, over opportunities and their visits to stages. */
import type { Proof } from './proof.ts'

/** Owner and forecast category of the instant, team and segment of the day, of an opportunity. */
const asOf = (instant: string, day: string) => `
  left join dim_opportunity_versions as version on version.opportunity_id = deal.opportunity_id
    and ${instant} >= version.valid_from and ${instant} < version.valid_to
  left join dim_owners as owner on owner.owner_id = coalesce(version.owner_id, 'unknown')
  left join dim_owner_versions as owner_then on owner_then.owner_id = version.owner_id
    and ${day} >= owner_then.valid_from and ${day} < owner_then.valid_to
  left join dim_account_versions as account_then on account_then.account_id = deal.account_id
    and ${day} >= account_then.valid_from and ${day} < account_then.valid_to
  left join dim_campaigns as campaign on campaign.campaign_id = deal.campaign_id`

const attributes = `
  owner.owner_name as owner, coalesce(owner_then.team, 'Unknown') as team,
  coalesce(account_then.segment, 'Unknown') as segment, campaign.campaign_name as campaign,
  deal.opportunity_id, deal.deal_type, deal.lead_source, deal.currency_code, deal.created_date,
  deal.amount_local, deal.outcome, deal.amount, deal.open_seconds,
  deal.deal_type <> 'Renewal' and deal.outcome <> 'disqualified' as counts`

/** Every opportunity that ended, by the day it did. */
export const closings = `
  select deal.closed_date as date, ${attributes}
  from fct_opportunities as deal ${asOf('deal.closed_at', 'deal.closed_date')}
  where deal.outcome <> 'open'`

const won = "filter (where counts and outcome = 'won')"
const lost = "filter (where counts and outcome = 'lost')"
const wonValue = `coalesce(sum(amount) ${won}, 0)`

const closed: Proof = {
  view: 'pipeline',
  of: 'period',
  rows: closings,
  slices: ['segment', 'owner'],
  measures: {
    opportunities_won: `count(*) ${won}`,
    opportunities_lost: `count(*) ${lost}`,
    opportunities_closed: 'count(*) filter (where counts)',
    disqualified_opportunities:
      "count(*) filter (where outcome = 'disqualified' and deal_type <> 'Renewal')",
    won_amount: "sum(amount) filter (where outcome = 'won')",
    lost_amount: `sum(amount) ${lost}`,
    win_rate: `count(*) ${won} / nullif(count(*) filter (where counts), 0)`,
    win_rate_by_value: `${wonValue} / nullif(${wonValue} + coalesce(sum(amount) ${lost}, 0), 0)`,
    average_deal_size: `${wonValue} / nullif(count(*) ${won}, 0)`,
    sales_cycle_days: `sum(open_seconds) ${won} / 86400 / nullif(count(open_seconds) ${won}, 0)`,
    median_sales_cycle_days: `median(open_seconds) ${won} / 86400`,
  },
}

const created: Proof = {
  view: 'pipeline',
  of: 'period',
  rows: `
    select deal.created_date as date, ${attributes}
    from fct_opportunities as deal ${asOf('deal.created_at', 'deal.created_date')}`,
  slices: ['team', 'lead_source'],
  measures: {
    opportunities_created: 'count(*) filter (where counts)',
    pipeline_created: 'sum(amount) filter (where counts)',
    cohort_win_rate: `count(*) ${won} / nullif(count(*) filter (where counts), 0)`,
  },
}

/** Of each opportunity and open stage of its pipeline: when it first came to it or past it. */
const entries = `
  with visit as (
    select visit.opportunity_id, visit.entered_at, stage.*
    from fct_opportunity_stages as visit
    join dim_stages as stage on stage.stage_id = visit.stage_id
  ),
  entry as (
    select visit.opportunity_id, stage.stage_id, stage.stage_name as stage,
      coalesce(
        min(visit.entered_at) filter (where visit.stage_id = stage.stage_id),
        min(visit.entered_at) filter (where visit.stage_type <> 'lost' and visit.stage_id <> stage.stage_id
          and (visit.stage_type = 'won' or visit.stage_number > stage.stage_number))) as at,
      count(*) filter (where visit.stage_type = 'won'
        or visit.stage_type = 'open' and visit.stage_number > stage.stage_number) > 0 as is_passed,
      count(*) filter (where visit.stage_id = stage.stage_id) > 0 as is_visited,
      any_value(stage.is_in_use) as is_in_use
    from visit
    join dim_stages as stage on stage.pipeline_id = visit.pipeline_id and stage.stage_type = 'open'
    group by all
  )
  select entry.at::date as date, entry.stage, entry.is_passed, ${attributes}
  from entry
  join fct_opportunities as deal on deal.opportunity_id = entry.opportunity_id
  ${asOf('entry.at', 'entry.at::date')}
  where entry.is_visited or entry.is_passed and entry.is_in_use`

const stagesEntered: Proof = {
  view: 'pipeline',
  of: 'period',
  rows: entries,
  by: ['stage'],
  slices: ['segment', 'owner'],
  measures: {
    stage_conversion_rate:
      'count(*) filter (where counts and is_passed) / nullif(count(*) filter (where counts), 0)',
  },
}

const stay = 'filter (where counts)'

const stagesLeft: Proof = {
  view: 'pipeline',
  of: 'period',
  rows: `
    select visit.left_at::date as date, stage.stage_name as stage,
      date_diff('second', date_trunc('second', visit.entered_at), date_trunc('second', visit.left_at))
        as seconds, ${attributes}
    from fct_opportunity_stages as visit
    join dim_stages as stage on stage.stage_id = visit.stage_id
    join fct_opportunities as deal on deal.opportunity_id = visit.opportunity_id
    ${asOf('visit.left_at', 'visit.left_at::date')}
    where visit.stage_type = 'open' and visit.left_at is not null`,
  slices: ['stage', 'owner'],
  measures: {
    stage_deal_days: `sum(seconds) ${stay} / 86400`,
    days_in_stage: `sum(seconds) ${stay} / 86400 / nullif(count(*) ${stay}, 0)`,
    median_days_in_stage: `median(seconds) ${stay} / 86400`,
  },
}

export const pipeline: readonly Proof[] = [closed, created, stagesEntered, stagesLeft]
