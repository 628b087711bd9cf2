/** Retention: who stays, with how much, and why others left. */
import type { Chart } from './chart.ts'

const view = 'revenue'

export const retentionCharts: readonly Chart[] = [
  {
    id: 'retention.rates',
    view,
    kind: 'trend',
    measures: ['net_revenue_retention', 'gross_revenue_retention'],
    shape: 'line',
    title: { folder: 'Retention' },
  },
  { id: 'retention.logo_churn', view, kind: 'trend', measures: ['logo_churn_rate'], shape: 'line' },
  {
    id: 'retention.mrr_cohorts',
    view: 'retention_cohorts',
    width: 'full',
    kind: 'cohort',
    measure: 'mrr_retention',
    size: 'cohort_mrr',
    months: 'months_since_start',
  },
  {
    id: 'retention.customer_cohorts',
    view: 'retention_cohorts',
    width: 'full',
    kind: 'cohort',
    measure: 'customer_retention',
    size: 'cohort_customers',
    months: 'months_since_start',
  },
  {
    id: 'retention.churn_by',
    view,
    kind: 'breakdown',
    measure: 'churned_mrr',
    by: ['churn_reason', 'segment', 'product', 'owner', 'region'],
  },
  {
    id: 'retention.churned',
    view,
    kind: 'trend',
    measures: ['churned_customers'],
    shape: 'bar',
  },
  {
    id: 'retention.nrr_by',
    view,
    kind: 'breakdown',
    measure: 'net_revenue_retention',
    by: ['segment', 'region', 'industry', 'owner'],
  },
  { id: 'retention.renewals', view, kind: 'trend', measures: ['renewal_rate'], shape: 'line' },
]
