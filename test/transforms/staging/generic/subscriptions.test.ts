/** What generic subscriptions are worth, where no changes of theirs are told. */
import { beforeEach, expect, test } from 'vitest'
import { createEmpty, given, rowsOf, type TestDatabase } from '../../../../src/testing.ts'
import {
  rawGenericPlans,
  rawGenericSubscriptionChanges,
  rawGenericSubscriptions,
} from '../../../../transforms/sources/generic_revenue.ts'
import { stgGenericLoggedSubscriptionChanges } from '../../../../transforms/staging/generic/stg_generic__logged_subscription_changes.ts'
import { stgGenericPlans } from '../../../../transforms/staging/generic/stg_generic__plans.ts'
import { stgGenericSubscriptionChanges } from '../../../../transforms/staging/generic/stg_generic__subscription_changes.ts'
import { stgGenericSubscriptionSpans } from '../../../../transforms/staging/generic/stg_generic__subscription_spans.ts'
import { stgGenericSubscriptionStates } from '../../../../transforms/staging/generic/stg_generic__subscription_states.ts'
import { stgGenericSubscriptions } from '../../../../transforms/staging/generic/stg_generic__subscriptions.ts'
import { make, openMemory } from '../../chain.ts'

const at = (day: string) => new Date(`${day}T00:00:00Z`)
const someday = at('1970-01-01')

let db: TestDatabase
beforeEach(async () => {
  db = await openMemory()
  for (const table of [rawGenericPlans, rawGenericSubscriptionChanges]) await createEmpty(db, table)
  return () => db.destroy()
})

type Subscriptions = Parameters<typeof given<typeof rawGenericSubscriptions.columns>>[2]

/** Day, value, plan of each change. */
async function changesOf(subscriptions: Subscriptions) {
  await given(
    db,
    rawGenericSubscriptions,
    subscriptions.map((row) => ({
      subscription_id: 'S',
      account_id: 'A',
      currency_code: 'EUR',
      starts_at: at('2024-01-10'),
      version_at: someday,
      ...row,
    })),
  )
  await make(db, [
    stgGenericPlans,
    stgGenericLoggedSubscriptionChanges,
    stgGenericSubscriptions,
    stgGenericSubscriptionStates,
    stgGenericSubscriptionSpans,
  ])
  const rows = await rowsOf(db, stgGenericSubscriptionChanges)
  return rows
    .sort((one, other) => one.changed_at.getTime() - other.changed_at.getTime())
    .map((row) => `${row.changed_at.toISOString().slice(0, 10)} ${Number(row.mrr_change_local)}`)
}

test('a subscription is worth what it says a month, until it ends', async () => {
  expect(await changesOf([{ mrr_local: '100', ends_at: at('2024-12-31') }])).toEqual([
    '2024-01-10 100',
    '2024-12-31 -100',
  ])
})

test.each([
  ['day', 1, 10 * (365 / 12)],
  ['week', 2, 10 * (52 / 12 / 2)],
  ['month', 1, 10],
  ['month', 3, 10 / 3],
  ['year', 1, 10 / 12],
] as const)('else quantity × price of the plan, by %s × %d', async (interval, count, value) => {
  await given(db, rawGenericPlans, [
    {
      plan_id: 'P',
      billing_interval: interval,
      interval_count: count,
      unit_price_local: '5.00',
    },
  ])
  const [change] = await changesOf([{ plan_id: 'P', quantity: 2 }])
  expect(Number(change!.slice(11))).toBeCloseTo(value, 7)
})

test('a trial and a pause are worth nothing', async () => {
  expect(
    await changesOf([
      {
        mrr_local: '100',
        trial_ends_at: at('2024-02-10'),
        paused_at: at('2024-05-01'),
        resumes_at: at('2024-07-01'),
      },
    ]),
  ).toEqual(['2024-02-10 100', '2024-05-01 -100', '2024-07-01 100'])
  expect(await changesOf([{ mrr_local: '100', subscription_status: 'Trialing' }])).toEqual([])
})

test('a discount takes its share until it ends', async () => {
  expect(
    await changesOf([
      { mrr_local: '100', discount_rate: 0.25, discount_ends_at: at('2024-04-10') },
    ]),
  ).toEqual(['2024-01-10 75', '2024-04-10 25'])
})

test('files of several dates tell when it changed', async () => {
  expect(
    await changesOf([
      { mrr_local: '100', version_at: at('2024-02-01') },
      { mrr_local: '130', version_at: at('2024-03-01') },
      { mrr_local: '130', version_at: at('2024-04-01') },
      {
        mrr_local: '130',
        subscription_status: 'cancelled',
        canceled_at: at('2024-04-20'),
        version_at: at('2024-05-01'),
      },
    ]),
  ).toEqual(['2024-01-10 100', '2024-03-01 30', '2024-04-20 -130'])
})

test('a subscription whose changes are told has those alone', async () => {
  await given(db, rawGenericSubscriptionChanges, [
    {
      subscription_line_id: 'L',
      subscription_id: 'S',
      account_id: 'A',
      changed_at: at('2024-01-11'),
      mrr_change_local: '90',
    },
  ])
  expect(await changesOf([{ mrr_local: '100' }])).toEqual(['2024-01-11 90'])
})
