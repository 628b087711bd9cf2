/** What Stripe’s subscriptions are worth where their changes are not exported. */
import { expect, test } from 'vitest'
import { given, rowsOf } from '../../../../src/testing.ts'
import * as stripe from '../../../../transforms/sources/stripe.ts'
import { stgStripeSubscriptionChanges } from '../../../../transforms/staging/stripe/stg_stripe__subscription_changes.ts'
import { at, withAccount } from './account.ts'

const account = withAccount()

const givenSubscriptions = (
  rows: Parameters<typeof given<typeof stripe.rawStripeSubscriptions.columns>>[2],
) =>
  given(
    account.db,
    stripe.rawStripeSubscriptions,
    rows.map((row) => ({
      id: 'sub_1',
      customer_id: 'cus_1',
      status: 'active',
      created: at('2024-01-10 09:00'),
      ...row,
    })),
  )

const givenPrice = (
  price: Parameters<typeof given<typeof stripe.rawStripePrices.columns>>[2][number],
) =>
  given(account.db, stripe.rawStripePrices, [
    {
      id: 'annual',
      product_id: 'prod_1',
      currency: 'eur',
      recurring_interval: 'year',
      recurring_interval_count: 1,
      unit_amount: 120_000,
      ...price,
    },
  ])

const changes = async () => {
  await account.stage()
  const rows = await rowsOf(account.db, stgStripeSubscriptionChanges)
  return rows
    .sort((one, other) => one.changed_at.getTime() - other.changed_at.getTime())
    .map((row) => [
      row.subscription_line_id,
      row.changed_at.toISOString().slice(0, 10),
      row.mrr_change_local,
    ])
}

test('a line begins with its subscription, or when it came later, at quantity times price', async () => {
  await givenPrice({})
  await givenSubscriptions([{ start_date: at('2024-01-01 00:00') }])
  await given(account.db, stripe.rawStripeSubscriptionItems, [
    {
      id: 'si_1',
      subscription_id: 'sub_1',
      price_id: 'annual',
      quantity: 3,
      created: at('2024-01-10 09:00'),
    },
    {
      id: 'si_2',
      subscription_id: 'sub_1',
      price_id: 'annual',
      quantity: 1,
      created: at('2024-05-20 09:00'),
    },
  ])
  // 3 × 1,200.00 a year are 300 a month; one is 100.
  expect(await changes()).toEqual([
    ['stripe:si_1', '2024-01-01', '300.00000000'],
    ['stripe:si_2', '2024-05-20', '100.00000000'],
  ])
})

test('a subscription that was canceled ends when it ended, one that will be does not yet', async () => {
  await givenPrice({})
  await givenSubscriptions([
    { status: 'canceled', price_id: 'annual', ended_at: at('2024-06-30 00:00') },
    { id: 'sub_2', price_id: 'annual', cancel_at: '2025-01-10 09:00:00' },
  ])
  expect(await changes()).toEqual([
    ['stripe:sub_1', '2024-01-10', '100.00000000'],
    ['stripe:sub_2', '2024-01-10', '100.00000000'],
    ['stripe:sub_1', '2024-06-30', '-100.00000000'],
  ])
})

test('the dashboard’s subscription is worth its own amount, in whole units of the currency', async () => {
  await givenSubscriptions([
    { currency: 'jpy', amount: '12000', interval: 'year', quantity: 2 },
    { id: 'sub_2', currency: 'eur', amount: '49.90', interval: 'month', quantity: 1 },
  ])
  expect(await changes()).toEqual([
    ['stripe:sub_1', '2024-01-10', '2000.00000000'],
    ['stripe:sub_2', '2024-01-10', '49.90000000'],
  ])
})

test('a trial is worth nothing, and what is left of it after it ended is', async () => {
  await givenPrice({})
  await givenSubscriptions([
    { status: 'trialing', price_id: 'annual', trial_end: at('2024-02-10 09:00') },
    { id: 'sub_2', price_id: 'annual', trial_end: at('2024-02-10 09:00') },
    { id: 'sub_3', status: 'incomplete_expired', price_id: 'annual' },
    // It was canceled before its trial ended.
    {
      id: 'sub_4',
      status: 'canceled',
      price_id: 'annual',
      trial_end: at('2024-02-10 09:00'),
      ended_at: at('2024-02-01 09:00'),
    },
  ])
  expect(await changes()).toEqual([['stripe:sub_2', '2024-02-10', '100.00000000']])
})

test('a metered line, and one without a known price, is no recurring value', async () => {
  await givenPrice({ recurring_usage_type: 'metered' })
  await givenSubscriptions([{ price_id: 'annual' }, { id: 'sub_2', price_id: 'unknown' }])
  expect(await changes()).toEqual([])
})

test('a price of the dashboard and a plan of a connector are worth the same', async () => {
  await givenPrice({ unit_amount: null, amount: '1200.00' })
  await given(account.db, stripe.rawStripePlans, [
    { id: 'annual', currency: 'eur', interval: 'month', interval_count: 1, amount: 1 },
    { id: 'plan', currency: 'eur', interval: 'year', interval_count: 1, amount: 120_000 },
  ])
  await givenSubscriptions([{ price_id: 'annual' }, { id: 'sub_2', plan_id: 'plan' }])
  expect((await changes()).map(([, , value]) => value)).toEqual(['100.00000000', '100.00000000'])
})

test('a subscription of which Stripe tells the changes has those alone', async () => {
  await givenPrice({})
  await givenSubscriptions([{ price_id: 'annual' }])
  await given(account.db, stripe.rawStripeSubscriptionItemChangeEvents, [
    {
      subscription_item_id: 'si_1',
      subscription_id: 'sub_1',
      customer_id: 'cus_1',
      product_id: 'prod_1',
      price_id: 'annual',
      currency: 'eur',
      event_type: 'ACTIVE_START',
      event_timestamp: at('2024-01-10 09:00'),
      quantity_change: 2,
      mrr_change: 20_000,
    },
  ])
  expect(await changes()).toEqual([['stripe:si_1', '2024-01-10', '200.00000000']])
})

test('a subscription that only its history tells of stands in its last state', async () => {
  await givenPrice({})
  const state = { id: 'sub_1', customer_id: 'cus_1', created: at('2024-01-10 09:00') }
  await given(account.db, stripe.rawStripeSubscriptionHistory, [
    { ...state, status: 'active', price_id: 'annual', version_at: at('2024-01-10 09:00') },
    {
      ...state,
      status: 'canceled',
      price_id: 'annual',
      ended_at: at('2024-06-30 00:00'),
      version_at: at('2024-06-30 00:00'),
    },
  ])
  expect((await changes()).map(([, on]) => on)).toEqual(['2024-01-10', '2024-06-30'])
})

const history = (
  rows: Parameters<typeof given<typeof stripe.rawStripeSubscriptionHistory.columns>>[2],
) =>
  given(
    account.db,
    stripe.rawStripeSubscriptionHistory,
    rows.map((row) => ({
      id: 'sub_1',
      customer_id: 'cus_1',
      status: 'active',
      created: at('2024-01-10 09:00'),
      price_id: 'annual',
      ...row,
    })),
  )

test('states that a connector saw tell when quantity and plan changed, and when it was paused', async () => {
  await given(
    account.db,
    stripe.rawStripePrices,
    (
      [
        ['annual', 'year', 120_000],
        ['monthly', 'month', 15_000],
      ] as const
    ).map(([id, recurring_interval, unit_amount]) => ({
      id,
      currency: 'eur',
      recurring_interval,
      recurring_interval_count: 1,
      unit_amount,
    })),
  )
  await history([
    { quantity: 1, version_at: at('2024-01-10 10:00') },
    { quantity: 3, version_at: at('2024-03-01 00:00') },
    { quantity: 3, price_id: 'monthly', version_at: at('2024-05-01 00:00') },
    {
      quantity: 3,
      price_id: 'monthly',
      pause_collection_behavior: 'void',
      version_at: at('2024-06-01 00:00'),
    },
    { quantity: 2, price_id: 'monthly', version_at: at('2024-08-01 00:00') },
  ])
  // 1 × 100, 3 × 100, 3 × 150, nothing, 2 × 150 a month.
  expect(await changes()).toEqual([
    ['stripe:sub_1', '2024-01-10', '100.00000000'],
    ['stripe:sub_1', '2024-03-01', '200.00000000'],
    ['stripe:sub_1', '2024-05-01', '150.00000000'],
    ['stripe:sub_1', '2024-06-01', '-450.00000000'],
    ['stripe:sub_1', '2024-08-01', '300.00000000'],
  ])
})

test('a pause of which only the last state tells began with the period that is not billed', async () => {
  await givenPrice({})
  await givenSubscriptions([
    {
      price_id: 'annual',
      pause_collection_behavior: 'void',
      current_period_start: at('2025-01-10 09:00'),
      pause_collection_resumes_at: at('2025-03-01 00:00'),
    },
  ])
  expect(await changes()).toEqual([
    ['stripe:sub_1', '2024-01-10', '100.00000000'],
    ['stripe:sub_1', '2025-01-10', '-100.00000000'],
    ['stripe:sub_1', '2025-03-01', '100.00000000'],
  ])
})

test('coupons take off a share or an amount, for ever or for some months; one that holds once nothing', async () => {
  await givenPrice({})
  await givenSubscriptions(
    ['share', 'months', 'amount', 'once'].map((coupon, index) => ({
      id: `sub_${index}`,
      price_id: 'annual',
      discount_coupon_id: coupon,
      discount_start: at('2024-01-10 09:00'),
    })),
  )
  await given(account.db, stripe.rawStripeCoupon, [
    { id: 'share', percent_off: 20, duration: 'forever' },
    { id: 'months', percent_off: 50, duration: 'repeating', duration_in_months: 3 },
    // 240.00 off each bill of a year are 20 a month.
    { id: 'amount', amount_off: 24_000, currency: 'eur', duration: 'forever' },
    { id: 'once', percent_off: 50, duration: 'once' },
  ])
  expect((await changes()).sort()).toEqual([
    ['stripe:sub_0', '2024-01-10', '80.00000000'],
    ['stripe:sub_1', '2024-01-10', '50.00000000'],
    ['stripe:sub_1', '2024-04-10', '50.00000000'],
    ['stripe:sub_2', '2024-01-10', '80.00000000'],
    ['stripe:sub_3', '2024-01-10', '100.00000000'],
  ])
})

test('a discount that is exported on its own holds from when to when it says, once', async () => {
  await givenPrice({})
  await givenSubscriptions([
    {
      price_id: 'annual',
      discount_coupon_id: 'share',
      discount_start: at('2024-02-01 00:00'),
    },
  ])
  await given(account.db, stripe.rawStripeSubscriptionDiscount, [
    {
      id: 'di_1',
      subscription_id: 'sub_1',
      coupon_id: 'share',
      start: at('2024-02-01 00:00'),
      end: at('2024-05-01 00:00'),
    },
  ])
  await given(account.db, stripe.rawStripeCoupon, [{ id: 'share', percent_off: 20 }])
  expect(await changes()).toEqual([
    ['stripe:sub_1', '2024-01-10', '100.00000000'],
    ['stripe:sub_1', '2024-02-01', '-20.00000000'],
    ['stripe:sub_1', '2024-05-01', '20.00000000'],
  ])
})
