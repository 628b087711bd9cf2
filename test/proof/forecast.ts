/** The KPIs of view `forecast`, from submissions, closed deals and month ends in plain joins. */
import { makePredictions } from './predictions.ts'
import type { Proof } from './proof.ts'

/** The last submission of each seller and category at or before the first of its month. */
const submitted = `
  select owner.owner_id, owner.owner_name as owner, forecast.period_start_date as date,
    lower(replace(forecast.category, '_', ' ')) as category, forecast.amount_local as amount
  from stg_forecasts as forecast
  join dim_owners as owner on owner.owner_email = forecast.owner_email
  join data_as_of as run on forecast.submitted_at <= run.as_of
  where forecast.submitted_at::date <= forecast.period_start_date
  qualify row_number() over (
    partition by owner.owner_id, forecast.category, forecast.period_start_date
    order by forecast.submitted_at desc) = 1`

const won = `
  select deal.opportunity_id, deal.closed_date as date, deal.deal_type, deal.amount,
    owner.owner_id, owner.owner_name as owner
  from fct_opportunities as deal
  left join dim_opportunity_versions as version
    on version.opportunity_id = deal.opportunity_id
    and deal.closed_at >= version.valid_from and deal.closed_at < version.valid_to
  left join dim_owners as owner on owner.owner_id = version.owner_id
  where deal.outcome = 'won'`

/** What each seller said and won, in every month for which anybody said anything. */
const pairs = `
  with submitted as (${submitted}),
  said as (
    select owner, date, sum(amount) as f, coalesce(sum(amount) filter (where category = 'commit'), 0) as c
    from submitted group by all),
  sold as (
    select owner, date_trunc('month', date)::date as date, sum(amount) as a from (${won}) group by all)
  select coalesce(said.owner, sold.owner) as owner, coalesce(said.date, sold.date) as date,
    coalesce(a, 0) as a, coalesce(f, 0) as f, coalesce(c, 0) as c
  from said full join sold on said.owner = sold.owner and said.date = sold.date
  where coalesce(said.date, sold.date) in (select date from said)`

/** Every month that was over the month after, as predictions of the eve are kept. */
const months = `
  with won as (
    select date_trunc('month', date)::date as date, sum(amount)::double as amount from (${won}) group by all),
  month as (
    select unnest(generate_series((select min(date) from won), date_trunc('month', (select as_of from data_as_of)), interval 1 month))::date as date)
  select month.date, coalesce(won.amount, 0) as amount from month left join won using (date)`
const ofMonths = (rows: string) => `
  with series as (${rows}),
  placed as (
    select date, amount, lag(amount) over (order by date) as last_period,
      lag(amount, 12) over (order by date) as last_year
    from series)
  select placed.date, last_period, last_year,
    case when last_day(date) <= run.as_of::date then amount end as amount
  from placed, data_as_of as run
  where date in (select period_start_date from fct_predictions
    where prediction = '$' and horizon_months = 0 and not is_current)`

const mrr = `
  select date_trunc('month', balance_date)::date as date, sum(mrr)::double as amount
  from fct_account_months group by all`

const naive = (prediction: string, rows: string): Proof => ({
  view: 'forecast',
  of: 'period',
  rows: ofMonths(rows).replace('$', prediction),
  slices: [],
  grains: ['month'],
  where: { prediction, horizon: '0' },
  measures: {
    predicted_outcome: 'round(max(amount), 2)',
    baseline_last_period: 'round(max(last_period), 2)',
    baseline_last_year: 'round(max(last_year), 2)',
  },
})

const errorOf = (column: string) =>
  `sum(abs(actual_amount - ${column})) filter (where tested) / sum(abs(actual_amount)) filter (where tested)`
const backtest = (prediction: string, horizon: number): Proof => ({
  view: 'forecast',
  of: 'period',
  rows: async (connection) => {
    await makePredictions(connection)
    return `select *, period_start_date as date,
        actual_amount is not null and last_period_amount is not null and last_year_amount is not null
          and weighted_pipeline_amount is not null as tested
      from own_prediction
      where prediction = '${prediction}' and horizon_months = ${horizon} and not is_current`
  },
  slices: [],
  grains: ['month', 'quarter', 'year'],
  where: { prediction, horizon: String(horizon) },
  measures: {
    prediction_wape: errorOf('predicted_amount'),
    last_period_wape: errorOf('last_period_amount'),
    last_year_wape: errorOf('last_year_amount'),
    weighted_pipeline_wape: errorOf('weighted_pipeline_amount'),
    prediction_bias: `1 - sum(predicted_amount) filter (where tested) / sum(actual_amount) filter (where tested)`,
    prediction_hit_rate:
      'avg((actual_amount between low_amount and high_amount)::int) filter (where tested)',
  },
})

/** Every prediction of every day, one period a cell: a middle of several is none. */
const predictions: Proof = {
  view: 'forecast',
  of: 'period',
  rows: async (connection) => {
    await makePredictions(connection)
    return `select *, period_start_date as date,
      if(is_current, 'current', horizon_months::varchar) as horizon from own_prediction`
  },
  by: ['prediction', 'horizon'],
  slices: [],
  grains: ['month'],
  measures: {
    predicted_amount: 'max(predicted_amount)',
    predicted_low: 'max(low_amount)',
    predicted_high: 'max(high_amount)',
    predicted_outcome: 'max(actual_amount)',
    baseline_last_period: 'max(last_period_amount)',
    baseline_last_year: 'max(last_year_amount)',
    baseline_weighted_pipeline: 'max(weighted_pipeline_amount)',
  },
  // Half a cent more or less is a cent after rounding, and some at the end of a wide band.
  within: 0.1,
}

export const forecast: readonly Proof[] = [
  {
    view: 'forecast',
    of: 'period',
    rows: submitted,
    slices: ['owner', 'category'],
    measures: { forecast_amount: 'sum(amount)' },
  },
  {
    view: 'forecast',
    of: 'period',
    rows: won,
    slices: ['owner', 'deal_type'],
    measures: { actual_amount: 'sum(amount)' },
  },
  {
    view: 'forecast',
    of: 'period',
    rows: pairs,
    slices: ['owner'],
    measures: {
      forecast_wape: 'sum(abs(a - f)) / nullif(sum(abs(a)), 0)',
      forecast_accuracy: '1 - sum(abs(a - f)) / nullif(sum(abs(a)), 0)',
      forecast_bias: '(sum(a) - sum(f)) / nullif(sum(a), 0)',
      commit_wape: 'sum(abs(a - c)) / nullif(sum(abs(a)), 0)',
      commit_hit_rate:
        'count(*) filter (where c <> 0 and abs(a - c) <= 0.1 * c) / nullif(count(*) filter (where c <> 0), 0)',
    },
  },
  naive('won_amount_by_month', months),
  naive('mrr_by_month', mrr),
  backtest('won_amount_by_month', 0),
  backtest('won_amount_by_quarter', 1),
  backtest('mrr_by_month', 5),
  predictions,
]
