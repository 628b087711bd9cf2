/** The state and the terms of subscriptions. */
import { beforeEach, expect, test } from 'vitest'
import { rowsOf, type TestDatabase } from '../../../src/testing.ts'
import { fctSubscriptionTerms } from '../../../transforms/conformed/fct_subscription_terms.ts'
import { fctSubscriptions } from '../../../transforms/conformed/fct_subscriptions.ts'
import { make, openMemory } from '../chain.ts'
import { type Company, makeRevenue } from '../revenue_inputs.ts'

let db: TestDatabase
beforeEach(async () => {
  db = await openMemory()
  return () => db.destroy()
})

const at = (day: string) => new Date(`${day}T10:00:00Z`)
const S = { account: 'A', subscription: 'S', plan: 'year' }

async function termsOf(company: Company) {
  await makeRevenue(db, company)
  const rows = await rowsOf(db, fctSubscriptionTerms)
  return rows
    .map((row) => `${row.term_start_date} ${row.term_end_date} ${row.is_over ? 'over' : 'runs'}`)
    .sort()
}

test('terms follow each other from the first day, also from the last of a month', async () => {
  expect(
    await termsOf({
      asOf: '2024-12-31',
      changes: [{ ...S, plan: 'quarter', on: '2024-01-31', mrr: '100' }],
    }),
  ).toEqual([
    '2024-01-31 2024-04-30 over',
    '2024-04-30 2024-07-31 over',
    '2024-07-31 2024-10-31 over',
    '2024-10-31 2025-01-31 runs',
  ])
})

test('a change of interval begins terms anew, one of quantity and a pause do not', async () => {
  expect(
    await termsOf({
      asOf: '2025-08-01',
      changes: [
        { ...S, plan: 'month', on: '2024-01-10', mrr: '120' },
        { ...S, plan: 'month', on: '2024-02-20', mrr: '-120' },
        { ...S, on: '2024-02-20', mrr: '100' },
        { ...S, on: '2024-03-20', mrr: '50' },
        { ...S, on: '2024-05-01', mrr: '-150' },
        { ...S, on: '2024-07-01', mrr: '150' },
      ],
    }),
  ).toEqual([
    '2024-01-10 2024-02-10 over',
    '2024-02-20 2025-02-20 over',
    '2025-02-20 2026-02-20 runs',
  ])
})

test('the term that a subscription says counts before the interval of its plan', async () => {
  expect(
    await termsOf({
      asOf: '2024-12-31',
      changes: [{ ...S, plan: 'month', on: '2024-01-10', mrr: '100' }],
      subscriptions: [{ subscription_id: 'S', term_months: 24 }],
    }),
  ).toEqual(['2024-01-10 2026-01-10 runs'])
})

test('a term that the end of the subscription cut short is none, one that it ends on is', async () => {
  expect(
    await termsOf({
      asOf: '2025-12-31',
      changes: [
        { ...S, on: '2024-01-10', mrr: '100' },
        { ...S, on: '2025-01-09', mrr: '-100' },
        { ...S, subscription: 'T', on: '2024-01-10', mrr: '100' },
        { ...S, subscription: 'T', on: '2024-12-09', mrr: '-100' },
      ],
    }),
  ).toEqual(['2024-01-10 2025-01-10 over'])
})

test('a subscription is signed, active, paused or ended', async () => {
  const line = (subscription: string, on: string, mrr: string) => ({
    ...S,
    subscription,
    on,
    mrr,
  })
  await makeRevenue(db, {
    asOf: '2024-12-31',
    changes: [
      line('active', '2024-03-10', '100'),
      line('ending', '2024-04-10', '10'),
      line('paused', '2024-03-10', '100'),
      line('paused', '2024-11-10', '-100'),
      line('ended', '2024-03-10', '70'),
      line('ended', '2024-11-10', '-70'),
      line('signed', '2025-02-01', '30'),
    ],
    subscriptions: [
      { subscription_id: 'active', created_at: at('2024-03-01'), churn_reason: 'taken back' },
      {
        subscription_id: 'ending',
        will_cancel: true,
        canceled_at: at('2024-12-01'),
        period_ends_at: at('2025-04-10'),
        churn_reason: 'unused',
      },
      { subscription_id: 'paused' },
      { subscription_id: 'ended', ends_at: at('2024-11-10'), subscription_status: 'canceled' },
      { subscription_id: 'signed', created_at: at('2024-12-01'), starts_at: at('2025-02-01') },
    ],
    rates: [{ currency: 'EUR', on: '2024-12-01', rate: '1' }],
  })
  await make(db, [fctSubscriptionTerms])
  const rows = await rowsOf(db, fctSubscriptions)
  expect(
    Object.fromEntries(
      rows.map((row) => [
        row.subscription_id,
        [
          row.subscription_state,
          row.churn_reason,
          row.ended_date,
          row.renewal_date,
          ...[row.mrr, row.last_mrr, row.signed_mrr].map(Number),
        ],
      ]),
    ),
  ).toEqual({
    active: ['active', 'Not allocated', null, '2025-03-10', 100, 100, 0],
    ending: ['active', 'unused', null, '2025-04-10', 10, 10, 0],
    paused: ['paused', 'Not allocated', null, '2025-03-10', 0, 100, 0],
    ended: ['ended', 'Unknown', '2024-11-10', null, 0, 70, 0],
    signed: ['signed', 'Not allocated', null, null, 0, 0, 30],
  })
})
