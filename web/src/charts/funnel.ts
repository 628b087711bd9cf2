/** The funnel: who comes, who gets on, how fast we answer. */
import type { Chart } from './chart.ts'

const view = 'funnel'

export const funnelCharts: readonly Chart[] = [
  {
    id: 'funnel.stages',
    view,
    kind: 'funnel',
    stages: [
      'visitors',
      'leads',
      'mqls',
      'sals',
      'sqls',
      'people_with_opportunity',
      'people_converted',
    ],
    title: { folder: 'Stages reached' },
  },
  {
    id: 'funnel.rates',
    view,
    kind: 'trend',
    measures: ['lead_to_mql_rate', 'mql_to_sal_rate', 'sal_to_sql_rate', 'sql_to_opportunity_rate'],
    shape: 'line',
    title: { folder: 'Conversion' },
  },
  { id: 'funnel.leads', view, kind: 'trend', measures: ['leads'], shape: 'bar' },
  {
    id: 'funnel.leads_by',
    view,
    kind: 'breakdown',
    measure: 'leads',
    by: ['channel', 'lead_source', 'campaign', 'region', 'segment'],
  },
  {
    id: 'funnel.lead_to_customer',
    view,
    kind: 'breakdown',
    measure: 'lead_to_customer_rate',
    by: ['channel', 'lead_source', 'segment', 'region'],
  },
  {
    id: 'funnel.days',
    view,
    kind: 'trend',
    measures: ['median_days_to_customer'],
    shape: 'line',
  },
  {
    id: 'funnel.speed',
    view,
    kind: 'trend',
    measures: ['median_speed_to_lead_minutes'],
    shape: 'line',
  },
  {
    id: 'funnel.contacted',
    view,
    kind: 'trend',
    measures: ['contacted_within_1h_rate', 'never_contacted_rate'],
    shape: 'line',
    title: { folder: 'Speed' },
  },
]
