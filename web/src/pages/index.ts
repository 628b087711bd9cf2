/** The pages, in the order of the navigation. One whose views the reader does not have is not shown. */

import { measuresOf } from '../charts/chart.ts'
import { type DashboardId, dashboards } from '../charts/index.ts'
import { lists } from '../lists/index.ts'
import { isListShown } from '../lists/list_rows.ts'
import type { Model } from '../model/meta.ts'

export type PageId = DashboardId | 'metrics'

export function pagesOf(model: Model): PageId[] {
  const isShown = (id: DashboardId) =>
    dashboards[id].some((chart) =>
      measuresOf(chart).some((name) => model.measures.has(`${chart.view}.${name}`)),
    ) || lists[id]?.some((list) => isListShown(model, list))
  return [...(Object.keys(dashboards) as DashboardId[]).filter(isShown), 'metrics']
}
