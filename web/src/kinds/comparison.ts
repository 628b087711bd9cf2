/** The last figure of a series, held against the period before, the year before and the target. */

import type { Filter } from '@cubejs-client/core'
import type { Row } from '../api/cube.ts'
import type { Chart } from '../charts/chart.ts'
import { figure } from '../format/values.ts'
import { type Grain, grainsOf, isAtInstant } from '../model/granularities.ts'
import type { Measure } from '../model/meta.ts'
import { endOf, isRunning, shift, startOf, toDate, yearBefore } from '../model/periods.ts'
import { type Answers, type Ask, type Queries, query } from './ask.ts'
import type { Comparison, Headline } from './frame.ts'

interface Latest {
  readonly chart: Chart
  readonly measure: Measure
  readonly grain: Grain
  readonly to: string
}

/** What is asked beside the series where its last period still runs: the same days of the others. */
export function toDateQueries(ask: Ask, latest: Latest, filters: readonly Filter[]): Queries {
  const { chart, measure, grain, to } = latest
  const running = startOf(grain, to)
  if (!comparesToDate(ask, latest)) return {}
  const days = (start: string) => toDate(grain, start, running, ask.dataAsOf)
  return {
    previousToDate: query(chart, [measure], days(shift(grain, running, -1)), { filters }),
    yearToDate: query(chart, [measure], days(yearBefore(grain, running)), { filters }),
  }
}

/** Rows that are of whole periods, as those of a waterfall, have no part to compare with. */
const isOfWholePeriods = ({ meta }: Measure) => meta.one_of?.includes('period_type') === true

const comparesToDate = ({ dataAsOf }: Ask, { measure, grain, to }: Latest) =>
  grain !== 'day' &&
  !isAtInstant(measure) &&
  !isOfWholePeriods(measure) &&
  isRunning(grain, startOf(grain, to), dataAsOf)

/** The headline of a series: `at` tells its figures by the start of a period. */
export function headlineOf(
  ask: Ask,
  latest: Latest,
  at: (start: string) => number | null | undefined,
  answers: Answers,
  target: number | null | undefined,
): Headline {
  const { measure, grain, to } = latest
  const start = startOf(grain, to)
  const compared = (kind: 'previous' | 'year', other: string): Comparison => {
    const whole = { kind, value: at(other) ?? null, period: { start: other } }
    if (!comparesToDate(ask, latest)) return whole
    const [row] = answers[`${kind}ToDate`] ?? []
    const value = figure((row as Row | undefined)?.[measure.name])
    // A ratio of balances has no value before the period's end.
    if (value === null && !grainsOf(measure).includes('day')) return whole
    const days = toDate(grain, other, start, ask.dataAsOf)
    const isWhole = days[1] === endOf(grain, other)
    return { kind, value, period: isWhole ? { start: other } : { start: other, days } }
  }
  return {
    measure: measure.name,
    value: at(start) ?? null,
    period: { start, grain, to },
    isRunning: isRunning(grain, start, ask.dataAsOf),
    comparisons: [
      compared('previous', shift(grain, start, -1)),
      ...(grain === 'year' ? [] : [compared('year', yearBefore(grain, start))]),
      ...(target == null ? [] : [{ kind: 'target' as const, value: target, period: { start } }]),
    ],
  }
}
