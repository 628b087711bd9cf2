/** The rows of an answer: plain names, numbers as numbers, days as days. */
import { changeOf, inUnit } from './figures.ts'
import type { Comparison } from './kpi_comparison.ts'
import type { KpiQuery } from './kpi_query.ts'
import type { TableColumn } from './output.ts'

type Cell = string | number | boolean | null
export type KpiRow = Readonly<Record<string, Cell>>

export interface KpiAnswer {
  readonly kpi: string
  readonly title: string
  readonly formula: string
  readonly unit: string
  readonly build: string
  readonly data_as_of: string
  /** Of each row: `date` (the first day of the grain), the dimensions, the measure. */
  readonly rows: readonly KpiRow[]
  /** With a grain, what each row was in the period before, and in which days; in their order. */
  readonly comparisons?: readonly Comparison[]
}

export function kpiRows(
  answered: readonly Readonly<Record<string, unknown>>[],
  { measures: [measure], dimensions, timeDimensions }: KpiQuery,
): KpiRow[] {
  const [time] = timeDimensions
  return answered.map((row) => ({
    ...(time?.granularity === undefined
      ? {}
      : { date: dayOf(row[`${time.dimension}.${time.granularity}`]) }),
    ...Object.fromEntries(dimensions.map((name) => [bare(name), cellOf(row[name])])),
    [bare(measure)]: numberOf(row[measure]),
  }))
}

/** The rows as text, with the measure in its unit. */
export function printableRows(
  { kpi, rows, unit, comparisons = [] }: Pick<KpiAnswer, 'kpi' | 'rows' | 'unit' | 'comparisons'>,
  currency: string,
): { titles: TableColumn[]; rows: string[][] } {
  const measure = bare(kpi)
  const names = Object.keys(rows[0] ?? {})
  return {
    titles: [
      ...names.map((title) => ({ title, align: title === measure ? 'right' : 'left' }) as const),
      ...(comparisons.length === 0
        ? []
        : ['before', 'change'].map((title) => ({ title, align: 'right' }) as const)),
    ],
    rows: rows.map((row, at) => {
      const value = row[measure] as number | null
      const compared = comparisons[at]
      return [
        ...names.map((name) =>
          name === measure ? inUnit(value, unit, currency) : String(row[name] ?? '–'),
        ),
        ...(compared
          ? [inUnit(compared.before, unit, currency), changeOf(value, compared.before, unit)]
          : []),
      ]
    }),
  }
}

const bare = (member: string) => member.slice(member.indexOf('.') + 1)
const dayOf = (value: unknown) => (typeof value === 'string' ? value.slice(0, 10) : null)

function numberOf(value: unknown): number | null {
  return value === null || value === undefined ? null : Number(value)
}

/** A dimension that is an instant or a day comes as text with a time. */
function cellOf(value: unknown): Cell {
  if (typeof value === 'string' && /^\d{4}-\d{2}-\d{2}T00:00:00(\.000)?$/.test(value))
    return value.slice(0, 10)
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
    ? value
    : null
}
