/** Figures held against the period before, the year before and the target; running ones to date. */

import type { Filter } from '@cubejs-client/core'
import type { Row } from '../api/cube.ts'
import type { Chart } from '../charts/chart.ts'
import { figure } from '../format/values.ts'
import { type Grain, grainsOf, isAtInstant } from '../model/granularities.ts'
import type { Measure } from '../model/meta.ts'
import {
  endOf,
  isRunning,
  periodsIn,
  shift,
  startOf,
  toDate,
  yearBefore,
} from '../model/periods.ts'
import { type Answers, type Ask, type Queries, query } from './ask.ts'
import type { Column, Comparison, Headline, Span, Time } from './frame.ts'

export type Days = readonly [from: string, to: string]

/** The last period of a series. */
interface Latest {
  readonly grain: Grain
  readonly to: string
}

/** What is asked beside a series where its last period still runs: the same days of the others. */
export function toDateQueries(
  ask: Ask,
  { chart, measures, grain, to }: Latest & { chart: Chart; measures: readonly Measure[] },
  filters: readonly Filter[],
): Queries {
  const running = startOf(grain, to)
  const cut = measures.filter((measure) => comparesToDate(ask, measure, { grain, to }))
  if (cut.length === 0) return {}
  const days = (start: string) => toDate(grain, start, running, ask.dataAsOf)
  return {
    previousToDate: query(chart, cut, days(shift(grain, running, -1)), { filters }),
    yearToDate: query(chart, cut, days(yearBefore(grain, running)), { filters }),
  }
}

/** Rows that are of whole periods, as those of a waterfall, have no part to compare with. */
const isOfWholePeriods = ({ meta }: Measure) => meta.one_of?.includes('period_type') === true

const comparesToDate = ({ dataAsOf }: Ask, measure: Measure, { grain, to }: Latest) =>
  grain !== 'day' &&
  !isAtInstant(measure) &&
  !isOfWholePeriods(measure) &&
  isRunning(grain, startOf(grain, to), dataAsOf)

/** The headline of a series: `at` tells its figures by the start of a period. */
export function headlineOf(
  ask: Ask,
  { measure, grain, to }: Latest & { measure: Measure },
  at: (start: string) => number | null | undefined,
  answers: Answers,
  target: number | null | undefined,
): Headline {
  const start = startOf(grain, to)
  const compared = (kind: 'previous' | 'year', other: string): Comparison => {
    const whole = { kind, value: at(other) ?? null, period: { start: other } }
    if (!comparesToDate(ask, measure, { grain, to })) return whole
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

/** The figures of a range as a whole, which has no series to compare with. */
interface Ranged extends Latest {
  readonly chart: Chart
  readonly measures: readonly Measure[]
  readonly from: string
}

type Ranges = { readonly [kind in 'previous' | 'year']?: Days }

/** As many periods before, and the same of the year before; to date where one runs. */
export function spansBefore(
  ask: Ask,
  { grain, from, to }: Omit<Ranged, 'chart' | 'measures'>,
  isCut: boolean,
): Ranges {
  const last = startOf(grain, to)
  const first = startOf(grain, from)
  const count = periodsIn(grain, first, last).length
  const endsAt = (start: string) =>
    isCut ? toDate(grain, start, last, ask.dataAsOf)[1] : endOf(grain, start)
  const previous: Days = [shift(grain, first, -count), endsAt(shift(grain, last, -count))]
  const year: Days = [yearBefore(grain, first), endsAt(yearBefore(grain, last))]
  // Years are told as the period before, as many periods as a year has as the year before.
  if (grain === 'year') return { previous }
  return previous[0] === year[0] ? { year } : { previous, year }
}

/** What is asked to compare a range: whole, and to date for what comes over time. */
export function rangeQueries(
  ask: Ask,
  range: Ranged,
  asked: { readonly filters: readonly Filter[]; readonly by?: readonly string[] },
): Queries {
  const { chart, measures } = range
  const cut = measures.filter((measure) => comparesToDate(ask, measure, range))
  const whole = measures.filter((one) => !cut.includes(one) || !grainsOf(one).includes('day'))
  const of = (part: readonly Measure[], suffix: string, isCut: boolean) => {
    if (part.length === 0) return []
    const spans = Object.entries<Days>(spansBefore(ask, range, isCut))
    return spans.map(([kind, days]) => [kind + suffix, query(chart, part, days, asked)] as const)
  }
  return Object.fromEntries([...of(whole, '', false), ...of(cut, 'ToDate', true)])
}

/** What a figure of a range is held against; `rowIn` finds its row in the answer of a name. */
export function rangeComparisons(
  ask: Ask,
  range: Ranged,
  measure: Measure,
  answers: Answers,
  rowIn: (name: string) => Row | undefined = (name) => answers[name]?.[0],
): Comparison[] {
  return comparedKinds.flatMap((kind): Comparison[] => {
    const at = (name: string) => figure(rowIn(name)?.[measure.name])
    const toDateValue = comparesToDate(ask, measure, range) ? at(`${kind}ToDate`) : null
    const days = spansBefore(ask, range, toDateValue !== null)[kind]
    if (days === undefined) return []
    return [{ kind, value: toDateValue ?? at(kind), period: timeOf(range.grain, days) }]
  })
}

export const comparedKinds = ['previous', 'year'] as const

/** Days as they are told: as a period, where they are all of one. */
export function timeOf(grain: Grain, days: Days): Time {
  const [start, end] = days
  const isWhole = startOf(grain, start) === startOf(grain, end) && end === endOf(grain, start)
  return { start, ...(isWhole ? { grain } : { days }) }
}

/** Comparisons of rows as columns beside their figure: what was, and how far it is from there. */
export const comparedColumns = (
  comparisons: readonly Comparison[],
  { name, meta: { unit } }: Measure,
  of: string,
): Column[] =>
  comparisons.flatMap(({ kind }): Column[] => [
    { key: kind, title: kind, unit, measure: name, role: kind, of },
    {
      key: differenceKey(kind),
      title: kind,
      unit,
      measure: name,
      role: 'difference',
      of: kind,
      isDifference: true,
    },
  ])

const differenceKey = (kind: string) => `${kind}Difference`

/** What a row has in those columns. */
export const comparedValues = (comparisons: readonly Comparison[], value: number | null) =>
  Object.fromEntries(
    comparisons.flatMap(({ kind, value: was }) => [
      [kind, was],
      [differenceKey(kind), difference(value, was)],
    ]),
  )

/** The days behind the figures of those columns. */
export const comparedSpans = (comparisons: readonly Comparison[]): Record<string, Span> =>
  Object.fromEntries(
    comparisons
      .filter(({ kind }) => kind !== 'target')
      .map(({ kind, period: { start, grain, days } }) => {
        const [from, to] = days ?? [start, endOf(grain ?? 'day', start)]
        return [kind, { from, to }]
      }),
  )

/** How much more there is; not known where either is not. To a billionth: shares are fractions. */
export const difference = (value: number | null, was: number | null): number | null =>
  value === null || was === null ? null : Math.round((value - was) * 1e9) / 1e9
