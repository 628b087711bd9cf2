/** Forecast: what is predicted and what sellers submit, and how far off either is. */
import type { Chart } from './chart.ts'

const view = 'forecast'

const band = {
  outcome: 'predicted_outcome',
  middle: 'predicted_amount',
  low: 'predicted_low',
  high: 'predicted_high',
  baselines: ['baseline_last_period', 'baseline_last_year', 'baseline_weighted_pipeline'],
} as const

const errors = ['prediction_wape', 'last_period_wape', 'last_year_wape', 'weighted_pipeline_wape']

const submitted = (measure: string): Chart => ({
  id: `forecast.${measure}`,
  view,
  width: 'third',
  kind: 'trend',
  measures: [measure],
  shape: 'line',
})

export const forecastCharts: readonly Chart[] = [
  {
    id: 'forecast.won',
    view,
    width: 'full',
    kind: 'prediction',
    ...band,
    predictions: { month: 'won_amount_by_month', quarter: 'won_amount_by_quarter' },
    title: { predictionOf: 'forecast.actual_amount' },
  },
  {
    id: 'forecast.mrr',
    view,
    width: 'full',
    kind: 'prediction',
    ...band,
    // That MRR stays as it is draws the line of what came once more, a month later.
    baselines: ['baseline_last_year', 'baseline_weighted_pipeline'],
    predictions: { month: 'mrr_by_month' },
    title: { predictionOf: 'revenue.mrr' },
  },
  {
    id: 'forecast.errors',
    view,
    kind: 'profile',
    measures: errors,
    along: 'horizon',
    of: {
      dimension: 'prediction',
      members: ['won_amount_by_quarter', 'won_amount_by_month', 'mrr_by_month'],
    },
    title: { folder: 'Errors of predictions' },
  },
  {
    id: 'forecast.submitted',
    view,
    kind: 'trend',
    measures: ['forecast_amount', 'actual_amount'],
    shape: 'bar',
    title: { folder: 'Submitted forecasts' },
  },
  submitted('forecast_wape'),
  submitted('forecast_bias'),
  submitted('commit_hit_rate'),
  {
    id: 'forecast.wape_by',
    view,
    kind: 'breakdown',
    measure: 'forecast_wape',
    by: ['team', 'owner'],
  },
  {
    id: 'forecast.by',
    view,
    kind: 'breakdown',
    measure: 'forecast_amount',
    by: ['category', 'team', 'owner'],
  },
]
