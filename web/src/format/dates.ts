/** Periods and instants in the reader's language. */
import type { Time } from '../kinds/frame.ts'
import type { Grain } from '../model/granularities.ts'

const formats = new Map<string, Intl.DateTimeFormat>()

function dateFormat(locale: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = locale + JSON.stringify(options)
  const format = formats.get(key) ?? new Intl.DateTimeFormat(locale, options)
  formats.set(key, format)
  return format
}

const utc = (day: string) => new Date(`${day.slice(0, 10)}T00:00:00Z`)

export const formatDay = (day: string, locale: string): string =>
  dateFormat(locale, { dateStyle: 'medium', timeZone: 'UTC' }).format(utc(day))

export const formatInstant = (instant: string, locale: string): string =>
  dateFormat(locale, { dateStyle: 'medium', timeStyle: 'short', timeZone: 'UTC' }).format(
    new Date(instant),
  )

/** The name of a period: Mar 2025, Q1 2025, 2025, week of 3 Mar 2025. */
export function formatPeriod(start: string, grain: Grain, locale: string): string {
  switch (grain) {
    case 'year':
      return start.slice(0, 4)
    case 'quarter':
      return `Q${Math.floor((Number(start.slice(5, 7)) - 1) / 3) + 1} ${start.slice(0, 4)}`
    case 'month':
      return dateFormat(locale, { month: 'short', year: 'numeric', timeZone: 'UTC' }).format(
        utc(start),
      )
    case 'week':
      return `${isoWeek(start)} ${formatDay(start, locale)}`
    default:
      return formatDay(start, locale)
  }
}

/** The ISO week of a Monday: W23. */
function isoWeek(monday: string): string {
  const thursday = new Date(utc(monday).getTime() + 3 * 86_400_000)
  const first = Date.UTC(thursday.getUTCFullYear(), 0, 1)
  return `W${Math.floor((thursday.getTime() - first) / 604_800_000) + 1}`
}

/** The time that a figure is of: a period, or days. */
export function formatTime({ start, grain, days }: Time, locale: string): string {
  if (days === undefined) return formatPeriod(start, grain ?? 'day', locale)
  return `${formatDay(days[0], locale)} – ${formatDay(days[1], locale)}`
}
