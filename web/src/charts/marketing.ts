/** Marketing: what it costs, what a result costs, what a customer is worth. */
import type { Chart } from './chart.ts'

const view = 'marketing'
const economics = 'unit_economics'

export const marketingCharts: readonly Chart[] = [
  { id: 'marketing.spend', view, kind: 'trend', measures: ['marketing_spend'], shape: 'bar' },
  {
    id: 'marketing.spend_by',
    view,
    kind: 'breakdown',
    measure: 'marketing_spend',
    by: ['channel', 'campaign', 'source_system'],
  },
  {
    id: 'marketing.cost_per_lead',
    view,
    width: 'third',
    kind: 'trend',
    measures: ['cost_per_lead'],
    shape: 'line',
  },
  {
    id: 'marketing.cost_per_mql',
    view,
    width: 'third',
    kind: 'trend',
    measures: ['cost_per_mql'],
    shape: 'line',
  },
  {
    id: 'marketing.cost_per_opportunity',
    view,
    width: 'third',
    kind: 'trend',
    measures: ['cost_per_opportunity'],
    shape: 'line',
  },
  { id: 'marketing.cac', view: economics, kind: 'trend', measures: ['cac'], shape: 'line' },
  {
    id: 'marketing.payback',
    view: economics,
    kind: 'trend',
    measures: ['cac_payback_months'],
    shape: 'line',
  },
  {
    id: 'marketing.ltv_to_cac',
    view: economics,
    kind: 'trend',
    measures: ['ltv_to_cac'],
    shape: 'line',
  },
  {
    id: 'marketing.cost',
    view: economics,
    kind: 'trend',
    measures: ['marketing_cost', 'sales_cost'],
    shape: 'bar',
    title: { folder: 'Cost' },
  },
]
