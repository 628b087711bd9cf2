/** The query of the semantic layer that the options of `revops kpi` stand for. */
import type { ViewMember, ViewModel } from '../docs/model.ts'
import { UsageError } from './failure.ts'
import { findDimension } from './measure.ts'

export interface KpiOptions {
  readonly by?: readonly string[]
  readonly grain?: string
  readonly from?: string
  readonly to?: string
  readonly where?: readonly string[]
}

export interface KpiQuery {
  readonly measures: readonly [string]
  readonly dimensions: readonly string[]
  readonly timeDimensions: readonly {
    readonly dimension: string
    readonly granularity?: string
    readonly dateRange?: readonly [string, string]
  }[]
  readonly filters: readonly {
    readonly member: string
    readonly operator: 'equals' | 'notEquals'
    readonly values: readonly string[]
  }[]
  readonly order: readonly (readonly [string, 'asc' | 'desc'])[]
  readonly limit: number
}

/** The most rows that one answer holds. */
export const rowLimit = 50_000

/** Beyond all dates of a business, for a range that is open on a side. */
const [always, forEver] = ['1900-01-01', '2999-12-31'] as const

export function kpiQuery(measure: ViewMember, view: ViewModel, options: KpiOptions): KpiQuery {
  const { by = [], grain, from, to, where = [] } = options
  if (from !== undefined && to !== undefined && from > to)
    throw new UsageError(`--from ${from} is after --to ${to}; a range runs forward.`)
  const name = `${view.name}.${measure.name}`
  const date = `${view.name}.date`
  const dimensions = by.map((written) => findDimension(written, view))
  const isRanged = from !== undefined || to !== undefined
  const time = {
    dimension: date,
    ...(grain === undefined ? {} : { granularity: grain }),
    ...(isRanged ? { dateRange: [from ?? always, to ?? forEver] as const } : {}),
  }
  return {
    measures: [name],
    dimensions,
    timeDimensions: grain !== undefined || isRanged ? [time] : [],
    filters: filtersOf(where, view),
    // In time as it passed; without time, the largest first.
    order: [
      grain === undefined ? ([name, 'desc'] as const) : ([date, 'asc'] as const),
      ...dimensions.map((dimension) => [dimension, 'asc'] as const),
    ],
    limit: rowLimit,
  }
}

function filtersOf(where: readonly string[], view: ViewModel): KpiQuery['filters'] {
  const parts = where.map((filter) => {
    const [, written, operator, value] = /^([\w.]+)\s*(!?=)\s*(.*)$/s.exec(filter) ?? []
    if (written === undefined || value === undefined || value === '')
      throw new UsageError(
        `--where ${filter} is no filter; write dimension=value or dimension!=value.`,
      )
    return {
      member: findDimension(written, view),
      operator: operator === '=' ? ('equals' as const) : ('notEquals' as const),
      value,
    }
  })
  return [...Map.groupBy(parts, ({ member, operator }) => `${member} ${operator}`).values()].map(
    (of) => ({
      member: of[0]!.member,
      operator: of[0]!.operator,
      values: of.map(({ value }) => value),
    }),
  )
}
