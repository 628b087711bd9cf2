/** View `unit_economics`, over costs, the days on which MRR changed, and customers at month ends. */
import { settings } from '../../src/settings.ts'
import { customerWindows, movements } from './mrr_days.ts'
import type { Proof } from './proof.ts'

const costs = `
  select cost_date as date, segment, cost, is_media,
    if(cost_function = 'sales', 'Sales', 'Marketing') as department
  from fct_costs
  where is_counted and cost_function in ('sales', 'marketing')`

const sum = (condition = 'true') =>
  `if(bool_or(cost is null) filter (where ${condition}), null, sum(cost) filter (where ${condition}))`

/** Costs in the month of what they are compared with; a month counts once the data has come to it. */
export const costsLater = (event: string, months: number) => `
  select '${event}' as event, segment, cost, is_media,
    least((cost.date + interval ${months} month)::date, run.as_of::date) as date
  from (${costs}) as cost, data_as_of as run
  where date_trunc('month', cost.date) + interval ${months} month <= run.as_of`

const firstMonth = `
  (select date_trunc('month', min(date)) + interval ${settings.cacLagMonths} month from (${costs}))`
/** The quarter after the first one that has cost from its first month on. */
const firstQuarter = `
  (select date_trunc('quarter', date_trunc('month', min(date)) + interval 2 month) + interval 3 month
    from (${costs}))`

const margin = (segment: string, date: string) => `
  left join dim_gross_margins as margin on margin.segment = ${segment}
    and margin.month_start_date = date_trunc('month', ${date})`

export const acquired = `
  select 'won' as event, moved.date, moved.segment, moved.account_id, moved.mrr_change,
    moved.mrr_change * margin.gross_margin_rate as gross_change
  from (${movements}) as moved ${margin('moved.segment', 'moved.date')}
  where moved.kind = 'new' and moved.date >= ${firstMonth}`

const lived = `
  select 'lived' as event, held.date, held.segment, held.industry,
    held.mrr * margin.gross_margin_rate as gross_mrr, held.mrr > 0 as is_customer,
    held.churned_6, held.months_6, held.is_known_6
  from (${customerWindows(6)}) as held ${margin('held.segment', 'held.date')}`

const acquisitionCost = sum("event = 'acquisition'")
const wonCustomers = `nullif(count(distinct account_id) filter (where event = 'won'), 0)`
const cac = `${acquisitionCost} / ${wonCustomers}`
const ltv = `sum(gross_mrr) filter (where event = 'lived' and is_end)
  / nullif(count(*) filter (where event = 'lived' and is_end and is_customer), 0)
  / nullif(sum(churned_6) filter (where event = 'lived' and is_end and is_known_6)
    / nullif(sum(months_6) filter (where event = 'lived' and is_end and is_known_6), 0), 0)`

export const unitEconomics: readonly Proof[] = [
  {
    view: 'unit_economics',
    of: 'period',
    rows: costs,
    slices: ['segment', 'department'],
    measures: {
      sales_and_marketing_cost: sum(),
      marketing_cost: sum("department = 'Marketing'"),
      sales_cost: sum("department = 'Sales'"),
    },
  },
  {
    view: 'unit_economics',
    of: 'period',
    rows: `
      from (${costsLater('acquisition', settings.cacLagMonths)})
      union all by name (${acquired})
      union all by name (${lived})`,
    slices: ['segment'],
    measures: {
      cac,
      cac_payback_months: `${cac} / (sum(gross_change) filter (where event = 'won') / ${wonCustomers})`,
      ltv_to_cac: `${ltv} / nullif(${cac}, 0)`,
    },
  },
  {
    view: 'unit_economics',
    of: 'period',
    rows: lived,
    slices: ['segment', 'industry'],
    measures: { ltv },
  },
  {
    view: 'unit_economics',
    of: 'period',
    rows: `
      select cost.* from (${costsLater('earlier', 3)}) as cost where cost.date >= ${firstQuarter}
      union all by name
      select 'moved' as event, moved.date, moved.segment, moved.mrr_change
      from (${movements}) as moved
      where moved.kind <> 'exchange' and moved.date >= ${firstQuarter}`,
    slices: ['segment'],
    grains: ['quarter', 'year', 'none'],
    measures: {
      magic_number: `12 * sum(mrr_change) filter (where event = 'moved') / nullif(${sum("event = 'earlier'")}, 0)`,
    },
  },
]
