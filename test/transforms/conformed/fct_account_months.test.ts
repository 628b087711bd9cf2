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

/** The rows as lines of the named columns, in the order of the columns. */
async function rowsAs(columns: string, company: Company): Promise<string[]> {
  await makeRevenue(db, company)
  const { rows } = await sql<Record<string, unknown>>`
    select ${sql.raw(columns)} from (
      select * replace (cast(balance_date as varchar) as balance_date, cast(mrr as double) as mrr)
      from fct_account_months order by all) order by balance_date, owner_id, product_id`.execute(db)
  return rows.map((row) => Object.values(row).join(' '))
}

const A = { account: 'A' }

test('an owner who left closes with a row of 0 on the first month end after', async () => {
  expect(
    await rowsAs('balance_date, owner_id, mrr, is_closing', {
      asOf: '2024-04-10',
      changes: [{ ...A, on: '2024-01-10', mrr: '100' }],
      versions: [
        { ...A, owner: 'Zoe' },
        { ...A, owner: 'Bob', from: '2024-02-15' },
      ],
    }),
  ).toEqual([
    '2024-01-31 Zoe 100 false',
    '2024-02-29 Bob 100 false',
    '2024-02-29 Zoe 0 true',
    '2024-03-31 Bob 100 false',
    '2024-04-10 Bob 100 false',
  ])
})

test('the running month has its balance on the day of data_as_of, and a complete one on its last day', async () => {
  expect(
    await rowsAs('balance_date, mrr', {
      asOf: '2024-02-29',
      changes: [{ ...A, on: '2024-01-10', mrr: '100' }],
    }),
  ).toEqual(['2024-01-31 100', '2024-02-29 100'])
})

test('MRR that ends keeps a row of 0 for 12 month ends after, the last one closing, under its last attributes', async () => {
  const rows = await rowsAs('balance_date, owner_id, mrr, lost_customers_12, is_closing', {
    asOf: '2025-12-31',
    changes: [
      { ...A, on: '2024-01-10', mrr: '100' },
      { ...A, on: '2024-03-10', mrr: '-100' },
      { account: 'B', on: '2022-01-10', mrr: '1' },
    ],
    versions: [
      { ...A, owner: 'Zoe' },
      { ...A, owner: 'Yan', from: '2024-06-15' },
    ],
  })
  const own = rows.filter((row) => row.includes('Zoe') || row.includes('Yan'))
  expect(own).toHaveLength(15)
  expect([own[0], own[1], own[2], own[12], own[13], own[14]]).toEqual([
    '2024-01-31 Zoe 100 0 false',
    '2024-02-29 Zoe 100 0 false',
    '2024-03-31 Zoe 0 0 false',
    // The last window that begins with MRR is from 2024-02-29 on.
    '2025-01-31 Zoe 0 1 false',
    '2025-02-28 Zoe 0 1 false',
    '2025-03-31 Zoe 0 0 true',
  ])
})

test('a product that ends while the account stays keeps its row, for what it was 12 months before', async () => {
  const rows = await rowsAs('balance_date, product_id, mrr, product_mrr_12_before', {
    asOf: '2025-02-28',
    changes: [
      { ...A, on: '2024-01-10', mrr: '100' },
      { ...A, on: '2024-01-10', mrr: '30', product: 'addon' },
      { ...A, on: '2024-03-10', mrr: '-30', product: 'addon' },
    ],
  })
  expect(rows.filter((row) => row.startsWith('2025-02'))).toEqual([
    '2025-02-28 addon 0 30.00000000',
    '2025-02-28 core 100 100.00000000',
  ])
})

test('the windows of an account stand on one of its rows; those of its products on each', async () => {
  expect(
    await rowsAs(
      'balance_date, product_id, mrr, mrr_1_before, expansion_mrr_1, customers_1_before',
      {
        asOf: '2024-02-29',
        changes: [
          { ...A, on: '2024-01-10', mrr: '100' },
          { ...A, on: '2024-01-10', mrr: '30', product: 'addon' },
          { ...A, on: '2024-02-10', mrr: '5' },
        ],
      },
    ),
  ).toEqual([
    '2024-01-31 addon 30   ',
    '2024-01-31 core 100   ',
    '2024-02-29 addon 30 130.00000000 5.00000000 1',
    '2024-02-29 core 105   ',
  ])
})

test('a window that starts before the company’s first month end is unknown, not 0', async () => {
  const rows = await rowsAs('balance_date, mrr_1_before, mrr_3_before, mrr_12_before', {
    asOf: '2024-04-30',
    changes: [
      { account: 'first', on: '2024-01-10', mrr: '1' },
      { ...A, on: '2024-04-10', mrr: '100' },
    ],
  })
  expect(rows.filter((row) => row.startsWith('2024-04')).sort()).toEqual([
    '2024-04-30 0.00000000 0.00000000 ',
    '2024-04-30 1.00000000 1.00000000 ',
  ])
})

test('an account that came and went within a month counts in that month’s churn', async () => {
  const rows = await rowsAs('balance_date, mrr, churned_mrr_1, churned_customers_1', {
    asOf: '2024-03-31',
    changes: [
      { account: 'B', on: '2023-12-10', mrr: '1' },
      { ...A, on: '2024-02-05', mrr: '100' },
      { ...A, on: '2024-02-20', mrr: '-100' },
    ],
  })
  expect(rows).toContain('2024-02-29 0 100.00000000 1')
})

test('only a churn counts as one, not what came or grew', async () => {
  const rows = await rowsAs('balance_date, account_id, churned_customers_1', {
    asOf: '2024-03-31',
    changes: [
      { account: 'B', on: '2023-12-10', mrr: '1' },
      { ...A, on: '2024-01-10', mrr: '100' },
      { ...A, on: '2024-02-10', mrr: '5' },
      { ...A, on: '2024-03-10', mrr: '-105' },
    ],
  })
  expect(rows.filter((row) => row.includes(' A '))).toEqual([
    '2024-01-31 A 0',
    '2024-02-29 A 0',
    '2024-03-31 A 1',
  ])
})

test('customer-months count the months at whose start there was MRR', async () => {
  const rows = await rowsAs('balance_date, customer_months_3, customer_months_6', {
    asOf: '2024-07-31',
    changes: [
      { ...A, on: '2024-01-10', mrr: '100' },
      { ...A, on: '2024-04-10', mrr: '-100' },
      { ...A, on: '2024-06-10', mrr: '50' },
    ],
  })
  // Of the months to July, three began with: 30 April none, 31 May none, 30 June 50;
  // before them 31 January, 29 February and 31 March 100.
  expect(rows.at(-1)).toBe('2024-07-31 1 4')
})

test('an account whose segment changes twice between month ends only closes what a month end saw', async () => {
  expect(
    await rowsAs('balance_date, segment, mrr, is_closing', {
      asOf: '2024-02-29',
      changes: [{ ...A, on: '2024-01-10', mrr: '100' }],
      versions: [
        { ...A, segment: 'SMB' },
        { ...A, segment: 'Mid-Market', from: '2024-02-05' },
        { ...A, segment: 'Enterprise', from: '2024-02-20' },
      ],
    }).then((rows) => rows.sort()),
  ).toEqual([
    '2024-01-31 SMB 100 false',
    '2024-02-29 Enterprise 100 false',
    '2024-02-29 SMB 0 true',
  ])
})
