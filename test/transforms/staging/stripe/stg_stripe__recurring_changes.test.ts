import { beforeEach, expect, test } from 'vitest'
import { given, rowsOf, type TestDatabase } from '../../../../src/testing.ts'
import { stgStripePrices } from '../../../../transforms/staging/stripe/stg_stripe__prices.ts'
import { stgStripeRecurringChanges } from '../../../../transforms/staging/stripe/stg_stripe__recurring_changes.ts'
import { stgStripeSubscriptionItemChangeEvents } from '../../../../transforms/staging/stripe/stg_stripe__subscription_item_change_events.ts'
import { openMemory } from '../../chain.ts'

let db: TestDatabase
beforeEach(async () => {
  db = await openMemory()
  return () => db.destroy()
})

type Interval = 'day' | 'week' | 'month' | 'year'
interface Price {
  amount: number | null
  interval?: Interval
  count?: number
  currency?: string
  usage?: string
}

const givenPrices = (prices: Record<string, Price>) =>
  given(
    db,
    stgStripePrices,
    Object.entries(prices).map(([id, { amount, interval, count, currency, usage }]) => ({
      price_id: id,
      product_id: 'core',
      unit_amount: amount,
      recurring_interval: interval ?? 'year',
      recurring_interval_count: count ?? 1,
      currency_code: currency ?? 'EUR',
      usage_type: usage ?? 'licensed',
    })),
  )

type Type = 'ACTIVE_START' | 'ACTIVE_UPGRADE' | 'ACTIVE_DOWNGRADE' | 'ACTIVE_END'
/** [type, day, units, minor units a month, price] */
type Event = [Type, string, number, number, string?]

const givenEvents = (events: readonly Event[], currency = 'EUR') =>
  given(
    db,
    stgStripeSubscriptionItemChangeEvents,
    events.map(([type, on, quantity, change, price = 'annual']) => ({
      subscription_item_id: 'si_1',
      subscription_id: 'sub_1',
      customer_id: 'cus_1',
      product_id: 'core',
      price_id: price,
      currency_code: currency,
      change_type: type,
      changed_at: new Date(`${on}T10:00:00Z`),
      quantity_change: quantity,
      mrr_change: change,
    })),
  )

const changes = async () => {
  const rows = await rowsOf(db, stgStripeRecurringChanges)
  return rows
    .sort((a, b) => a.changed_at.getTime() - b.changed_at.getTime())
    .map((row) => row.mrr_change_local)
}

test('an annual price is worth a twelfth a month, to eight places', async () => {
  await givenPrices({ annual: { amount: 100_000 } })
  await givenEvents([['ACTIVE_START', '2024-01-01', 1, 8333]])
  expect(await changes()).toEqual(['83.33333333'])
})

test('units are multiplied before rounding: 3 of 1,000.00 a year are 250 a month', async () => {
  await givenPrices({ annual: { amount: 100_000 } })
  await givenEvents([['ACTIVE_START', '2024-01-01', 3, 25_000]])
  expect(await changes()).toEqual(['250.00000000'])
})

test.each<[Interval, number, number, number, string]>([
  // 10.00 × 52 ÷ 12; × 365 ÷ 12; every 2 weeks; every 3 months; every 2 years
  ['week', 1, 1000, 4333, '43.33333333'],
  ['day', 1, 1000, 30_417, '304.16666667'],
  ['week', 2, 1000, 2167, '21.66666667'],
  ['month', 3, 1000, 333, '3.33333333'],
  ['month', 1, 1000, 1000, '10.00000000'],
  ['year', 2, 1000, 42, '0.41666667'],
])('a price by %s, every %i, of 10.00', async (interval, count, amount, rounded, value) => {
  await givenPrices({ annual: { amount, interval, count } })
  await givenEvents([['ACTIVE_START', '2024-01-01', 1, rounded]])
  expect(await changes()).toEqual([value])
})

test('yen have no minor unit', async () => {
  await givenPrices({ annual: { amount: 12_000, currency: 'JPY' } })
  await givenEvents([['ACTIVE_START', '2024-01-01', 1, 1000]], 'JPY')
  expect(await changes()).toEqual(['1000.00000000'])
})

test('a discount is no rounding: the line keeps Stripe’s own changes', async () => {
  await givenPrices({ annual: { amount: 100_000 } })
  await givenEvents([
    ['ACTIVE_START', '2024-01-01', 1, 6667],
    ['ACTIVE_UPGRADE', '2024-07-01', 0, 1666],
    ['ACTIVE_END', '2024-12-31', -1, -8333],
  ])
  expect(await changes()).toEqual(['66.67000000', '16.66000000', '-83.33000000'])
})

test('a line that ends is worth exactly 0, whichever way it was valued', async () => {
  await givenPrices({ annual: { amount: 100_000 } })
  await givenEvents([
    ['ACTIVE_START', '2024-01-01', 1, 8333],
    ['ACTIVE_UPGRADE', '2024-02-01', 2, 16_667],
    ['ACTIVE_DOWNGRADE', '2024-03-01', -1, -8333],
    ['ACTIVE_END', '2024-12-31', -2, -16_667],
  ])
  // 83.33333333, then 250, then 166.66666667, then 0.
  expect(await changes()).toEqual(['83.33333333', '166.66666667', '-83.33333333', '-166.66666667'])
})

test('what Stripe’s rounding would leave behind at the end is taken too', async () => {
  await givenPrices({ annual: { amount: null } })
  await givenEvents([
    ['ACTIVE_START', '2024-01-01', 1, 8333],
    ['ACTIVE_UPGRADE', '2024-02-01', 1, 8334],
    ['ACTIVE_END', '2024-12-31', -2, -16_666],
  ])
  expect(await changes()).toEqual(['83.33000000', '83.34000000', '-166.67000000'])
})

test('an end and a start of one instant net out', async () => {
  await givenPrices({ annual: { amount: 120_000 }, dear: { amount: 180_000 } })
  await givenEvents([
    ['ACTIVE_START', '2024-01-01', 1, 10_000],
    ['ACTIVE_END', '2024-02-01', -1, -10_000],
    ['ACTIVE_START', '2024-02-01', 1, 15_000, 'dear'],
  ])
  expect(await changes()).toEqual(['100.00000000', '50.00000000'])
})

test('a line that comes back after a pause counts from 0 again', async () => {
  await givenPrices({ annual: { amount: 100_000 } })
  await givenEvents([
    ['ACTIVE_START', '2024-01-01', 1, 8333],
    ['ACTIVE_END', '2024-02-01', -1, -8333],
    ['ACTIVE_START', '2024-04-01', 1, 8333],
  ])
  expect(await changes()).toEqual(['83.33333333', '-83.33333333', '83.33333333'])
})

test('a metered line is no recurring value', async () => {
  await givenPrices({ annual: { amount: 100, usage: 'metered' } })
  await givenEvents([['ACTIVE_START', '2024-01-01', 1, 8]])
  expect(await changes()).toEqual([])
})
