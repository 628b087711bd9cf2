/** How far a figure is from another, in the reader's language. */
import { type Formats, formatValue, numberFormat } from './values.ts'

/** Writes a figure as points of percent. */
export type Points = (figure: string) => string

/** A change: of a share in points of percent, of all else relative to what was. */
export function formatChange(
  now: number | null | undefined,
  before: number | null | undefined,
  unit: string,
  formats: Formats,
  points: Points,
): string | undefined {
  if (now == null || before == null) return undefined
  if (unit === 'percent') return formatDifference(now - before, unit, formats, points)
  if (before === 0) return undefined
  return numberFormat(formats.locale, {
    style: 'percent',
    maximumFractionDigits: Math.abs(now / before - 1) < 0.1 ? 1 : 0,
    signDisplay: 'exceptZero',
  }).format((now - before) / Math.abs(before))
}

/** A difference with its sign: of shares in points of percent, of all else in its unit. */
export function formatDifference(
  value: number | null | undefined,
  unit: string,
  formats: Formats,
  points: Points,
): string {
  if (unit !== 'percent' || value == null)
    return formatValue(value, unit, formats, { signed: true })
  const moved = 100 * value
  const maximumFractionDigits = Math.abs(moved) < 0.1 ? 2 : 1
  const format = numberFormat(formats.locale, { maximumFractionDigits, signDisplay: 'exceptZero' })
  return points(format.format(moved))
}

/** Which way a change went that reads so: what rounds to nothing has not moved. */
export function directionOf(now: number, before: number, text: string): 'up' | 'down' | 'same' {
  if (now === before || !/[1-9\p{No}]/u.test(text)) return 'same'
  return now > before ? 'up' : 'down'
}

export const directionSigns = { up: '▲', down: '▼', same: '•' } as const
