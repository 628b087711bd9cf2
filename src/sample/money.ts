// Money in whole minor units, and recurring value in twelfths of one: nothing is ever a float.

export type Currency = 'EUR' | 'USD' | 'GBP' | 'CHF'

/** `123456` → `1234.56`. */
export function major(minor: number): string {
  const sign = minor < 0 ? '-' : ''
  const digits = String(Math.abs(minor)).padStart(3, '0')
  return `${sign}${digits.slice(0, -2)}.${digits.slice(-2)}`
}

/** `123456` → `1,234.56`. */
export function majorWithCommas(minor: number): string {
  const [whole = '', cents] = major(minor).split('.')
  return `${withCommas(whole)}.${cents}`
}

export const withCommas = (whole: number | string) =>
  String(whole).replace(/\B(?=(\d{3})+(?!\d))/g, ',')

/** Whole division, halves away from zero. */
function divide(numerator: bigint, denominator: bigint): bigint {
  const negative = numerator < 0n
  const size = negative ? -numerator : numerator
  const rounded = (size * 2n + denominator) / (denominator * 2n)
  return negative ? -rounded : rounded
}

/** A share of an amount in minor units, to the minor unit. */
export function share(minor: number, part: number, whole: number): number {
  return Number(divide(BigInt(minor) * BigInt(part), BigInt(whole)))
}

/** Rates are published with six decimals; this is one, as a whole number. */
export const RATE_ONE = 1_000_000

export const convert = (minor: number, rate: number) => share(minor, rate, RATE_ONE)

/** Twelfths of a minor unit a month × rate: EUR × 12 × 100 × 1,000,000, an exact whole number. */
export type ExactMrr = bigint
const EXACT_PER_EUR = 12n * 100n * BigInt(RATE_ONE)

export const exactMrr = (twelfths: number, rate: number): ExactMrr =>
  BigInt(twelfths) * BigInt(rate)

/** A decimal text with eight places, half away from zero. */
export function mrrText(exact: ExactMrr): string {
  const scaled = divide(exact * 100_000_000n, EXACT_PER_EUR)
  const sign = scaled < 0n ? '-' : ''
  const digits = String(scaled < 0n ? -scaled : scaled).padStart(9, '0')
  return `${sign}${digits.slice(0, -8)}.${digits.slice(-8)}`
}
