// Exchange rates into EUR: a walk between yearly anchors, published on business days only.
import { at, DAY, type Instant, isBusinessDay, yearOf } from './calendar.ts'
import type { FxTable } from './company.ts'
import { RATE_ONE } from './money.ts'
import type { Random } from './random.ts'

/** Rough levels at the start of 2020, 2021 … 2026, in millionths of a EUR. */
const LEVELS: Record<string, readonly number[]> = {
  USD: [893_000, 818_000, 881_000, 937_000, 906_000, 963_000, 852_000],
  GBP: [1_180_000, 1_112_000, 1_190_000, 1_128_000, 1_151_000, 1_206_000, 1_146_000],
  CHF: [921_000, 925_000, 965_000, 1_015_000, 1_074_000, 1_063_000, 1_074_000],
  RON: [209_000, 205_400, 202_100, 202_200, 201_000, 201_000, 196_500],
  SEK: [95_500, 99_500, 97_200, 89_900, 89_900, 87_200, 92_300],
}
const FIRST_DAY = at('2020-01-02')
const LAST_DAY = at('2025-12-31')

export function simulateFx(random: Random): FxTable {
  const rates = new Map<string, { day: Instant; rate: number }[]>()
  const byDay = new Map<string, number[]>()
  for (const [currency, levels] of Object.entries(LEVELS)) {
    const stream = random.fork(currency)
    const published: { day: Instant; rate: number }[] = []
    const daily: number[] = []
    let drift = 0
    for (let day = FIRST_DAY; day <= LAST_DAY; day += DAY) {
      if (isBusinessDay(day)) {
        const year = yearOf(day)
        const begin = Date.UTC(year, 0, 1)
        const part = (day - begin) / (Date.UTC(year + 1, 0, 1) - begin)
        const from = levels[year - 2020] ?? RATE_ONE
        const to = levels[year - 2019] ?? from
        const calm = currency === 'RON' ? 0.0004 : 0.0032
        drift = drift * 0.985 + calm * stream.normal()
        // Five significant places, as central banks give them.
        const rate = Math.round(((from + (to - from) * part) * (1 + drift)) / 10) * 10
        published.push({ day, rate })
      }
      daily.push(published[published.length - 1]?.rate ?? RATE_ONE)
    }
    rates.set(currency, published)
    byDay.set(currency, daily)
  }
  return {
    rates,
    rate(currency, instant) {
      if (currency === 'EUR') return RATE_ONE
      const rate = byDay.get(currency)?.[Math.floor((instant - FIRST_DAY) / DAY)]
      if (rate === undefined)
        throw new Error(`No rate of ${currency} on ${new Date(instant).toISOString()}`)
      return rate
    },
  }
}
