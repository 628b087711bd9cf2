/** What a chart is asked: the reader's choices, and the queries that they make. */
import type { Filter, TimeDimensionGranularity } from '@cubejs-client/core'
import type { Query, Row } from '../api/cube.ts'
import type { Chart } from '../charts/chart.ts'
import { measuresOf } from '../charts/chart.ts'
import { figure } from '../format/values.ts'
import { allowedGrain, commonGrains, type Grain } from '../model/granularities.ts'
import type { Measure, Model } from '../model/meta.ts'
import { defaultRange } from '../model/periods.ts'

export interface Ask {
  readonly model: Model
  readonly grain: Grain
  /** The range; undefined for the last periods. */
  readonly range: readonly [from: string, to: string] | undefined
  readonly filters: Readonly<Record<string, readonly string[]>>
  /** The chart's own choice, such as the dimension of a breakdown. */
  readonly choice: string | undefined
  readonly dataAsOf: string
}

export type Queries = Readonly<Record<string, Query>>
export type Answers = Readonly<Record<string, readonly Row[]>>

/** The chart's measures that the reader may see. */
export const visible = (ask: Ask, { view }: Chart, names: readonly string[]): Measure[] =>
  names.flatMap((name) => ask.model.measures.get(`${view}.${name}`) ?? [])

/** The grain that the chart's measures allow nearest to the one asked for. */
export const grainOf = (ask: Ask, measures: readonly Measure[]): Grain =>
  allowedGrain(ask.grain, commonGrains(measures)) ?? 'month'

export function rangeOf(ask: Ask, grain: Grain): readonly [from: string, to: string] {
  const [from, to] = ask.range ?? defaultRange(grain, ask.dataAsOf)
  const asOf = ask.dataAsOf.slice(0, 10)
  return [from, to > asOf && from <= asOf ? asOf : to]
}

/** The reader's filters that the measures allow, and the dimensions that they do not know. */
export function filtersOf(
  ask: Ask,
  { view }: Chart,
  measures: readonly Measure[],
): { readonly applied: readonly Filter[]; readonly left: readonly string[] } {
  const allowed = (dimension: string) =>
    ask.model.dimensions.has(`${view}.${dimension}`) &&
    measures.every(({ meta }) => meta.dimensions.includes(dimension))
  const chosen = Object.entries(ask.filters)
  return {
    applied: chosen
      .filter(([dimension]) => allowed(dimension))
      .map(([dimension, values]) => equals(`${view}.${dimension}`, ...values)),
    left: chosen.map(([dimension]) => dimension).filter((dimension) => !allowed(dimension)),
  }
}

export const equals = (member: string, ...values: string[]): Filter => ({
  member,
  operator: 'equals',
  values,
})

/** A query of one view over a range; by periods where a grain is given. */
export function query(
  { view }: Chart,
  measures: readonly Measure[],
  [from, to]: readonly [string, string],
  {
    grain,
    by = [],
    filters = [],
  }: { grain?: Grain; by?: readonly string[]; filters?: readonly Filter[] },
): Query {
  return {
    measures: measures.map(({ name }) => name),
    dimensions: by.map((dimension) => `${view}.${dimension}`),
    timeDimensions: [
      {
        dimension: `${view}.date`,
        dateRange: [from, to],
        ...(grain === undefined ? {} : { granularity: grain as TimeDimensionGranularity }),
      },
    ],
    filters: [...filters],
    limit: 5_000,
  }
}

/** The day on which the period of a row begins. */
export const periodOf = (row: Row, view: string, grain: Grain): string =>
  String(row[`${view}.date.${grain}`]).slice(0, 10)

export const valuesOf = (row: Row | undefined, measures: readonly Measure[]) =>
  Object.fromEntries(measures.map(({ name }) => [name, figure(row?.[name])]))

/**
 * What came in a period of which there is no row: nothing, where a measure counts events, once there
 * are any; of all other measures it is not known.
 */
export function withNothing(
  measure: Measure | undefined,
  at: (start: string) => number | null,
  periods: readonly string[],
): (start: string) => number | null {
  if (measure?.meta.class !== 'additive') return at
  const first = periods.find((start) => at(start) !== null)
  return (start) => at(start) ?? (first !== undefined && start > first ? 0 : null)
}

/** All measures of a chart that the reader may see; none means that the chart is not theirs. */
export const allVisible = (ask: Ask, chart: Chart) => visible(ask, chart, measuresOf(chart))
