/** What changed most in the last complete period, and whose doing it was. */
import type { Chart } from './chart.ts'

const change = (view: string, measure: string, by: readonly string[]): Chart => ({
  id: `overview.change_${measure}`,
  view,
  kind: 'change',
  measure,
  by,
})

export const overviewCharts: readonly Chart[] = [
  change('revenue', 'net_new_mrr', ['segment', 'owner', 'channel']),
  change('pipeline', 'won_amount', ['owner', 'segment', 'channel']),
  change('pipeline', 'pipeline_created', ['channel', 'segment', 'owner']),
  change('funnel', 'leads', ['channel', 'segment', 'owner']),
]
