// Days, months and business hours in UTC, without a clock and without a locale.
import type { Random } from './random.ts'

/** Milliseconds since 1970, UTC. */
export type Instant = number

export const MINUTE = 60_000
export const HOUR = 60 * MINUTE
export const DAY = 24 * HOUR

/** The first day that the exports cover, and the last instant anyone saw. */
export const START: Instant = Date.UTC(2023, 0, 1)
export const END: Instant = Date.UTC(2025, 11, 31, 23)
export const YEARS = [2023, 2024, 2025] as const

export function at(text: string): Instant {
  const instant = Date.parse(text.length === 10 ? `${text}T00:00:00.000Z` : `${text}Z`)
  if (Number.isNaN(instant)) throw new Error(`Expected an ISO date, found ${text}`)
  return instant
}

export const startOfDay = (instant: Instant) => Math.floor(instant / DAY) * DAY
export const yearOf = (instant: Instant) => new Date(instant).getUTCFullYear()
/** 0 for January. */
const monthOf = (instant: Instant) => new Date(instant).getUTCMonth()
/** 0 for Sunday. */
const weekdayOf = (instant: Instant) => (Math.floor(instant / DAY) + 4) % 7
export const isWeekend = (instant: Instant) => weekdayOf(instant) % 6 === 0

/** Months that have passed since year 0: one number a month. */
export const monthIndex = (instant: Instant) => yearOf(instant) * 12 + monthOf(instant)
export const startOfMonth = (index: number): Instant =>
  Date.UTC(Math.floor(index / 12), index % 12, 1)
/** The last millisecond of a month. */
export const endOfMonth = (index: number): Instant => startOfMonth(index + 1) - 1

/** The same day of the month, or the month's last; the anchor keeps the 31st the 31st. */
export function addMonths(anchor: Instant, months: number): Instant {
  const index = monthIndex(anchor) + months
  const day = new Date(anchor).getUTCDate()
  const last = new Date(endOfMonth(index)).getUTCDate()
  return startOfMonth(index) + (Math.min(day, last) - 1) * DAY + (anchor % DAY)
}

/** The months of the exports, oldest first, as month indexes. */
export const MONTHS: readonly number[] = Array.from({ length: 36 }, (_, i) => monthIndex(START) + i)

export const isoDay = (instant: Instant) => new Date(instant).toISOString().slice(0, 10)
export const isoMonth = (instant: Instant) => new Date(instant).toISOString().slice(0, 7)
export const isoInstant = (instant: Instant) => new Date(instant).toISOString()
export const isoMinute = (instant: Instant) =>
  new Date(instant).toISOString().slice(0, 16).replace('T', ' ')
export const isoSecond = (instant: Instant) =>
  new Date(instant).toISOString().slice(0, 19).replace('T', ' ')
export const isoMillis = (instant: Instant) =>
  new Date(instant).toISOString().slice(0, 23).replace('T', ' ')

/** How busy buyers are, by month: August and late December are quiet. */
const SEASON = [1.02, 1.06, 1.12, 1.0, 0.98, 1.02, 0.86, 0.6, 1.16, 1.16, 1.12, 0.72]
export const season = (instant: Instant) => SEASON[monthOf(instant)] ?? 1

/** Easter Sunday (Gauss), for the days on which no rate is published. */
function easter(year: number): Instant {
  const a = year % 19
  const b = Math.floor(year / 100)
  const c = year % 100
  const e = b % 4
  const h = (19 * a + b - Math.floor(b / 4) - Math.floor((8 * b + 13) / 25) + 15) % 30
  const l = (32 + 2 * e + 2 * Math.floor(c / 4) - h - (c % 4)) % 7
  const m = Math.floor((a + 11 * h + 22 * l) / 451)
  const month = Math.floor((h + l - 7 * m + 114) / 31)
  return Date.UTC(year, month - 1, ((h + l - 7 * m + 114) % 31) + 1)
}

function isHoliday(day: Instant): boolean {
  const key = isoDay(day).slice(5)
  if (['01-01', '05-01', '12-25', '12-26'].includes(key)) return true
  const sunday = easter(yearOf(day))
  return day === sunday - 2 * DAY || day === sunday + DAY
}

export const isBusinessDay = (instant: Instant) =>
  !isWeekend(instant) && !isHoliday(startOfDay(instant))

/** The same or the next business day, at an hour at which people work. */
export function businessHours(random: Random, instant: Instant): Instant {
  let day = startOfDay(instant)
  while (!isBusinessDay(day)) day += DAY
  return day + 8 * HOUR + Math.floor(random.next() * 9.5 * HOUR)
}

/** Moves an instant out of the weeks in which nobody decides. */
export function awake(random: Random, instant: Instant): Instant {
  const key = isoDay(instant).slice(5)
  if (key >= '12-23') return instant + 12 * DAY
  if (key <= '01-03') return instant + 4 * DAY
  if (key >= '08-05' && key <= '08-25' && random.chance(0.45)) return instant + 24 * DAY
  return instant
}

/** The last moment of the quarter that contains the instant. */
export function endOfQuarter(instant: Instant): Instant {
  return endOfMonth(Math.floor(monthIndex(instant) / 3) * 3 + 2)
}
