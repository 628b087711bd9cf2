/**
 * Cohorts by row, months since their start by column: how much of each is still there, and how that
 * differs from what others had when they were as old.
 */
import type { Row } from '../api/cube.ts'
import type { CohortChart } from '../charts/chart.ts'
import { figure } from '../format/values.ts'
import type { Grain } from '../model/granularities.ts'
import {
  addDays,
  addMonths,
  daysBetween,
  endOf,
  isRunning,
  periodsIn,
  shift,
  startOf,
  yearBefore,
} from '../model/periods.ts'
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
} from './ask.ts'
import { difference } from './comparison.ts'
import type { Cell, Column, Comparison, Frame, FrameRow } from './frame.ts'

/** What the cells tell: a share, or how far it is from that of another cohort of the same age. */
const modes = ['share', 'previous', 'year'] as const

/** Under which the row of all cohorts together stands. */
const allCohorts = 'total'

function plan(chart: CohortChart, ask: Ask) {
  const measures = visible(ask, chart, [chart.measure, chart.size])
  const grain: Grain = grainOf(ask, measures)
  const [from, to] = rangeOf(ask, grain)
  const offered = modes.filter((mode) => mode !== 'year' || grain !== 'year')
  return {
    measures,
    grain,
    from: startOf(grain, from),
    to: endOf(grain, to),
    offered,
    mode: offered.find((mode) => mode === ask.choice) ?? 'share',
    filters: filtersOf(ask, chart, measures).applied,
  }
}

export function cohortQueries(chart: CohortChart, ask: Ask): Queries {
  const { measures, grain, from, to, filters } = plan(chart, ask)
  if (measures.length === 0) return {}
  const of = (span: readonly [string, string], byGrain: boolean) =>
    query(chart, measures, span, { by: [chart.months], filters, ...(byGrain ? { grain } : {}) })
  return {
    cells: of([from, to], true),
    // The cohorts of the year before, which the first ones are compared with.
    year: of([yearBefore(grain, from), addDays(from, -1)], true),
    // A share of all is no mean of shares: the server knows what they began with.
    total: of([from, to], false),
  }
}

export function cohortFrame(chart: CohortChart, ask: Ask, answers: Answers): Frame {
  const { measures, grain, from, to, filters, mode, offered } = plan(chart, ask)
  const [measure, size] = measures
  const months = `${chart.view}.${chart.months}`
  // Of a cohort of several months, the months that not all of them have reached say nothing.
  const reached = (start: string) =>
    Math.floor(daysBetween(endOf(grain, start), ask.dataAsOf) / 30.44) + (grain === 'month' ? 1 : 0)
  const byAge = (rows: readonly Row[]) => new Map(rows.map((row) => [Number(row[months]), row]))
  const cohorts = new Map(
    [
      ...Map.groupBy([...(answers['year'] ?? []), ...(answers['cells'] ?? [])], (row) =>
        periodOf(row, chart.view, grain),
      ),
    ].map(([start, rows]) => [start, byAge(rows)]),
  )
  const shown = periodsIn(grain, from, to).filter((start) => cohorts.has(start))
  const ages = [...new Set((answers['cells'] ?? []).map((row) => Number(row[months])))]
    .filter((age) => age <= reached(from))
    .toSorted((a, b) => a - b)
  const share = (start: string, age: number) =>
    age <= reached(start) ? figure(cohorts.get(start)?.get(age)?.[measure?.name ?? '']) : null
  const others = (start: string) => [
    { kind: 'previous' as const, start: shift(grain, start, -1) },
    ...(grain === 'year' ? [] : [{ kind: 'year' as const, start: yearBefore(grain, start) }]),
  ]
  const cellOf = (start: string, age: number): Cell => ({
    value: share(start, age),
    comparisons: others(start).map(
      (other): Comparison => ({
        kind: other.kind,
        value: share(other.start, age),
        period: { start: other.start, grain },
      }),
    ),
    isRunning: isRunning(
      'month',
      addMonths(startOf('month', endOf(grain, start)), age),
      ask.dataAsOf,
    ),
  })
  const rowOf = (start: string): FrameRow => {
    const cells = Object.fromEntries(ages.map((age) => [String(age), cellOf(start, age)]))
    const values = Object.entries(cells).map(([age, cell]) => [age, told(mode, cell)])
    return {
      key: start,
      values: {
        ...Object.fromEntries(values),
        size: figure(cohorts.get(start)?.get(0)?.[size?.name ?? '']),
      },
      point: { from: start, to: endOf(grain, start), filters },
      isRunning: isRunning(grain, start, ask.dataAsOf),
      cells,
    }
  }
  const all = byAge(answers['total'] ?? [])
  const total = (name: string, age: number) => figure(all.get(age)?.[name])
  const isDifference = mode !== 'share'
  return {
    label: { kind: 'period', grain },
    columns: [
      ...(size
        ? [{ key: 'size', title: size.shortTitle, unit: size.meta.unit, role: 'size' as const }]
        : []),
      ...ages.map(
        (age): Column => ({
          key: String(age),
          title: String(age),
          unit: measure?.meta.unit ?? '',
          ...(measure ? { measure: measure.name } : {}),
          filters: [equals(months, String(age))],
          isDifference,
        }),
      ),
    ],
    rows: [
      ...shown.map(rowOf),
      ...(isDifference || shown.length < 2 || all.size === 0
        ? []
        : [
            {
              key: allCohorts,
              values: {
                ...Object.fromEntries(
                  ages.map((age) => [String(age), total(measure?.name ?? '', age)]),
                ),
                size: total(size?.name ?? '', 0),
              },
              point: { from, to, filters },
              role: 'total' as const,
            },
          ]),
    ],
    span: { from, to },
    offered: { chosen: mode, all: offered },
  }
}

const told = (mode: (typeof modes)[number], { value, comparisons }: Cell) =>
  mode === 'share'
    ? value
    : difference(value, comparisons.find(({ kind }) => kind === mode)?.value ?? null)
