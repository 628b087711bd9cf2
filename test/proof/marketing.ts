/** View `marketing`, over what each campaign cost and brought on each day. */
import type { Proof } from './proof.ts'

const spend = `
  select 'spend' as event, spend.spend_date as date, campaign.campaign_name as campaign,
    campaign.channel, spend.cost, spend.impression_count, spend.click_count
  from fct_ad_spend as spend
  left join dim_campaigns as campaign on campaign.campaign_id = spend.campaign_id`

/** Whom the spend brings, from the first month with any on: before, there is nothing to compare. */
const brought = `
  select happened.event, happened.date, campaign.campaign_name as campaign, happened.channel
  from (
    select 'lead' as event, lead_at::date as date, campaign_id, channel from fct_lead_cycles
    union all by name
    select 'mql' as event, mql_at::date as date, campaign_id, channel from fct_lead_cycles
    where mql_at is not null
    union all by name
    select 'opportunity' as event, created_date as date, campaign_id, channel
    from fct_opportunities where deal_type <> 'Renewal' and outcome <> 'disqualified'
  ) as happened
  left join dim_campaigns as campaign on campaign.campaign_id = happened.campaign_id
  where happened.date >= (select date_trunc('month', min(spend_date)) from fct_ad_spend)`

const cost = "if(bool_or(cost is null) filter (where event = 'spend'), null, sum(cost))"
const each = (event: string) => `${cost} / nullif(count(*) filter (where event = '${event}'), 0)`

export const marketing: readonly Proof[] = [
  {
    view: 'marketing',
    of: 'period',
    rows: spend,
    slices: ['campaign', 'channel'],
    measures: {
      marketing_spend: cost,
      impressions: 'sum(impression_count)',
      clicks: 'sum(click_count)',
      cost_per_click: `${cost} / nullif(sum(click_count), 0)`,
    },
  },
  {
    view: 'marketing',
    of: 'period',
    rows: `${spend} union all by name ${brought}`,
    slices: ['campaign', 'channel'],
    measures: {
      cost_per_lead: each('lead'),
      cost_per_mql: each('mql'),
      cost_per_opportunity: each('opportunity'),
    },
  },
]
