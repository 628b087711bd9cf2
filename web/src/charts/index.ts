/** Every chart, and the dashboards that they stand on. */

import { lists } from '../lists/index.ts'
import { tileViews } from '../pages/tiles.ts'
import type { Chart } from './chart.ts'
import { dataQualityCharts } from './data_quality.ts'
import { forecastCharts } from './forecast.ts'
import { funnelCharts } from './funnel.ts'
import { leakageCharts } from './leakage.ts'
import { marketingCharts } from './marketing.ts'
import { overviewCharts } from './overview.ts'
import { pipelineCharts } from './pipeline.ts'
import { retentionCharts } from './retention.ts'
import { revenueCharts } from './revenue.ts'

/** The charts of each dashboard, in reading order. */
export const dashboards = {
  overview: overviewCharts,
  funnel: funnelCharts,
  pipeline: pipelineCharts,
  revenue: revenueCharts,
  retention: retentionCharts,
  marketing: marketingCharts,
  forecast: forecastCharts,
  leakage: leakageCharts,
  data_quality: dataQualityCharts,
  accounts: [],
  playbooks: [],
} as const satisfies Readonly<Record<string, readonly Chart[]>>

export type DashboardId = keyof typeof dashboards

export const charts: ReadonlyMap<string, Chart> = new Map(
  Object.values(dashboards)
    .flat()
    .map((chart) => [chart.id, chart]),
)

/** What the server has to know of them: which views a chart asks, which charts a dashboard has. */
export const catalogue = () => ({
  charts: Object.fromEntries([...charts.values()].map(({ id, view }) => [id, [view]])),
  dashboards: Object.fromEntries(
    Object.entries(dashboards).map(([page, own]) => [page, own.map(({ id }) => id)]),
  ),
  /** What dashboards read beside their charts: their lists, and key figures. */
  views: {
    ...Object.fromEntries(
      Object.entries(lists).map(([page, own]) => [page, [...new Set(own.map(({ view }) => view))]]),
    ),
    overview: tileViews,
  },
})
