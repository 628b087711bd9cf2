/** Marketing: what it costs, what a result costs, what a customer is worth. */
import type { Chart } from './chart.ts'

const view = 'marketing'
const economics = 'unit_economics'
const attribution = 'attribution'

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
  {
    id: 'marketing.attributed',
    view: attribution,
    kind: 'trend',
    measures: ['attributed_pipeline', 'attributed_revenue'],
    shape: 'bar',
    title: { view: true },
  },
  {
    id: 'marketing.revenue_by',
    view: attribution,
    kind: 'breakdown',
    measure: 'attributed_revenue',
    by: ['channel', 'campaign', 'self_reported_source', 'touchpoint_type', 'segment', 'region'],
  },
  {
    id: 'marketing.models',
    view: attribution,
    width: 'full',
    kind: 'matrix',
    measure: 'attributed_revenue',
    by: ['channel', 'campaign', 'self_reported_source', 'segment'],
    across: 'model',
    order: 'model_number',
  },
  {
    id: 'marketing.leads_by',
    view: attribution,
    kind: 'breakdown',
    measure: 'attributed_leads',
    by: ['channel', 'campaign', 'self_reported_source', 'touchpoint_type', 'segment', 'region'],
  },
  {
    id: 'marketing.lead_cost_by',
    view: attribution,
    kind: 'breakdown',
    measure: 'cost_per_attributed_lead',
    by: ['channel', 'campaign'],
  },
  { id: 'marketing.roi', view: attribution, kind: 'trend', measures: ['roi'], shape: 'line' },
  { id: 'marketing.romi', view: attribution, kind: 'trend', measures: ['romi'], shape: 'line' },
  {
    id: 'marketing.roi_by',
    view: attribution,
    kind: 'breakdown',
    measure: 'roi',
    by: ['channel', 'campaign'],
  },
  {
    id: 'marketing.pipeline_by',
    view: attribution,
    kind: 'breakdown',
    measure: 'attributed_pipeline',
    by: ['channel', 'campaign', 'self_reported_source', 'touchpoint_type', 'segment', 'region'],
  },
]
