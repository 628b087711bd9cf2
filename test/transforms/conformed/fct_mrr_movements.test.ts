import { sql } from 'kysely'
import { beforeEach, expect, test } from 'vitest'
import type { TestDatabase } from '../../../src/testing.ts'
import { openMemory } from '../chain.ts'
import { type Company, makeRevenue } from '../revenue_inputs.ts'

let db: TestDatabase
beforeEach(async () => {
  db = await openMemory()
  return () => db.destroy()
})

interface Movement {
  date: string
  type: string
  product: string
  slice: string
  amount: string
  accounts: number
}

/** The movements as lines: day, type, product, owner/team/segment, amount, accounts counted. */
async function movementsOf(company: Company): Promise<string[]> {
  await makeRevenue(db, company)
  const { rows } = await sql<Movement>`
    select cast(movement_date as varchar) as date, movement_type as type, product_id as product,
      owner_id || '/' || team || '/' || segment as slice,
      cast(cast(mrr_change as double) as varchar) as amount, account_count as accounts
    from fct_mrr_movements
    order by movement_date, account_id, mrr_change, product_id`.execute(db)
  return rows.map((row) => Object.values(row).join(' '))
}

const A = { account: 'A' }
const slice = 'Ann/Sales/SMB'

test('the first MRR ever is new, to 0 is churn, and back again is reactivation', async () => {
  expect(
    await movementsOf({
      changes: [
        { ...A, on: '2024-01-10', mrr: '100' },
        { ...A, on: '2024-03-10', mrr: '-100' },
        { ...A, on: '2024-05-10', mrr: '40' },
      ],
    }),
  ).toEqual([
    `2024-01-10 new core ${slice} 100.0 1`,
    `2024-03-10 churn core ${slice} -100.0 1`,
    `2024-05-10 reactivation core ${slice} 40.0 1`,
  ])
})

test('cancelling one of two subscriptions is contraction', async () => {
  expect(
    await movementsOf({
      changes: [
        { ...A, on: '2024-01-10T09:00:00Z', mrr: '100' },
        { ...A, on: '2024-01-10T09:00:01Z', mrr: '30' },
        { ...A, on: '2024-03-10', mrr: '-30' },
      ],
    }),
  ).toEqual([
    `2024-01-10 new core ${slice} 130.0 1`,
    `2024-03-10 contraction core ${slice} -30.0 1`,
  ])
})

test('products carry their signed change under the account’s type, counted once', async () => {
  expect(
    await movementsOf({
      changes: [
        { ...A, on: '2024-01-10', mrr: '100' },
        { ...A, on: '2024-02-10T08:00:00Z', mrr: '-20' },
        { ...A, on: '2024-02-10T18:00:00Z', mrr: '50', product: 'addon' },
      ],
    }),
  ).toEqual([
    `2024-01-10 new core ${slice} 100.0 1`,
    `2024-02-10 expansion core ${slice} -20.0 0`,
    `2024-02-10 expansion addon ${slice} 50.0 1`,
  ])
})

test('an exchange of products at equal value moves nothing in total', async () => {
  expect(
    await movementsOf({
      changes: [
        { ...A, on: '2024-01-10', mrr: '100' },
        { ...A, on: '2024-02-10T08:00:00Z', mrr: '-100' },
        { ...A, on: '2024-02-10T18:00:00Z', mrr: '100', product: 'addon' },
      ],
    }),
  ).toEqual([
    `2024-01-10 new core ${slice} 100.0 1`,
    `2024-02-10 transferred_out core ${slice} -100.0 1`,
    `2024-02-10 transferred_in addon ${slice} 100.0 1`,
  ])
})

test('what begins and ends on one day never was', async () => {
  expect(
    await movementsOf({
      changes: [
        { ...A, on: '2024-01-10T09:00:00Z', mrr: '100' },
        { ...A, on: '2024-01-10T17:00:00Z', mrr: '-100' },
      ],
    }),
  ).toEqual([])
})

test('a move of the exchange rate is no movement: 100 USD at 0.90, gone at 1.00, are +90 and −90', async () => {
  expect(
    await movementsOf({
      changes: [
        { ...A, on: '2024-01-10', mrr: '100', currency: 'USD' },
        { ...A, on: '2024-03-10', mrr: '-100', currency: 'USD' },
      ],
      rates: [
        { currency: 'USD', on: '2024-01-10', rate: '0.90' },
        { currency: 'USD', on: '2024-03-10', rate: '1.00' },
      ],
    }),
  ).toEqual([`2024-01-10 new core ${slice} 90.0 1`, `2024-03-10 churn core ${slice} -90.0 1`])
})

test('the rate of a currency holds for the account’s later MRR in it, not for another currency', async () => {
  expect(
    await movementsOf({
      changes: [
        { ...A, on: '2024-01-10', mrr: '100', currency: 'USD' },
        { ...A, on: '2024-02-10', mrr: '10', currency: 'GBP' },
        { ...A, on: '2024-03-10', mrr: '50', currency: 'USD' },
      ],
      rates: [
        { currency: 'USD', on: '2024-01-10', rate: '0.90' },
        { currency: 'USD', on: '2024-03-10', rate: '1.00' },
        { currency: 'GBP', on: '2024-02-10', rate: '1.20' },
      ],
    }),
  ).toEqual([
    `2024-01-10 new core ${slice} 90.0 1`,
    `2024-02-10 expansion core ${slice} 12.0 1`,
    `2024-03-10 expansion core ${slice} 45.0 1`,
  ])
})

test('converted MRR is 0 again, to the last place, however it was cut', async () => {
  await makeRevenue(db, {
    changes: [
      { ...A, on: '2024-01-10', mrr: '33.33333333', currency: 'USD' },
      { ...A, on: '2024-02-10', mrr: '33.33333333', currency: 'USD' },
      { ...A, on: '2024-03-10', mrr: '-66.66666666', currency: 'USD' },
    ],
    rates: [{ currency: 'USD', on: '2024-01-10', rate: '0.91234567' }],
  })
  const { rows } = await sql`select sum(mrr_change) as total, count(*) as movements,
    list(movement_type order by movement_date)[-1] as last from fct_mrr_movements`.execute(db)
  expect(rows).toEqual([{ total: '0.00000000', movements: 3, last: 'churn' }])
})

test('an owner who leaves transfers the MRR as of the day before; the day’s own change is the new owner’s', async () => {
  expect(
    await movementsOf({
      changes: [
        { ...A, on: '2024-01-10', mrr: '100' },
        { ...A, on: '2024-02-15', mrr: '20' },
      ],
      versions: [
        { ...A, owner: 'Ann' },
        { ...A, owner: 'Bob', from: '2024-02-15' },
      ],
    }),
  ).toEqual([
    `2024-01-10 new core ${slice} 100.0 1`,
    `2024-02-15 transferred_out core ${slice} -100.0 1`,
    '2024-02-15 expansion core Bob/Sales/SMB 20.0 1',
    '2024-02-15 transferred_in core Bob/Sales/SMB 100.0 1',
  ])
})

test('an owner who changes team takes the MRR along', async () => {
  expect(
    await movementsOf({
      changes: [{ ...A, on: '2024-01-10', mrr: '100' }],
      teams: [
        { owner: 'Ann', team: 'North' },
        { owner: 'Ann', team: 'South', from: '2024-03-01' },
      ],
    }),
  ).toEqual([
    '2024-01-10 new core Ann/North/SMB 100.0 1',
    '2024-03-01 transferred_out core Ann/North/SMB -100.0 1',
    '2024-03-01 transferred_in core Ann/South/SMB 100.0 1',
  ])
})

test('an account without MRR transfers nothing, and a change after data_as_of is not known yet', async () => {
  expect(
    await movementsOf({
      asOf: '2024-06-30',
      changes: [
        { ...A, on: '2024-02-10', mrr: '100' },
        { ...A, on: '2024-07-01', mrr: '900' },
      ],
      versions: [
        { ...A, segment: 'SMB' },
        { ...A, segment: 'Mid-Market', from: '2024-01-15' },
        { ...A, segment: 'Enterprise', from: '2024-07-01' },
      ],
    }),
  ).toEqual(['2024-02-10 new core Ann/Sales/Mid-Market 100.0 1'])
})

test('a change at the very instant of data_as_of is known, a later one is not', async () => {
  expect(
    await movementsOf({
      asOf: '2024-01-10',
      changes: [
        { ...A, on: '2024-01-10T12:00:00Z', mrr: '100' },
        { ...A, on: '2024-01-10T12:00:01Z', mrr: '5' },
      ],
    }),
  ).toEqual([`2024-01-10 new core ${slice} 100.0 1`])
})

test('internal accounts are out', async () => {
  expect(
    await movementsOf({ changes: [{ ...A, on: '2024-02-10', mrr: '100' }], internal: ['A'] }),
  ).toEqual([])
})
