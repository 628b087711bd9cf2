/** Figures in the reader's language, by the unit that the model names. */

export interface Formats {
  readonly locale: string
  readonly currency: string
  /** Writes an amount as one for each day. */
  readonly perDay: (amount: string) => string
}

export interface FormatOptions {
  /** Short, for axes and tiles: 1.2 M. */
  readonly compact?: boolean
  /** With its sign also where it is more than nothing. */
  readonly signed?: boolean
}

const known = new Map<string, Intl.NumberFormat>()

export function numberFormat(locale: string, options: Intl.NumberFormatOptions): Intl.NumberFormat {
  const key = locale + JSON.stringify(options)
  const format = known.get(key) ?? new Intl.NumberFormat(locale, options)
  known.set(key, format)
  return format
}

const spans: Readonly<Record<string, string>> = {
  minutes: 'minute',
  hours: 'hour',
  days: 'day',
  months: 'month',
}

/** Above this a short figure is written in thousands or millions. */
const long = 10_000

function options(
  value: number,
  unit: string,
  currency: string,
  { compact = false, signed = false }: FormatOptions,
): Intl.NumberFormatOptions {
  // What rounds to nothing has no sign: there is no −0 €.
  const signDisplay = signed ? 'exceptZero' : 'negative'
  const short: Intl.NumberFormatOptions =
    compact && Math.abs(value) >= long
      ? { notation: 'compact', maximumFractionDigits: 1, signDisplay }
      : { maximumFractionDigits: compact && Math.abs(value) >= 100 ? 0 : 2, signDisplay }
  switch (unit) {
    case 'currency':
    case 'currency_per_day': {
      const fraction = short.notation ? {} : cents(value, compact)
      return { style: 'currency', currency, ...short, ...fraction }
    }
    case 'percent':
      return { style: 'percent', maximumFractionDigits: 1, signDisplay }
    case 'minutes':
    case 'hours':
    case 'days':
    case 'months':
      return {
        style: 'unit',
        unit: spans[unit]!,
        unitDisplay: compact ? 'short' : 'long',
        maximumFractionDigits: Math.abs(value) >= 100 ? 0 : 1,
        signDisplay,
      }
    default:
      return short
  }
}

const cents = (value: number, compact: boolean): Intl.NumberFormatOptions => {
  const digits = compact || Math.abs(value) >= 1_000 ? 0 : 2
  return { minimumFractionDigits: digits, maximumFractionDigits: digits }
}

/** A span in the unit in which it is read: 5,600 minutes are 3.9 days. */
export function scaled(most: number, unit: string): { readonly unit: string; readonly by: number } {
  const size = Math.abs(most)
  const minutes = unit === 'hours' ? 60 : 1
  if (unit !== 'minutes' && unit !== 'hours') return { unit, by: 1 }
  if (size * minutes >= 48 * 60) return { unit: 'days', by: minutes / (24 * 60) }
  return size * minutes >= 120 ? { unit: 'hours', by: minutes / 60 } : { unit, by: 1 }
}

/** A figure as it is read; a dash where there is none. */
export function formatValue(
  value: number | null | undefined,
  unit: string,
  { locale, currency, perDay }: Formats,
  asked: FormatOptions = {},
): string {
  if (value === null || value === undefined || Number.isNaN(value)) return '–'
  const span = asked.compact ? scaled(value, unit) : { unit, by: 1 }
  const shown = value * span.by
  const chosen = options(shown, span.unit, currency, asked)
  const format = numberFormat(locale, chosen)
  // Where a language has no short word for thousands, a digit behind the point is no help.
  const isLong =
    chosen.notation === 'compact' &&
    format.formatToParts(shown).every(({ type }) => type !== 'compact')
  const text = isLong
    ? numberFormat(locale, { ...chosen, maximumFractionDigits: 0 }).format(shown)
    : format.format(shown)
  return unit === 'currency_per_day' ? perDay(text) : text
}

/** A figure of an answer: decimals come as text. */
export function figure(value: unknown): number | null {
  if (value === null || value === undefined || value === '') return null
  const number = Number(value)
  return Number.isNaN(number) ? null : number
}
