/** Intervals as PostgreSQL writes and reads them. */
import { timeText } from './instants.ts'

export interface Interval {
  readonly months: number
  readonly days: number
  readonly micros: bigint
}

/** 1 year -2 mons +3 days -04:05:06.5 */
export function intervalText({ months, days, micros }: Interval): string {
  const parts: string[] = []
  let wasNegative = false
  const add = (count: number, noun: string) => {
    if (count === 0) return
    // A field behind a negative one says that it is not.
    const sign = wasNegative && count > 0 ? '+' : ''
    wasNegative = count < 0
    parts.push(`${sign}${count} ${noun}${count === 1 ? '' : 's'}`)
  }
  add(Math.trunc(months / 12), 'year')
  add(months % 12, 'mon')
  add(days, 'day')
  if (micros !== 0n || parts.length === 0) {
    const sign = micros < 0n ? '-' : wasNegative ? '+' : ''
    parts.push(`${sign}${timeText(micros < 0n ? -micros : micros)}`)
  }
  return parts.join(' ')
}

/** As DuckDB reads it, and PostgreSQL too. */
export const intervalLiteral = ({ months, days, micros }: Interval): string =>
  `${months} months ${days} days ${micros} microseconds`

const designators = { Y: 'years', W: 'weeks', D: 'days', H: 'hours', S: 'seconds' }

/** What clients write, in words that DuckDB knows: signs, mons, and ISO 8601's P1Y2M. */
export function intervalForDuckdb(text: string): string {
  const iso = /^P([^T]*)(?:T(.*))?$/i.exec(text.trim())
  if (iso) {
    const words = (part: string, month: string) =>
      [...part.matchAll(/([-+]?[\d.]+)([A-Z])/gi)].map(([, count, letter]) => {
        const key = letter!.toUpperCase()
        return `${count} ${key === 'M' ? month : designators[key as keyof typeof designators]}`
      })
    return [...words(iso[1]!, 'months'), ...words(iso[2] ?? '', 'minutes')].join(' ')
  }
  return text
    .replaceAll(/\+(?=\d)/g, '')
    .replaceAll(/\bmons?\b/gi, 'months')
    .replace(
      /(-?)(\d+):(\d\d)(?::(\d\d(?:\.\d+)?))?\s*$/,
      (_, sign, hours, minutes, seconds = '0') =>
        [`${sign}${hours} hours`, `${sign}${minutes} minutes`, `${sign}${seconds} seconds`].join(
          ' ',
        ),
    )
}
