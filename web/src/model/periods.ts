/** Days, and the weeks, months, quarters and years that they are in; all as YYYY-MM-DD. */
import type { Grain } from './granularities.ts'

const dayMs = 86_400_000

const read = (day: string) => new Date(`${day.slice(0, 10)}T00:00:00Z`)
const write = (date: Date) => date.toISOString().slice(0, 10)

export const addDays = (day: string, count: number): string =>
  write(new Date(read(day).getTime() + count * dayMs))

export const daysBetween = (from: string, to: string): number =>
  Math.round((read(to).getTime() - read(from).getTime()) / dayMs)

/** The same day of another month; its last one where the month is shorter. */
export function addMonths(day: string, count: number): string {
  const date = read(day)
  const first = new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + count, 1))
  const last = new Date(Date.UTC(first.getUTCFullYear(), first.getUTCMonth() + 1, 0))
  first.setUTCDate(Math.min(date.getUTCDate(), last.getUTCDate()))
  return write(first)
}

/** The first day of the period that the day is in; weeks begin on Monday. */
export function startOf(grain: Grain, day: string): string {
  const date = read(day)
  const [year, month] = [date.getUTCFullYear(), date.getUTCMonth()]
  switch (grain) {
    case 'day':
      return write(date)
    case 'week':
      return addDays(day, -((date.getUTCDay() + 6) % 7))
    case 'month':
      return write(new Date(Date.UTC(year, month, 1)))
    case 'quarter':
      return write(new Date(Date.UTC(year, month - (month % 3), 1)))
    case 'year':
      return write(new Date(Date.UTC(year, 0, 1)))
  }
}

const monthsOf = { month: 1, quarter: 3, year: 12 }

/** The start of the period that is `count` periods later. */
export function shift(grain: Grain, start: string, count: number): string {
  if (grain === 'day') return addDays(start, count)
  if (grain === 'week') return addDays(start, 7 * count)
  return addMonths(start, monthsOf[grain] * count)
}

export const endOf = (grain: Grain, start: string): string =>
  addDays(shift(grain, startOf(grain, start), 1), -1)

/** The start of the same period of the year before; of a week, that of 52 weeks before. */
export const yearBefore = (grain: Grain, start: string): string =>
  grain === 'week' ? addDays(start, -364) : addMonths(start, -12)

/** The starts of the periods that touch the range. */
export function periodsIn(grain: Grain, from: string, to: string): string[] {
  const starts: string[] = []
  for (let start = startOf(grain, from); start <= to; start = shift(grain, start, 1))
    starts.push(start)
  return starts
}

/** Whether the period still ran at the instant up to which the data reaches. */
export const isRunning = (grain: Grain, start: string, dataAsOf: string): boolean =>
  shift(grain, start, 1) > dataAsOf.slice(0, 10)

/** The part of a period that is as long as the running one is by now: like is compared with like. */
export function toDate(
  grain: Grain,
  start: string,
  running: string,
  dataAsOf: string,
): [from: string, to: string] {
  const last = addDays(start, daysBetween(running, dataAsOf))
  const end = endOf(grain, start)
  return [start, last < end ? last : end]
}

const shown: Readonly<Record<Grain, number>> = { day: 60, week: 26, month: 13, quarter: 9, year: 5 }

/** What is shown where no range is asked for: the running period and the ones before it. */
export function defaultRange(grain: Grain, dataAsOf: string): [from: string, to: string] {
  const asOf = dataAsOf.slice(0, 10)
  return [shift(grain, startOf(grain, asOf), 1 - shown[grain]), asOf]
}
