/** What each KPI is by month, as the measures of the model answer over the tables of a build. */
import * as z from 'zod'
import { granularitiesOf, measureMeta } from './catalog.ts'
import type { Semantic } from './compile.ts'

/** A KPI in a month. */
interface KpiMonth extends Readonly<Record<string, string | number | boolean | null>> {
  readonly kpi: string
  readonly month_start_date: string
  readonly actual: number
}

/** The view that is made of what is measured here. */
const scorecard = 'scorecard'

const kpiMeta = measureMeta.extend({
  kpi: z.literal(true),
  unit: z.string(),
  good: z.string(),
  department: z.string(),
  leading: z.boolean(),
  /** Whether it is one of those that a company is led by. */
  scorecard: z.boolean().default(true),
})
const viewSchema = z.looseObject({
  name: z.string(),
  measures: z.array(z.looseObject({ name: z.string(), shortTitle: z.string(), meta: z.unknown() })),
})

interface Kpi {
  readonly name: string
  readonly title: string
  readonly meta: z.output<typeof kpiMeta>
}

/**
 * Asks every KPI that has a meaning by month, without slices: one query for those of a view. KPIs
 * that need a slice have none; those by type of period are asked for months; those that say
 * `scorecard: false` are left out.
 */
export async function kpiMonths(semantic: Semantic): Promise<KpiMonth[]> {
  const views = z.array(viewSchema).parse(await semantic.meta({ role: 'admin' }))
  const months: KpiMonth[] = []
  for (const { name, measures } of views)
    if (name !== scorecard)
      months.push(...(await monthsOf(semantic, name, measures.flatMap(kpisOf))))
  return months
}

function kpisOf({ name, shortTitle, meta }: { name: string; shortTitle: string; meta: unknown }) {
  const { data } = kpiMeta.safeParse(meta)
  if (!data) return []
  const { granularities = granularitiesOf[data.class], needs, one_of } = data
  const isMonthly = granularities.includes('month') && [...needs, ...one_of].every(isOfPeriods)
  return isMonthly && data.scorecard ? [{ name, title: shortTitle, meta: data }] : []
}

const isOfPeriods = (dimension: string) => dimension === 'period_type'

async function monthsOf(
  semantic: Semantic,
  view: string,
  kpis: readonly Kpi[],
): Promise<KpiMonth[]> {
  const ofPeriods = Map.groupBy(kpis, ({ meta }) => [...meta.needs, ...meta.one_of].length > 0)
  const months: KpiMonth[] = []
  for (const [isByPeriod, asked] of ofPeriods) {
    const { rows } = await semantic.load(
      {
        measures: asked.map(({ name }) => name),
        timeDimensions: [{ dimension: `${view}.date`, granularity: 'month' }],
        filters: isByPeriod
          ? [{ member: `${view}.period_type`, operator: 'equals', values: ['month'] }]
          : [],
        limit: 50_000,
      },
      { role: 'admin' },
    )
    for (const row of rows)
      for (const { name, title, meta } of asked) {
        const value = row[name]
        const month = row[`${view}.date.month`]
        if (value === null || value === undefined || typeof month !== 'string') continue
        months.push({
          kpi: name,
          kpi_title: title,
          kpi_class: meta.class,
          department: meta.department,
          is_leading: meta.leading,
          unit: meta.unit,
          good: meta.good,
          month_start_date: month.slice(0, 10),
          actual: Number(value),
        })
      }
  }
  return months
}
