/** Quotas in view `pipeline`: how far they are won, and how far the open pipeline covers the rest. */
import { monthEnds } from './attributes.ts'
import { closings } from './pipeline.ts'
import { openOn } from './pipeline_balances.ts'
import type { Proof } from './proof.ts'

const quotas = `
  select 'quota' as event, quota.month_start_date as date, quota.quota_amount as amount,
    quota.deal_type, quota.team, owner.owner_name as owner
  from fct_quotas as quota
  left join dim_owners as owner on owner.owner_id = quota.owner_id`

const attainment: Proof = {
  view: 'pipeline',
  of: 'period',
  rows: `
    ${quotas}
    union all by name
    select 'won' as event, date, amount, deal_type, team, owner from (${closings})
    where outcome = 'won'`,
  slices: ['owner', 'team'],
  measures: {
    quota_attainment: `coalesce(sum(amount) filter (where event = 'won'), 0)
      / nullif(sum(amount) filter (where event = 'quota'), 0)`,
  },
}

/** The month ends, with the fiscal quarter that they are in, and its first day. */
const moments = `
  select moment.date, calendar.fiscal_quarter,
    (select min(date) from dim_dates where fiscal_quarter = calendar.fiscal_quarter) as first_date
  from (${monthEnds}) as moment
  join dim_dates as calendar on calendar.date = moment.date`

/** At each moment: open deals due in its fiscal quarter, what is won in it until a day, and its quota. */
const quarterRows = (until: string, event: string) => `
  select '${event}' as event, moment.date, open.amount, open.deal_type, open.team, open.owner
  from (${moments}) as moment
  join (${openOn(`select distinct ${until} as date from (${moments}) as moment`)}) as open
    on open.date = ${until}
  join dim_dates as due on due.date = open.due_date and due.fiscal_quarter = moment.fiscal_quarter
  union all by name
  select '${event} won' as event, moment.date, won.amount, won.deal_type, won.team, won.owner
  from (${moments}) as moment
  join (${closings}) as won on won.outcome = 'won' and won.counts
    and won.date >= moment.first_date and won.date <= ${until}`

const isOf = (event: string) => `sum(amount) filter (where event = '${event}')`
const covered = (event: string) => {
  const left = `(${isOf('quota')} - coalesce(${isOf(`${event} won`)}, 0))`
  return `coalesce(${isOf(event)}, 0) / if(${left} > 0, ${left}, null)`
}

const coverage: Proof = {
  view: 'pipeline',
  of: 'end',
  rows: `
    ${quarterRows('moment.date', 'now')}
    union all by name
    ${quarterRows('moment.first_date', 'opening')}
    union all by name
    select 'quota' as event, moment.date, quota.amount, quota.deal_type, quota.team, quota.owner
    from (${moments}) as moment
    join dim_dates as month on month.fiscal_quarter = moment.fiscal_quarter
    join (${quotas}) as quota on quota.date = month.date and quota.deal_type <> 'Renewal'`,
  slices: ['owner', 'team'],
  measures: {
    pipeline_coverage: covered('now'),
    opening_pipeline_coverage: covered('opening'),
  },
}

export const pipelineCoverage: readonly Proof[] = [attainment, coverage]
