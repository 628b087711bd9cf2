/** Measures over time, held against other times and targets; one alone with a line for each. */

import type { Filter } from '@cubejs-client/core'
import type { TrendChart } from '../charts/chart.ts'
import { figure } from '../format/values.ts'
import type { Grain } from '../model/granularities.ts'
import type { Measure } from '../model/meta.ts'
import { addDays, endOf, isRunning, periodsIn, startOf, yearBefore } from '../model/periods.ts'
import {
  type Answers,
  type Ask,
  equals,
  filtersOf,
  grainOf,
  periodOf,
  type Queries,
  query,
  rangeOf,
  visible,
  withNothing,
} from './ask.ts'
import { headlineOf, toDateQueries } from './comparison.ts'
import type { Frame } from './frame.ts'
import { targetQuery, targetsOf } from './targets.ts'

/** Balances by day are kept for so many days before the data's last. */
const dayHistory = 99

function plan(chart: TrendChart, ask: Ask) {
  const measures = visible(ask, chart, chart.measures)
  const grain = grainOf(ask, measures)
  const [from, to] = rangeOf(ask, grain)
  const first = startOf(grain, from)
  const isKept = grain !== 'day' || measures.every((measure) => measure.meta.class === 'additive')
  const oldest = addDays(ask.dataAsOf, -dayHistory)
  const asked = isKept ? yearBefore(grain, first) : first < oldest ? oldest : first
  return { measures, grain, from: first < asked ? asked : first, to, asked }
}

export function trendQueries(chart: TrendChart, ask: Ask): Queries {
  const { measures, grain, to, asked } = plan(chart, ask)
  const filters = held(chart, ask, measures, grain)
  if (measures.length === 0) return {}
  return {
    series: query(chart, measures, [asked, endOf(grain, to)], { grain, filters }),
    ...toDateQueries(ask, { chart, measures, grain, to }, filters),
    ...targetQuery(ask, grain, [asked, to]),
  }
}

/** Rows of several types of period are not to be added up: the one of the grain is asked for. */
export function held(
  chart: Parameters<typeof filtersOf>[1],
  ask: Ask,
  measures: readonly Measure[],
  grain: Grain,
): readonly Filter[] {
  const oneOf = measures.flatMap(({ meta }) => meta.one_of ?? [])
  const isByPeriodType = oneOf.includes('period_type')
  return [
    ...filtersOf(ask, chart, measures).applied,
    ...(isByPeriodType ? [equals(`${chart.view}.period_type`, grain)] : []),
  ]
}

export function trendFrame(chart: TrendChart, ask: Ask, answers: Answers): Frame {
  const { measures, grain, from, to, asked: oldest } = plan(chart, ask)
  const { view } = chart
  const series = new Map((answers['series'] ?? []).map((row) => [periodOf(row, view, grain), row]))
  const [first] = measures
  const targets = targetsOf(answers, first)
  const isOne = measures.length === 1 && first !== undefined
  const filters = held(chart, ask, measures, grain)
  const periods = periodsIn(grain, from, to)
  const asked = periodsIn(grain, oldest, to)
  const of = (measure: Measure | undefined) =>
    withNothing(measure, (start) => figure(series.get(start)?.[measure?.name ?? '']), asked)
  const at = of(first)
  const year = (start: string) => at(yearBefore(grain, start))
  const withYear = isOne && grain !== 'year' && periods.some((start) => year(start) !== null)
  const withTarget = isOne && periods.some((start) => targets.get(start) != null)
  return {
    label: { kind: 'period', grain },
    columns: [
      ...measures.map(({ name, shortTitle, meta }) => ({
        key: name,
        title: shortTitle,
        unit: meta.unit,
        measure: name,
      })),
      ...(withYear
        ? [{ key: 'year', title: 'year', unit: first.meta.unit, role: 'year' as const }]
        : []),
      ...(withTarget
        ? [{ key: 'target', title: 'target', unit: first.meta.unit, role: 'target' as const }]
        : []),
    ],
    rows: periods.map((start) => ({
      key: start,
      values: {
        ...Object.fromEntries(measures.map((measure) => [measure.name, of(measure)(start)])),
        ...(withYear ? { year: year(start) } : {}),
        ...(withTarget ? { target: targets.get(start) ?? null } : {}),
      },
      point: { from: start, to: endOf(grain, start), filters },
      isRunning: isRunning(grain, start, ask.dataAsOf),
    })),
    headlines: measures.map((measure) =>
      headlineOf(
        ask,
        { measure, grain, to },
        of(measure),
        answers,
        targetsOf(answers, measure).get(startOf(grain, to)),
      ),
    ),
  }
}
