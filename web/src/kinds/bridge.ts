/** From what there was at the start of a span to what there is at its end, step by step. */
import type { BridgeChart } from '../charts/chart.ts'
import { figure } from '../format/values.ts'
import type { Grain } from '../model/granularities.ts'
import type { Measure } from '../model/meta.ts'
import { endOf, isRunning, shift, startOf } from '../model/periods.ts'
import { type Answers, type Ask, grainOf, type Queries, query, rangeOf, visible } from './ask.ts'
import type { Frame, FrameRow } from './frame.ts'
import { held } from './trend.ts'

/** The types of period that a waterfall of its own rows is made for. */
const periodTypes: readonly Grain[] = ['month', 'quarter', 'year']

function plan(chart: BridgeChart, ask: Ask) {
  const plus = visible(ask, chart, chart.plus)
  const minus = visible(ask, chart, chart.minus)
  const [end] = visible(ask, chart, [chart.end])
  const [start] = chart.start === 'balance' ? [end] : visible(ask, chart, [chart.start])
  const measures = [...plus, ...minus]
  const all = [...measures, ...(start ? [start] : []), ...(end ? [end] : [])]
  const named = grainOf(ask, [...measures, ...(end ? [end] : [])])
  const grain = chart.periodType && !periodTypes.includes(named) ? 'month' : named
  const [from, to] = rangeOf(ask, grain)
  const filters = held(chart, ask, all, grain)
  // Balances are bridged over the whole range; a waterfall's rows are of one period, the last one.
  const first = chart.periodType ? startOf(grain, to) : startOf(grain, from)
  return { plus, minus, start, end, measures, grain, from: first, to, filters }
}

export function bridgeQueries(chart: BridgeChart, ask: Ask): Queries {
  const { start, end, measures, grain, from, to, filters } = plan(chart, ask)
  if (!start || !end) return {}
  const last = endOf(grain, to)
  if (chart.periodType)
    return { all: query(chart, [start, ...measures, end], [from, last], { filters }) }
  const before = shift(grain, from, -1)
  return {
    steps: query(chart, measures, [from, last], { filters }),
    start: query(chart, [start], [before, endOf(grain, before)], { filters }),
    end: query(chart, [end], [startOf(grain, to), last], { filters }),
  }
}

export function bridgeFrame(chart: BridgeChart, ask: Ask, answers: Answers): Frame {
  const { minus, start, end, measures, grain, from, to, filters } = plan(chart, ask)
  const [all] = answers['all'] ?? []
  const step = (measure: Measure) => figure((all ?? answers['steps']?.[0])?.[measure.name])
  const at = (of: 'start' | 'end', measure: Measure | undefined) =>
    figure((all ?? answers[of]?.[0])?.[measure?.name ?? ''])
  const before = shift(grain, from, -1)
  const startsAt = chart.periodType ? from : before
  const spans: Record<string, { from: string; to: string }> = {
    start: { from: startsAt, to: endOf(grain, startsAt) },
    end: { from: startOf(grain, to), to: endOf(grain, to) },
  }
  const unit = end?.meta.unit ?? ''
  const row = (key: string, value: number | null, measure: Measure): FrameRow => ({
    key,
    values: { value },
    point: { from, to: endOf(grain, to), ...spans[key], filters },
    isRunning: key === 'end' && isRunning(grain, startOf(grain, to), ask.dataAsOf),
    measure: measure.name,
    title: measure.shortTitle,
    role: key === 'start' || key === 'end' ? key : minus.includes(measure) ? 'minus' : 'plus',
  })
  const transferred = measures.filter(isTransfer)
  const net = transferred.reduce(
    (sum, measure) => sum + (step(measure) ?? 0) * (minus.includes(measure) ? -1 : 1),
    0,
  )
  // In total what came and what went are the same, and only between the parts.
  const moved = measures.filter((measure) => !isTransfer(measure) || Math.abs(net) >= 0.005)
  return {
    label: { kind: 'member', title: '' },
    columns: [{ key: 'value', title: end?.shortTitle ?? '', unit }],
    rows:
      !start || !end
        ? []
        : [
            row('start', at('start', start), start),
            ...moved.map((measure) => row(measure.name, step(measure), measure)),
            row('end', at('end', end), end),
          ],
    span: { from, to: endOf(grain, to), ...(chart.periodType ? { grain } : {}) },
  }
}

const isTransfer = ({ name }: Measure) => name.includes('_transferred_')

interface Span {
  readonly low: number
  readonly high: number
}

/** Where each bar begins and ends. */
export function bridgeSpans({ rows }: Frame): Span[] {
  let level = 0
  return rows.map(({ values, role }) => {
    const value = values['value'] ?? 0
    if (role === 'start' || role === 'end') {
      level = value
      return { low: Math.min(0, value), high: Math.max(0, value) }
    }
    const before = level
    level += role === 'minus' ? -value : value
    return { low: Math.min(before, level), high: Math.max(before, level) }
  })
}
