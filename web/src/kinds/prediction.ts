/** What the warehouse predicted on the eve of each period, what came of it, and what it predicts now. */
import type { PredictionChart } from '../charts/chart.ts'
import { figure } from '../format/values.ts'
import { allowedGrain, grainsOf } from '../model/granularities.ts'
import { endOf, isRunning, periodsIn, shift, startOf, yearBefore } from '../model/periods.ts'
import {
  type Answers,
  type Ask,
  allVisible,
  equals,
  filtersOf,
  periodOf,
  type Queries,
  query,
  rangeOf,
  valuesOf,
} from './ask.ts'
import { columnOf } from './band.ts'
import type { Frame, Headline } from './frame.ts'

/** Until when predictions reach, in months. */
const monthsAhead = 12

function plan(chart: PredictionChart, ask: Ask) {
  const measures = allVisible(ask, chart)
  const offered = (['month', 'quarter'] as const).filter(
    (grain) =>
      chart.predictions[grain] !== undefined &&
      measures.every((measure) => grainsOf(measure).includes(grain)),
  )
  const grain = (allowedGrain(ask.grain, offered) ?? 'month') as 'month' | 'quarter'
  const [from, to] = rangeOf(ask, grain)
  const now = startOf(grain, ask.dataAsOf)
  // Who looks up to today looks ahead too.
  const isAhead = startOf(grain, to) === now
  const first = startOf(grain, from)
  const held = (horizon: string) => [
    ...filtersOf(ask, chart, measures).applied,
    equals(`${chart.view}.prediction`, chart.predictions[grain] ?? ''),
    equals(`${chart.view}.horizon`, horizon),
  ]
  return { measures, grain, first, to, now, isAhead, eve: held('0'), current: held('current') }
}

export function predictionQueries(chart: PredictionChart, ask: Ask): Queries {
  const { measures, grain, first, to, now, isAhead, eve, current } = plan(chart, ask)
  if (measures.length === 0) return {}
  const end = endOf('month', shift('month', startOf('month', now), monthsAhead))
  return {
    // A year more, for what the next period is compared with.
    past: query(chart, measures, [yearBefore(grain, first), endOf(grain, to)], {
      grain,
      filters: eve,
    }),
    ...(isAhead ? { ahead: query(chart, measures, [now, end], { grain, filters: current }) } : {}),
  }
}

export function predictionFrame(chart: PredictionChart, ask: Ask, answers: Answers): Frame {
  const { measures, grain, first, to, eve, current } = plan(chart, ask)
  const byPeriod = (name: string) =>
    new Map((answers[name] ?? []).map((row) => [periodOf(row, chart.view, grain), row]))
  const [past, ahead] = [byPeriod('past'), byPeriod('ahead')]
  const nameOf = (measure: string) => `${chart.view}.${measure}`
  const [outcome, middle] = [nameOf(chart.outcome), nameOf(chart.middle)]
  const known = periodsIn(grain, first, to).filter((start) => past.has(start) && !ahead.has(start))
  const last = [...ahead.keys()].toSorted()
  const rows = [...known, ...last].map((start) => ({
    key: start,
    values: valuesOf(ahead.get(start) ?? past.get(start), measures),
    point: {
      from: start,
      to: endOf(grain, start),
      filters: ahead.has(start) ? current : eve,
    },
    isRunning: isRunning(grain, start, ask.dataAsOf),
  }))
  const came = (start: string) => figure(past.get(start)?.[outcome])
  const headlineOf = (start: string): Headline => ({
    measure: middle,
    value: figure(ahead.get(start)?.[middle]),
    period: { start, grain, to: endOf(grain, start) },
    isRunning: false,
    comparisons: [
      {
        kind: 'previous',
        value: came(shift(grain, start, -1)),
        period: { start: shift(grain, start, -1) },
      },
      {
        kind: 'year',
        value: came(yearBefore(grain, start)),
        period: { start: yearBefore(grain, start) },
      },
    ],
  })
  return {
    label: { kind: 'period', grain },
    columns: measures.map((measure) => columnOf(chart, measure)),
    rows,
    ...(last[0] === undefined ? {} : { headlines: [headlineOf(last[0])] }),
  }
}
