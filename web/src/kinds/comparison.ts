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
import type { Comparison, Headline } from './frame.ts'

type Days = readonly [from: string, to: string]

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

/** The range of as many periods before, and the same of the year before; to date where one runs. */
function spansBefore(
  ask: Ask,
  { grain, from, to }: Omit<Ranged, 'chart' | 'measures'>,
  isCut: boolean,
): { readonly previous: Days; readonly year?: Days } {
  const last = startOf(grain, to)
  const first = startOf(grain, from)
  const count = periodsIn(grain, first, last).length
  const endsAt = (start: string) =>
    isCut ? toDate(grain, start, last, ask.dataAsOf)[1] : endOf(grain, start)
  return {
    previous: [shift(grain, first, -count), endsAt(shift(grain, last, -count))],
    ...(grain === 'year'
      ? {}
      : { year: [yearBefore(grain, first), endsAt(yearBefore(grain, last))] }),
  }
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
  return (['previous', 'year'] as const).flatMap((kind): Comparison[] => {
    const at = (name: string) => figure(rowIn(name)?.[measure.name])
    const toDateValue = comparesToDate(ask, measure, range) ? at(`${kind}ToDate`) : null
    const isCut = toDateValue !== null
    const days = spansBefore(ask, range, isCut)[kind]
    if (days === undefined) return []
    const value = toDateValue ?? at(kind)
    const isPeriod = startOf(range.grain, days[0]) === startOf(range.grain, days[1])
    const isWhole = isPeriod && days[1] === endOf(range.grain, days[0])
    return [{ kind, value, period: { start: days[0], ...(isWhole ? {} : { days }) } }]
  })
}

/** Comparisons of rows as columns beside their figure. */
export const comparedColumns = (comparisons: readonly Comparison[], { meta }: Measure) =>
  comparisons.map(({ kind, period }) => ({
    key: kind,
    title: (period.days ?? [period.start]).join('/'),
    unit: meta.unit,
    role: kind as 'previous' | 'year',
  }))

export const comparedValues = (comparisons: readonly Comparison[]) =>
  Object.fromEntries(comparisons.map(({ kind, value }) => [kind, value]))
