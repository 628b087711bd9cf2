/** Figures for people: counts, money, shares, sizes and spans of time, the same on every machine. */

const grouped = (value: number, places: number) =>
  value.toLocaleString('en-US', { minimumFractionDigits: places, maximumFractionDigits: places })

/** A measure's value under its unit: `40.0 %`, `1,234.50 EUR`; a dash where there is none. */
export function inUnit(value: number | null, unit: string, currency: string): string {
  if (value === null) return '–'
  switch (unit) {
    case 'percent':
      return `${grouped(value * 100, 1)} %`
    case 'currency':
      return `${grouped(value, 2)} ${currency}`
    case 'currency_per_day':
      return `${grouped(value, 2)} ${currency} a day`
    case 'minutes':
      return `${grouped(value, 1)} minutes`
    case 'hours':
      return `${grouped(value, 1)} hours`
    case 'days':
      return `${grouped(value, 1)} days`
    case 'months':
      return `${grouped(value, 1)} months`
    case 'count':
      return grouped(value, Number.isInteger(value) ? 0 : 2)
    default:
      return grouped(value, 3)
  }
}

/** How much a value changed: `+8.3 %`, of shares `+2.1 points`; a dash where that cannot be told. */
export function changeOf(value: number | null, before: number | null, unit: string): string {
  if (value === null || before === null) return '–'
  const signed = (number: number, noun: string) =>
    `${number > 0 ? '+' : ''}${grouped(number, 1)} ${noun}`
  if (unit === 'percent') return signed((value - before) * 100, 'points')
  return before > 0 ? signed((value / before - 1) * 100, '%') : '–'
}

/** A whole number with thousands apart: `12,345`. */
export const count = (value: number) => grouped(value, 0)

/** A number of things, in the right number: `1 row`, `12,345 rows`. */
export const counted = (value: number, noun: string) =>
  `${count(value)} ${value === 1 ? noun : `${noun}s`}`

/** How long something took: `85 ms`, `2.4 s`, `1 min 05 s`. */
export function took(ms: number): string {
  if (ms < 1000) return `${Math.round(ms)} ms`
  if (ms < 60_000) return `${(ms / 1000).toFixed(1)} s`
  const seconds = Math.round(ms / 1000)
  return `${Math.floor(seconds / 60)} min ${String(seconds % 60).padStart(2, '0')} s`
}

/** How old something is, in its largest unit: `5 minutes`, `1 hour`, `12 days`. */
export function age(ms: number): string {
  const minutes = Math.floor(ms / 60_000)
  if (minutes < 1) return 'less than a minute'
  if (minutes < 60) return counted(minutes, 'minute')
  const hours = Math.floor(minutes / 60)
  return hours < 48 ? counted(hours, 'hour') : counted(Math.floor(hours / 24), 'day')
}

/** The size of files: `812 bytes`, `9.8 MB`. */
export function size(bytes: number): string {
  if (bytes < 1000) return counted(bytes, 'byte')
  if (bytes < 1_000_000) return `${grouped(bytes / 1000, 1)} kB`
  return `${grouped(bytes / 1_000_000, 1)} MB`
}

/** An instant as people read it: `2025-12-31 17:00 UTC`. */
export const instant = (iso: string) =>
  `${new Date(iso).toISOString().slice(0, 16).replace('T', ' ')} UTC`
