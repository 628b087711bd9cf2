/** When changes of subscriptions count, and on which plan. */
import { beforeEach, expect, test } from 'vitest'
import { given, rowsOf, type TestDatabase } from '../../../src/testing.ts'
import { dimPlans } from '../../../transforms/conformed/dim_plans.ts'
import { dimProducts } from '../../../transforms/conformed/dim_products.ts'
import {
  changesBy,
  fctSubscriptionChanges,
} from '../../../transforms/conformed/fct_subscription_changes.ts'
import { mapAccounts } from '../../../transforms/conformed/map_accounts.ts'
import { stgSubscriptionChanges } from '../../../transforms/staging/stg_subscription_changes.ts'
import { stgSubscriptions } from '../../../transforms/staging/stg_subscriptions.ts'
import { openMemory } from '../chain.ts'

const at = (day: string) => new Date(`${day}T10:00:00Z`)

let db: TestDatabase
beforeEach(async () => {
  db = await openMemory()
  await given(db, mapAccounts, [{ source_key: 'cus', account_id: 'A', is_internal: false }])
  await given(db, dimProducts, [{ product_id: 'core' }, { product_id: 'addon' }])
  await given(db, dimPlans, [{ plan_id: 'month' }, { plan_id: 'year' }])
  await given(db, stgSubscriptions, [])
  return () => db.destroy()
})

type Changes = Parameters<typeof given<typeof stgSubscriptionChanges.columns>>[2]
const givenChanges = (changes: Changes) =>
  given(
    db,
    stgSubscriptionChanges,
    changes.map((change) => ({
      subscription_line_id: 'L',
      subscription_id: 'S',
      account_id: 'cus',
      source_system: 'stripe',
      currency_code: 'EUR',
      product_id: 'core',
      plan_id: 'month',
      ...change,
    })),
  )

test('a line that goes over to another plan ends all of the old one and begins all of the new', async () => {
  await givenChanges([
    { changed_at: at('2024-01-10'), mrr_change_local: '100' },
    { changed_at: at('2024-02-10'), mrr_change_local: '20' },
    { changed_at: at('2024-03-10'), mrr_change_local: '-30', plan_id: 'year' },
    { changed_at: at('2024-04-10'), mrr_change_local: '-90', plan_id: 'year' },
  ])
  const rows = await rowsOf(db, fctSubscriptionChanges)
  expect(
    rows.map((row) => `${row.changed_date} ${row.plan_id} ${Number(row.mrr_change_local)}`).sort(),
  ).toEqual([
    '2024-01-10 month 100',
    '2024-02-10 month 20',
    '2024-03-10 month -120',
    '2024-03-10 year 90',
    '2024-04-10 year -90',
  ])
})

test('what names no plan is not allocated, what names none of ours is unknown', async () => {
  await givenChanges([
    { changed_at: at('2024-01-10'), mrr_change_local: '1', plan_id: null, product_id: 'gone' },
  ])
  expect(await rowsOf(db, fctSubscriptionChanges)).toMatchObject([
    { account_id: 'A', plan_id: 'not_allocated', product_id: 'unknown' },
  ])
})

const recognised = async (rule: 'cancellation' | 'period_end') => {
  const rows = await changesBy(db, rule).execute()
  return rows
    .map((row) => `${row.recognised_date} ${row.changed_date} ${Number(row.mrr_change_local)}`)
    .sort()
}

test('a cancellation counts at the end of what is paid for, or by setting when it is asked for', async () => {
  await givenChanges([
    { changed_at: at('2024-01-10'), mrr_change_local: '100' },
    // Between the two it grew once more.
    { changed_at: at('2024-06-01'), mrr_change_local: '20' },
    { changed_at: at('2025-01-10'), mrr_change_local: '-120' },
  ])
  await given(db, stgSubscriptions, [
    { subscription_id: 'S', canceled_at: at('2024-05-05'), ends_at: at('2025-01-10') },
  ])
  expect(await recognised('period_end')).toEqual([
    '2024-01-10 2024-01-10 100',
    '2024-06-01 2024-06-01 20',
    '2025-01-10 2025-01-10 -120',
  ])
  expect(await recognised('cancellation')).toEqual([
    '2024-01-10 2024-01-10 100',
    '2024-05-05 2024-06-01 20',
    '2024-05-05 2025-01-10 -120',
  ])
})

test('an end that is announced is known before any change tells of it', async () => {
  await givenChanges([{ changed_at: at('2024-01-10'), mrr_change_local: '100' }])
  await given(db, stgSubscriptions, [
    {
      subscription_id: 'S',
      will_cancel: true,
      canceled_at: at('2024-05-05'),
      period_ends_at: at('2025-01-10'),
    },
  ])
  expect(await recognised('period_end')).toContain('2025-01-10 2025-01-10 -100')
  expect(await recognised('cancellation')).toContain('2024-05-05 2025-01-10 -100')
})

test('a cancellation that was taken back ends nothing', async () => {
  await givenChanges([{ changed_at: at('2024-01-10'), mrr_change_local: '100' }])
  await given(db, stgSubscriptions, [{ subscription_id: 'S', canceled_at: at('2024-05-05') }])
  expect(await recognised('cancellation')).toEqual(['2024-01-10 2024-01-10 100'])
})
