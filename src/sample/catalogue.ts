// What the company sells: products and their prices by plan, interval and currency.
import { at, type Instant } from './calendar.ts'
import type { Currency } from './money.ts'
import type { Random } from './random.ts'
import { PRODUCT_NAME } from './words.ts'

export type ProductKey = 'core' | 'analytics' | 'support' | 'classic' | 'onboarding' | 'training'
export type Plan = 'essential' | 'professional' | 'enterprise' | 'standard'
/** Months a price covers; 0 is a one-off. */
export type Interval = 0 | 1 | 3 | 12

interface Product {
  key: ProductKey
  id: string
  name: string
  description: string
  createdAt: Instant
  retiredAt: Instant | null
}

export interface Price {
  id: string
  product: Product
  plan: Plan
  interval: Interval
  currency: Currency
  /** Minor units a unit and interval. */
  amount: number
  nickname: string
}

const PRODUCTS: [ProductKey, string, string, string | null][] = [
  ['core', `${PRODUCT_NAME} Core`, 'Revenue planning platform, per seat', null],
  ['analytics', `${PRODUCT_NAME} Analytics`, 'Forecast analytics add-on, per workspace', null],
  ['support', 'Premium Support', 'Support plan with a four-hour reply, per account', null],
  ['classic', `${PRODUCT_NAME} Classic Reports`, 'First generation, no longer sold', '2024-12-31'],
  ['onboarding', 'Onboarding', 'Guided set-up, one-off', null],
  ['training', 'Training Day', 'A day of training on site, one-off', null],
]

/** Month, quarter and year in EUR cents; annual prices are no whole cents a month, on purpose. */
const LIST: [ProductKey, Plan, number, number, number][] = [
  ['core', 'essential', 4_900, 13_900, 50_000],
  ['core', 'professional', 7_900, 22_500, 80_000],
  ['core', 'enterprise', 9_900, 28_500, 100_000],
  ['analytics', 'standard', 24_900, 71_000, 250_000],
  ['support', 'standard', 16_900, 48_000, 170_000],
  ['classic', 'standard', 14_900, 42_500, 149_000],
]
const ONE_OFF: [ProductKey, number][] = [
  ['onboarding', 150_000],
  ['training', 120_000],
]

const FACTOR: Record<Currency, number> = { EUR: 100, USD: 110, GBP: 88, CHF: 104 }
const INTERVALS: [Interval, string][] = [
  [1, 'monthly'],
  [3, 'quarterly'],
  [12, 'annual'],
]

export interface Catalogue {
  products: Product[]
  prices: Price[]
  price(product: ProductKey, plan: Plan, interval: Interval, currency: Currency): Price
}

export function makeCatalogue(random: Random): Catalogue {
  const products = PRODUCTS.map(
    ([key, name, description, retired]): Product => ({
      key,
      id: `prod_${random.fork(key).token(14)}`,
      name,
      description,
      createdAt: at('2020-02-03'),
      retiredAt: retired === null ? null : at(retired),
    }),
  )
  const prices = new Map<string, Price>()
  const add = (
    key: ProductKey,
    plan: Plan,
    interval: Interval,
    currency: Currency,
    euros: number,
  ) => {
    const product = products.find((candidate) => candidate.key === key)
    if (product === undefined) throw new Error(`No product ${key}`)
    const name = INTERVALS.find(([months]) => months === interval)?.[1] ?? 'one-off'
    const id = `${key}/${plan}/${interval}/${currency}`
    prices.set(id, {
      id: `price_1${random.fork(id).token(23)}`,
      product,
      plan,
      interval,
      currency,
      amount: Math.round((euros * FACTOR[currency]) / 10_000) * 100,
      nickname: `${product.name} ${plan} ${name} ${currency}`,
    })
  }
  for (const currency of ['EUR', 'USD', 'GBP', 'CHF'] as const) {
    for (const [key, plan, ...amounts] of LIST) {
      INTERVALS.forEach(([months], i) => {
        add(key, plan, months, currency, amounts[i] ?? 0)
      })
    }
    for (const [key, amount] of ONE_OFF) add(key, 'standard', 0, currency, amount)
  }
  return {
    products,
    prices: [...prices.values()],
    price(product, plan, interval, currency) {
      const found = prices.get(`${product}/${plan}/${interval}/${currency}`)
      if (found === undefined)
        throw new Error(`No price ${product}/${plan}/${interval}/${currency}`)
      return found
    },
  }
}

/** Recurring value of a quantity, in twelfths of a minor unit a month: always whole. */
export function monthlyTwelfths(price: Price, quantity: number): number {
  return price.interval === 0 ? 0 : price.amount * quantity * (12 / price.interval)
}

/** Recurring value of a year in minor units. */
export const annualValue = (price: Price, quantity: number) => monthlyTwelfths(price, quantity)

/** MRR as a billing system rounds it: an item's, to the minor unit. */
export const roundedMrr = (twelfths: number) => Math.floor((twelfths * 2 + 12) / 24)
