/** From what there was at the start of a span to what there is at its end, step by step. */
import type { BridgeChart } from '../charts/chart.ts'
import { figure } from '../format/values.ts'
import type { Grain } from '../model/granularities.ts'
import type { Measure } from '../model/meta.ts'
import { endOf, isRunning, shift, startOf } from '../model/periods.ts'
import { type Answers, type Ask, grainOf, type Queries, query, rangeOf, visible } from './ask.ts'
import {
  comparedColumns,
  comparedKinds,
  comparedSpans,
  comparedValues,
  type Days,
  rangeComparisons,
  rangeQueries,
  spansBefore,
  timeOf,
} from './comparison.ts'
import type { Comparison, Frame, FrameRow, Span } from './frame.ts'
import { targetQuery, targetsOf } from './targets.ts'
import { held } from './trend.ts'

/** The types of period that a waterfall of its own rows is made for. */
const periodTypes: readonly Grain[] = ['month', 'quarter', 'year']

function plan(chart: BridgeChart, ask: Ask) {
  const plus = visible(ask, chart, chart.plus)
  const minus = visible(ask, chart, chart.minus)
  const [end] = visible(ask, chart, [chart.end])
  const [start] = chart.start === 'balance' ? [end] : visible(ask, chart, [chart.start])
  const steps = [...plus, ...minus]
  const all = [...steps, ...(start ? [start] : []), ...(end ? [end] : [])]
  const named = grainOf(ask, [...steps, ...(end ? [end] : [])])
  const grain = chart.periodType && !periodTypes.includes(named) ? 'month' : named
  const [from, to] = rangeOf(ask, grain)
  const filters = held(chart, ask, all, grain)
  // Balances are bridged over the whole range; a waterfall's rows are of one period, the last one.
  const first = startOf(grain, chart.periodType ? to : from)
  const ranged = { chart, measures: chart.periodType ? all : steps, grain, from: first, to }
  return { minus, start, end, steps, grain, from: first, to, filters, ranged }
}

/** The periods at whose ends the balances stand between which a range is bridged. */
function endsOf(grain: Grain, [from, to]: Days): Readonly<Record<'start' | 'end', Span>> {
  const [before, last] = [shift(grain, startOf(grain, from), -1), startOf(grain, to)]
  return {
    start: { from: before, to: endOf(grain, before) },
    end: { from: last, to: endOf(grain, last) },
  }
}

/** Under which names the balances of a range are asked. */
const sides = {
  now: { start: 'start', end: 'end' },
  previous: { start: 'previousStart', end: 'previousEnd' },
  year: { start: 'yearStart', end: 'yearEnd' },
} as const

export function bridgeQueries(chart: BridgeChart, ask: Ask): Queries {
  const { start, end, grain, from, to, filters, ranged } = plan(chart, ask)
  if (!start || !end) return {}
  const spans = { now: [from, to] as Days, ...spansBefore(ask, ranged, false) }
  const balances = (['now', ...comparedKinds] as const).flatMap((time) => {
    const span = spans[time]
    if (span === undefined) return []
    const ends = endsOf(grain, span)
    const of = (side: 'start' | 'end', measure: Measure) =>
      query(chart, [measure], [ends[side].from, ends[side].to], { filters })
    return [
      [sides[time].start, of('start', start)],
      [sides[time].end, of('end', end)],
    ]
  })
  return {
    steps: query(chart, ranged.measures, [from, endOf(grain, to)], { filters }),
    ...rangeQueries(ask, ranged, { filters }),
    ...(chart.periodType ? {} : Object.fromEntries(balances)),
    ...targetQuery(ask, grain, [startOf(grain, to), to]),
  }
}

export function bridgeFrame(chart: BridgeChart, ask: Ask, answers: Answers): Frame {
  const { minus, start, end, steps, grain, from, to, filters, ranged } = plan(chart, ask)
  const label = { kind: 'member', title: '' } as const
  if (!start || !end) return { label, columns: [], rows: [] }
  const span = { from, to: endOf(grain, to) }
  const before = spansBefore(ask, ranged, false)

  const rowOf = (measure: Measure, role: FrameRow['role'], figures: Figures): FrameRow => {
    const { value, comparisons } = figures
    return {
      key: role === 'start' || role === 'end' ? role : measure.name,
      values: { value, ...comparedValues(comparisons, value) },
      point: { ...figures.span, filters },
      isRunning: role === 'end' && isRunning(grain, startOf(grain, to), ask.dataAsOf),
      measure: measure.name,
      title: measure.shortTitle,
      role,
      time: timeOf(grain, [figures.span.from, figures.span.to]),
      comparisons,
      spans: comparedSpans(comparisons),
    }
  }
  const ofRange = (measure: Measure): Figures => ({
    value: figure(answers['steps']?.[0]?.[measure.name]),
    comparisons: rangeComparisons(ask, ranged, measure, answers),
    span,
  })
  const balance = (side: 'start' | 'end', measure: Measure): Figures => ({
    value: figure(answers[sides.now[side]]?.[0]?.[measure.name]),
    comparisons: comparedKinds.flatMap((kind) => {
      const then = before[kind] && endsOf(grain, before[kind])[side]
      if (then === undefined) return []
      const value = figure(answers[sides[kind][side]]?.[0]?.[measure.name])
      return [{ kind, value, period: timeOf(grain, [then.from, then.to]) }]
    }),
    span: endsOf(grain, [from, to])[side],
  })
  const of = (side: 'start' | 'end', measure: Measure) =>
    chart.periodType ? ofRange(measure) : balance(side, measure)

  const last = of('end', end)
  const period = startOf(grain, to)
  const target = targetsOf(answers, end).get(period)
  const compared: Comparison[] = [
    ...last.comparisons,
    ...(target == null
      ? []
      : [{ kind: 'target' as const, value: target, period: { start: period, grain } }]),
  ]
  const moved = steps.map((measure) =>
    rowOf(measure, minus.includes(measure) ? 'minus' : 'plus', ofRange(measure)),
  )
  return {
    label,
    columns: [
      { key: 'value', title: end.shortTitle, unit: end.meta.unit },
      ...comparedColumns(compared, end, 'value'),
    ],
    rows: [
      rowOf(start, 'start', of('start', start)),
      ...moved.filter((row) => !isTransfer(row) || isBetweenParts(moved)),
      rowOf(end, 'end', { ...last, comparisons: compared }),
    ],
    span: { ...span, ...(chart.periodType ? { grain } : {}) },
  }
}

interface Figures {
  readonly value: number | null
  readonly comparisons: readonly Comparison[]
  /** The days that the figure is of. */
  readonly span: Span
}

const isTransfer = ({ measure = '' }: FrameRow) => measure.includes('_transferred_')

/** In total what came and what went are the same, at any time, and only between the parts. */
function isBetweenParts(rows: readonly FrameRow[]): boolean {
  const transfers = rows.filter(isTransfer)
  const net = (key: string) =>
    transfers.reduce(
      (sum, { values, role }) => sum + (values[key] ?? 0) * (role === 'minus' ? -1 : 1),
      0,
    )
  return ['value', ...comparedKinds].some((key) => Math.abs(net(key)) >= 0.005)
}
