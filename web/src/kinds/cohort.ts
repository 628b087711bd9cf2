/** Cohorts by row, months since their start by column: how much of each is still there. */
import type { CohortChart } from '../charts/chart.ts'
import { figure } from '../format/values.ts'
import type { Grain } from '../model/granularities.ts'
import { daysBetween, endOf, isRunning, periodsIn, startOf } from '../model/periods.ts'
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
import type { Frame } from './frame.ts'

function plan(chart: CohortChart, ask: Ask) {
  const measures = visible(ask, chart, [chart.measure, chart.size])
  const grain: Grain = grainOf(ask, measures)
  const [from, to] = rangeOf(ask, grain)
  return { measures, grain, from: startOf(grain, from), to: endOf(grain, to) }
}

export function cohortQueries(chart: CohortChart, ask: Ask): Queries {
  const { measures, grain, from, to } = plan(chart, ask)
  if (measures.length === 0) return {}
  const filters = filtersOf(ask, chart, measures).applied
  return { cells: query(chart, measures, [from, to], { grain, by: [chart.months], filters }) }
}

export function cohortFrame(chart: CohortChart, ask: Ask, answers: Answers): Frame {
  const { measures, grain, from, to } = plan(chart, ask)
  const [measure, size] = measures
  const months = `${chart.view}.${chart.months}`
  const cells = answers['cells'] ?? []
  const filters = filtersOf(ask, chart, measures).applied
  // Of a cohort of several months, the months that not all of them have reached say nothing.
  const reached = (start: string) =>
    Math.floor(daysBetween(endOf(grain, start), ask.dataAsOf) / 30.44) + (grain === 'month' ? 1 : 0)
  const offsets = [...new Set(cells.map((row) => Number(row[months])))].toSorted((a, b) => a - b)
  const isReached = (offset: number) => offset <= reached(from)
  const byCohort = Map.groupBy(cells, (row) => periodOf(row, chart.view, grain))
  const unit = measure?.meta.unit ?? ''
  return {
    label: { kind: 'period', grain },
    columns: [
      ...(size
        ? [{ key: 'size', title: size.shortTitle, unit: size.meta.unit, role: 'size' as const }]
        : []),
      ...offsets.filter(isReached).map((offset) => ({
        key: String(offset),
        title: String(offset),
        unit,
        ...(measure ? { measure: measure.name } : {}),
        filters: [equals(months, String(offset))],
      })),
    ],
    rows: periodsIn(grain, from, to).flatMap((start) => {
      const rows = byCohort.get(start)
      if (!rows) return []
      const first = rows.find((row) => Number(row[months]) === 0)
      const values = Object.fromEntries(
        rows
          .filter((row) => Number(row[months]) <= reached(start))
          .map((row) => [String(row[months]), figure(row[measure?.name ?? ''])]),
      )
      return [
        {
          key: start,
          values: { ...values, size: figure(first?.[size?.name ?? '']) },
          point: { from: start, to: endOf(grain, start), filters },
          isRunning: isRunning(grain, start, ask.dataAsOf),
        },
      ]
    }),
    span: { from, to },
  }
}
