/** A measure by the members of a dimension. */

import type { Row } from '../api/cube.ts'
import type { BreakdownChart, ChangeChart, MatrixChart } from '../charts/chart.ts'
import { figure } from '../format/values.ts'
import { isAtInstant } from '../model/granularities.ts'
import { nameOf } from '../model/names.ts'
import { endOf, isRunning, shift, startOf } from '../model/periods.ts'
import {
  type Answers,
  type Ask,
  equals,
  filtersOf,
  grainOf,
  type Queries,
  query,
  rangeOf,
  visible,
} from './ask.ts'
import {
  comparedColumns,
  comparedSpans,
  comparedValues,
  rangeComparisons,
  rangeQueries,
} from './comparison.ts'
import type { Frame } from './frame.ts'
import { held } from './trend.ts'

/** How many members are drawn; the table has them all. */
export const drawn = 12

/** Kinds whose dimension the reader chooses. */
export type SlicedChart = BreakdownChart | ChangeChart | MatrixChart

/** The declared dimensions that the reader sees and the measure allows. */
export function dimensionsFor(chart: SlicedChart, ask: Ask): readonly string[] {
  const [measure] = visible(ask, chart, [chart.measure])
  return chart.by.filter(
    (name) =>
      measure?.meta.dimensions.includes(name) && ask.model.dimensions.has(`${chart.view}.${name}`),
  )
}

export const chosenDimension = (chart: SlicedChart, ask: Ask) => {
  const offered = dimensionsFor(chart, ask)
  return offered.find((name) => name === ask.choice) ?? offered[0]
}

function plan(chart: BreakdownChart, ask: Ask) {
  const [measure] = visible(ask, chart, [chart.measure])
  const by = chosenDimension(chart, ask)
  const grain = grainOf(ask, measure ? [measure] : [])
  const [from, to] = rangeOf(ask, grain)
  const isOrdered = by === 'stage' && chart.order !== undefined
  const first = measure && isAtInstant(measure) ? startOf(grain, to) : startOf(grain, from)
  return { measure, by, isOrdered, grain, from: first, to: endOf(grain, to) }
}

export function breakdownQueries(chart: BreakdownChart, ask: Ask): Queries {
  const { measure, by, isOrdered, grain, from, to } = plan(chart, ask)
  if (!measure || !by) return {}
  const filters = held(chart, ask, [measure], grain)
  const member = `${chart.view}.${by}`
  return {
    members: query(chart, [measure], [from, to], { by: [by], filters }),
    ...rangeQueries(ask, { chart, measures: [measure], grain, from, to }, { by: [by], filters }),
    // Members of several orders, such as stages of two pipelines, are one row all the same.
    ...(isOrdered
      ? { order: { dimensions: [member, `${chart.view}.${chart.order}`], limit: 1_000 } }
      : {}),
  }
}

export function breakdownFrame(chart: BreakdownChart, ask: Ask, answers: Answers): Frame {
  const { measure, by, isOrdered, grain, from, to } = plan(chart, ask)
  if (!measure || !by) return { label: { kind: 'member', title: '' }, columns: [], rows: [] }
  const dimension = `${chart.view}.${by}`
  const filters = held(chart, ask, [measure], grain)
  const addsUp = measure.meta.class === 'additive' || measure.meta.class === 'balance'
  const range = { chart, measures: [measure], grain, from, to }
  const byMember = new Map(
    Object.entries(answers).map(([name, of]) => [
      name,
      new Map(of.map((row) => [row[dimension], row])),
    ]),
  )
  const before = (member: Row[string] | undefined) =>
    rangeComparisons(ask, range, measure, answers, (name) => byMember.get(name)?.get(member))
  const rows = (answers['members'] ?? []).filter((row) => {
    const value = figure(row[measure.name])
    return value !== null && !(addsUp && value === 0)
  })
  const isLeastFirst = chart.worstFirst === true && measure.meta.good === 'up'
  const places = placesOf(answers['order'] ?? [], dimension, `${chart.view}.${chart.order}`)
  const sorted = rows.toSorted((a, b) =>
    isOrdered
      ? (places.get(a[dimension]) ?? 0) - (places.get(b[dimension]) ?? 0)
      : (isLeastFirst ? -1 : 1) *
        (Math.abs(Number(b[measure.name])) - Math.abs(Number(a[measure.name]))),
  )
  return {
    label: { kind: 'member', title: ask.model.dimensions.get(dimension)?.shortTitle ?? by },
    columns: [
      {
        key: measure.name,
        title: measure.shortTitle,
        unit: measure.meta.unit,
        measure: measure.name,
      },
      ...comparedColumns(before(undefined), measure, measure.name),
    ],
    rows: sorted.map((row) => {
      const value = figure(row[measure.name])
      const comparisons = before(row[dimension])
      return {
        key: memberText(row[dimension]),
        title: nameOf(ask.model, dimension, row[dimension]),
        values: { [measure.name]: value, ...comparedValues(comparisons, value) },
        point: { from, to, filters: [...filters, heldTo(dimension, row[dimension])] },
        comparisons,
        spans: comparedSpans(comparisons),
      }
    }),
    span: { from, to, ...(isAtInstant(measure) ? { grain } : {}) },
    left: Math.max(0, sorted.length - drawn),
  }
}

/** Where each member stands: at its mean place, where it has several. */
function placesOf(rows: readonly Row[], dimension: string, order: string) {
  const places = Map.groupBy(rows, (row) => row[dimension] ?? null)
  return new Map<unknown, number>(
    [...places].map(([member, of]) => [
      member,
      of.reduce((sum, row) => sum + Number(row[order]), 0) / of.length,
    ]),
  )
}

export const memberText = (value: unknown) =>
  value === null || value === undefined ? '–' : String(value)

export const heldTo = (member: string, value: unknown) =>
  value === null || value === undefined
    ? { member, operator: 'notSet' as const }
    : equals(member, String(value))

/** The last two periods that are complete, by starts. */
function completePeriods(ask: Ask, chart: ChangeChart): [before: string, now: string] {
  const [measure] = visible(ask, chart, [chart.measure])
  const grain = grainOf(ask, measure ? [measure] : [])
  const [, to] = rangeOf(ask, grain)
  const last = startOf(grain, to)
  const now = isRunning(grain, last, ask.dataAsOf) ? shift(grain, last, -1) : last
  return [shift(grain, now, -1), now]
}

export function changeQueries(chart: ChangeChart, ask: Ask): Queries {
  const [measure] = visible(ask, chart, [chart.measure])
  const by = chosenDimension(chart, ask)
  if (!measure || !by) return {}
  const grain = grainOf(ask, [measure])
  const { applied: filters } = filtersOf(ask, chart, [measure])
  const of = (start: string) =>
    query(chart, [measure], [start, endOf(grain, start)], { by: [by], filters })
  const [before, now] = completePeriods(ask, chart)
  return { before: of(before), now: of(now) }
}

export function changeFrame(chart: ChangeChart, ask: Ask, answers: Answers): Frame {
  const [measure] = visible(ask, chart, [chart.measure])
  const by = chosenDimension(chart, ask)
  if (!measure || !by) return { label: { kind: 'member', title: '' }, columns: [], rows: [] }
  const dimension = `${chart.view}.${by}`
  const grain = grainOf(ask, [measure])
  const [before, now] = completePeriods(ask, chart)
  const figures = (of: string) =>
    new Map(
      (answers[of] ?? []).map((row) => [row[dimension] ?? null, figure(row[measure.name]) ?? 0]),
    )
  const [then, since] = [figures('before'), figures('now')]
  const { applied } = filtersOf(ask, chart, [measure])
  const rows = [...new Set([...then.keys(), ...since.keys()])].map((member) => {
    const [was, is] = [then.get(member) ?? 0, since.get(member) ?? 0]
    return {
      key: memberText(member),
      title: nameOf(ask.model, dimension, member),
      values: { change: is - was, before: was, now: is },
      point: { from: now, to: endOf(grain, now), filters: [...applied, heldTo(dimension, member)] },
    }
  })
  const sum = (of: Map<unknown, number>) => [...of.values()].reduce((all, one) => all + one, 0)
  const { unit } = measure.meta
  return {
    label: { kind: 'member', title: ask.model.dimensions.get(dimension)?.shortTitle ?? by },
    columns: [
      { key: 'change', title: 'change', unit, measure: measure.name },
      { key: 'before', title: before, unit, role: 'start' },
      { key: 'now', title: now, unit, role: 'end', measure: measure.name },
    ],
    rows: rows
      .filter(({ values }) => values.change !== 0)
      .toSorted((a, b) => Math.abs(b.values.change) - Math.abs(a.values.change)),
    span: { from: before, to: endOf(grain, now), grain },
    left: Math.max(0, rows.length - drawn),
    headlines: [
      {
        measure: measure.name,
        value: sum(since),
        period: { start: now, grain, to: endOf(grain, now) },
        isRunning: false,
        comparisons: [{ kind: 'previous', value: sum(then), period: { start: before } }],
      },
    ],
  }
}
