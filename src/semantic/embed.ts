/** What an embed token lets a page show, and the filters that nobody takes off it. */
import * as z from 'zod'

const ids = z.array(z.string().regex(/^\w[\w.-]*$/, 'must be the id of a chart or dashboard'))

export const embedSchema = z
  .strictObject({
    charts: ids.default([]),
    dashboards: ids.default([]),
    /** By `view.dimension` the values that are shown; a view without any is not read then. */
    filters: z
      .record(
        z.string().regex(/^[a-z]\w*\.[a-z]\w*$/, 'must be a name such as revenue.segment'),
        z.array(z.string()).min(1),
      )
      .default({}),
    theme: z.enum(['light', 'dark']).optional(),
    locale: z.enum(['en', 'de', 'ro', 'ja', 'fi']).optional(),
  })
  .refine(({ charts, dashboards }) => charts.length + dashboards.length > 0, {
    error: 'must name a chart or a dashboard',
  })

export type Embed = z.output<typeof embedSchema>
