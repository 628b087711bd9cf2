/** A small model and what is asked of it: what the tests of frames have in common. */
import type { Row } from '../../../web/src/api/cube.ts'
import type { Chart } from '../../../web/src/charts/chart.ts'
import type { Ask } from '../../../web/src/kinds/ask.ts'
import { queriesOf } from '../../../web/src/kinds/index.ts'
import { type Measure, type Model, modelOf } from '../../../web/src/model/meta.ts'

/** A measure of the view `all`: additive, in the reporting currency, unless it says otherwise. */
export const measure = (name: string, meta: Partial<Measure['meta']> = {}): Measure => ({
  name: `all.${name}`,
  shortTitle: name,
  type: 'number',
  meta: { class: 'additive', dimensions: ['segment'], unit: 'currency', good: 'up', ...meta },
})

/** A model of the view `all`, with names for values where there are any. */
export const modelWith = (
  measures: readonly Measure[],
  dimensions: readonly string[],
  values: Readonly<Record<string, string>> = {},
): Model =>
  modelOf([
    {
      name: 'all',
      title: 'All',
      measures,
      dimensions: dimensions.map((name) => ({
        name: `all.${name}`,
        shortTitle: name,
        type: 'string',
        meta: { values },
      })),
      folders: [],
    },
  ])

/** By month, where data reaches into 11 March 2025. */
export const asking =
  (model: Model, range: readonly [string, string]) =>
  (of: Partial<Ask> = {}): Ask => ({
    model,
    grain: 'month',
    range,
    filters: {},
    choice: undefined,
    dataAsOf: '2025-03-11T08:00:00.000Z',
    ...of,
  })

/** A row of an answer, with figures as they come: as text. */
export const row = (values: Readonly<Record<string, string | null>>): Row =>
  Object.fromEntries(Object.entries(values).map(([name, value]) => [`all.${name}`, value]))

/** A row of the month that begins on a day. */
export const month = (start: string, values: Readonly<Record<string, string | null>>): Row => ({
  'all.date.month': `${start}T00:00:00.000`,
  ...row(values),
})

/** The days and the measures of each query. */
export const rangesOf = (chart: Chart, of: Ask) =>
  Object.fromEntries(
    Object.entries(queriesOf(chart, of))
      .filter(([name]) => name !== 'targets')
      .map(([name, { timeDimensions, measures }]) => [
        name,
        [timeDimensions?.[0]?.dateRange, measures],
      ]),
  )

/** What was planned for a KPI in March 2025, as the scorecard tells it. */
export const targetOf = (kpi: string, target: string) => ({
  'scorecard.kpi': kpi,
  'scorecard.date.month': '2025-03-01T00:00:00.000',
  'scorecard.target': target,
})
