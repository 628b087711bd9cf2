/** Recurring revenue: what there is, what moved it, where it comes from. */
import type { Chart } from './chart.ts'

const view = 'revenue'
const plus = ['new_mrr', 'expansion_mrr', 'reactivation_mrr', 'mrr_transferred_in']
const minus = ['contraction_mrr', 'churned_mrr', 'mrr_transferred_out']

export const revenueCharts: readonly Chart[] = [
  { id: 'revenue.mrr', view, kind: 'trend', measures: ['mrr'], shape: 'line' },
  {
    id: 'revenue.bridge',
    view,
    kind: 'bridge',
    start: 'balance',
    plus,
    minus,
    end: 'mrr',
    title: { folder: 'Recurring revenue' },
  },
  {
    id: 'revenue.movements',
    view,
    width: 'full',
    kind: 'movements',
    plus: plus.slice(0, 3),
    minus: minus.slice(0, 2),
    net: 'net_new_mrr',
    title: { folder: 'MRR movements' },
  },
  { id: 'revenue.arr', view, kind: 'trend', width: 'third', measures: ['arr'], shape: 'bar' },
  {
    id: 'revenue.growth',
    view,
    kind: 'trend',
    width: 'third',
    measures: ['mrr_growth_rate_yoy'],
    shape: 'line',
  },
  {
    id: 'revenue.quick_ratio',
    view,
    kind: 'trend',
    width: 'third',
    measures: ['quick_ratio'],
    shape: 'line',
  },
  {
    id: 'revenue.mrr_by',
    view,
    kind: 'breakdown',
    measure: 'mrr',
    by: ['segment', 'product', 'region', 'industry', 'owner'],
  },
  {
    id: 'revenue.customers',
    view,
    kind: 'trend',
    measures: ['customers'],
    shape: 'line',
  },
  {
    id: 'revenue.invoiced',
    view,
    kind: 'trend',
    measures: ['invoiced_amount', 'collected_amount'],
    shape: 'bar',
    title: { folder: 'Invoices and payments' },
  },
  { id: 'revenue.arpa', view, kind: 'trend', measures: ['arpa'], shape: 'line' },
]
