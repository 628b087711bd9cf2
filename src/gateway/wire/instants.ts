/** Days and instants of any year: as PostgreSQL writes them, and in its binary form. */
import { SqlError } from '../sql_error.ts'
import { int32, int64 } from './bytes.ts'

/** PostgreSQL counts from 2000, DuckDB from 1970. */
const epochDays = 10_957
const epochMicros = 946_684_800_000_000n

const lastDay = 2 ** 31 - 1
const lastMicro = 2n ** 63n - 1n
const microsOfDay = 86_400_000_000n

/** 2025-01-31, 0044-03-15 BC, infinity: of days since 1970. */
export function dayText(days: number): string {
  const endless = endlessDay(days)
  if (endless) return endless
  const { date, era } = civil(days)
  return `${date}${era}`
}

/** 2025-01-31 12:00:00.5, of microseconds since 1970; the zone stands before the era. */
export function instantText(micros: bigint, zone = ''): string {
  const endless = endlessInstant(micros)
  if (endless) return endless
  const { date, era } = civil(Number(floored(micros)))
  return `${date} ${timeText(micros - floored(micros) * microsOfDay)}${zone}${era}`
}

/** 12:00:00.5 */
export function timeText(micros: bigint): string {
  const two = (value: bigint) => String(value).padStart(2, '0')
  const seconds = micros / 1_000_000n
  const clock = [seconds / 3_600n, (seconds / 60n) % 60n, seconds % 60n].map(two).join(':')
  const parts = String(micros % 1_000_000n)
    .padStart(6, '0')
    .replace(/0+$/, '')
  return `${clock}${parts === '' ? '' : `.${parts}`}`
}

export function dayBinary(days: number): Buffer {
  const endless = endlessDay(days)
  if (endless) return int32(endless === 'infinity' ? lastDay : -lastDay - 1)
  return within(() => int32(days - epochDays))
}

export function instantBinary(micros: bigint): Buffer {
  const endless = endlessInstant(micros)
  if (endless) return int64(endless === 'infinity' ? lastMicro : -lastMicro - 1n)
  return within(() => int64(micros - epochMicros))
}

/** Days since 1970 of PostgreSQL's binary form. */
export function daysOf(binary: number): number {
  if (binary === lastDay) return lastDay
  return binary === -lastDay - 1 ? -lastDay : binary + epochDays
}

/** Microseconds since 1970 of PostgreSQL's binary form. */
export function microsOf(binary: bigint): bigint {
  if (binary === lastMicro) return lastMicro
  return binary === -lastMicro - 1n ? -lastMicro : binary + epochMicros
}

/** A day or an instant of PostgreSQL's as DuckDB reads it: the era stands behind the date. */
export const forDuckdb = (text: string): string =>
  text.replace(/^\s*(\S+)(.*?)\s*\bBC\s*$/i, '$1 (BC)$2').replace(/\s*\bAD\s*$/i, '')

function endlessDay(days: number): string | undefined {
  if (days === lastDay) return 'infinity'
  return days === -lastDay ? '-infinity' : undefined
}

function endlessInstant(micros: bigint): string | undefined {
  if (micros === lastMicro) return 'infinity'
  return micros === -lastMicro ? '-infinity' : undefined
}

const floored = (micros: bigint) =>
  (micros - (((micros % microsOfDay) + microsOfDay) % microsOfDay)) / microsOfDay

/**
 * Year, month and day of a count of days; eras of 400 years, each beginning in March. JavaScript's
 * own dates end in the year 275760.
 */
function civil(days: number): { readonly date: string; readonly era: string } {
  const shifted = days + 719_468
  const era = Math.floor(shifted / 146_097)
  const day = shifted - era * 146_097
  const yearOfEra = Math.floor(
    (day - Math.floor(day / 1_460) + Math.floor(day / 36_524) - Math.floor(day / 146_096)) / 365,
  )
  const dayOfYear =
    day - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100))
  const shiftedMonth = Math.floor((5 * dayOfYear + 2) / 153)
  const month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
  const year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
  const dayOfMonth = dayOfYear - Math.floor((153 * shiftedMonth + 2) / 5) + 1
  const padded = (value: number, width: number) => String(value).padStart(width, '0')
  // There is no year 0: it is 1 BC.
  return {
    date: `${padded(year > 0 ? year : 1 - year, 4)}-${padded(month, 2)}-${padded(dayOfMonth, 2)}`,
    era: year > 0 ? '' : ' BC',
  }
}

function within(made: () => Buffer): Buffer {
  try {
    return made()
  } catch (cause) {
    throw new SqlError('22008', 'A day is outside of what PostgreSQL has in binary.', { cause })
  }
}
