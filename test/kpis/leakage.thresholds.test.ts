/** The worked cases at the limits of what counts as a leak (leakage.thresholds.md), through the real transforms. */
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { TestDatabase } from '../../src/testing.ts'
import { openMemory } from '../transforms/chain.ts'
import { type LeakyCompany, makeLeaks } from './leakage_company.ts'

const pays = (account: string, on: string, mrr = '100', plan = 'month') =>
  ({ account, on, mrr, plan, subscription: account }) as const
const year = (account: string, on: string) => pays(account, on, '100', 'year')
const bill = (account: string, on: string, total: string, discount = '0') =>
  ({ id: `${account} ${on}`, account, on, total, discount, subscription: account }) as const
/** New business of which the CRM tells an amount alone. */
const amountOnly = (account: string, won: string, acv: string) =>
  ({ id: account, account, won, acv, amountOnly: true }) as const
const services = (account: string, on: string, total = '100') =>
  ({ id: `${account} ${on}`, account, on, total }) as const

const deals: LeakyCompany = {
  versions: ['Early', 'In time', 'Too late'].map((account) => ({ account })),
  changes: [
    pays('Old', '2023-01-01'),
    pays('All but', '2024-03-01', '165'),
    pays('Less', '2024-03-01', '164.99'),
    pays('Waiting', '2024-10-02'),
    pays('Waited', '2024-10-01'),
    pays('First bill', '2023-03-01'),
    pays('Up', '2023-06-01'),
    pays('Up', '2024-04-15', '50'),
    pays('Taxed', '2024-03-01'),
    pays('Later', '2024-03-01'),
    pays('Later', '2024-04-17'),
    pays('Later', '2024-06-01', '10'),
    pays('Grown', '2024-03-05'),
    pays('Grown', '2024-04-15'),
    pays('Grown', '2024-04-15', '-30'),
    pays('Not grown', '2024-03-05'),
    pays('Not grown', '2024-04-16', '65'),
    pays('Both', '2024-05-20'),
    pays('Next', '2024-03-01'),
    pays('Next', '2024-07-25'),
    { ...pays('Next', '2024-08-01'), subscription: 'Next 2' },
  ],
  deals: [
    { id: 'before', account: 'Old', won: '2022-12-31', acv: '900' },
    { id: 'at first', account: 'Early', won: '2023-01-01', acv: '900' },
    { id: 'grace', account: 'Early', won: '2024-11-16', acv: '900' },
    { id: 'no grace', account: 'Early', won: '2024-11-15', acv: '900' },
    { id: 'free', account: 'Early', won: '2024-03-01', acv: '0' },
    { id: 'all but', account: 'All but', won: '2024-03-01', acv: '2000' },
    { id: 'less', account: 'Less', won: '2024-03-01', acv: '2000' },
    amountOnly('Waiting', '2024-10-02', '1700'),
    amountOnly('Waited', '2024-10-01', '1700'),
    amountOnly('First bill', '2023-03-01', '1700'),
    { id: 'up', account: 'Up', won: '2024-03-01', acv: '1800' },
    amountOnly('Taxed', '2024-03-01', '1790'),
    amountOnly('In time', '2024-03-01', '700'),
    amountOnly('Too late', '2024-03-01', '700'),
    amountOnly('Both', '2024-03-01', '700'),
    { id: 'later', account: 'Later', won: '2024-03-02', acv: '2400' },
    { id: 'grown', account: 'Grown', won: '2024-03-01', acv: '2000' },
    { id: 'not grown', account: 'Not grown', won: '2024-03-01', acv: '2000' },
    { id: 'next', account: 'Next', won: '2024-03-01', acv: '2400' },
    { id: 'next 2', account: 'Next', won: '2024-08-01', acv: '1200' },
  ],
  invoices: [
    services('Old', '2023-03-01'),
    services('Old', '2024-12-31'),
    { ...services('Taxed', '2024-05-01', '595'), tax: '95' },
    services('In time', '2024-04-15'),
    services('In time', '2024-05-01'),
    services('Too late', '2024-04-16'),
    services('Too late', '2024-05-01'),
    services('Both', '2024-05-01'),
  ],
  dollars: { '2024-03-01': '0.50' },
}

const payments: LeakyCompany = {
  changes: [pays('Acme', '2024-01-01')],
  invoices: ['retried', 'too late', 'part', 'part before', 'paid before', 'owed', 'returned'].map(
    (id) => ({ id, account: 'Acme', on: '2024-01-15', total: '100', status: 'open' }),
  ),
  payments: [
    ['retried', '2024-03-01', '100', 'failed'],
    ['retried', '2024-03-31', '100'],
    ['too late', '2024-03-01', '100', 'failed'],
    ['too late', '2024-04-01', '100'],
    ['part', '2024-03-01', '100', 'failed'],
    ['part', '2024-03-05', '40'],
    ['part', '2024-03-10', '60', 'failed'],
    ['part', '2024-04-15', '60'],
    ['part before', '2024-02-01', '40'],
    ['part before', '2024-03-01', '60', 'failed'],
    ['part before', '2024-04-20', '60'],
    ['paid before', '2024-02-01', '100'],
    ['paid before', '2024-03-01', '100', 'failed'],
    ['owed', '2024-03-01', '40'],
  ],
}

const discounts: LeakyCompany = {
  changes: [
    'At limit',
    'Beyond',
    'Less since',
    'Two currencies',
    'Told twice',
    'Not told',
    'Agreed limit',
    'Free',
  ].map((account) => year(account, '2024-01-01')),
  subscriptions: [
    { subscription_id: 'Told twice', discount_rate: 0.5 },
    { subscription_id: 'Not told', discount_rate: 0.5 },
    { subscription_id: 'Agreed limit', discount_rate: 0.3 },
    { subscription_id: 'Free', discount_rate: 1 },
  ],
  invoices: [
    bill('At limit', '2024-01-01', '699.99', '300.01'),
    { ...bill('Beyond', '2024-01-01', '832.98', '300.02'), tax: '133' },
    bill('Less since', '2024-01-01', '600', '400'),
    bill('Less since', '2024-07-01', '900', '100'),
    bill('Two currencies', '2024-01-01', '500', '500'),
    { ...bill('Two currencies', '2024-07-01', '400', '600'), currency: 'USD' },
    bill('Told twice', '2024-01-01', '50', '50'),
    bill('Not told', '2024-01-01', '50'),
    { id: 'one-off', account: 'Beyond', on: '2024-03-01', total: '100', discount: '100' },
    { ...bill('At limit', '2024-02-01', '100', '900'), status: 'void' },
  ],
  dollars: { '2024-01-01': '0.50', '2024-07-01': '0.50' },
}

const terms: LeakyCompany = {
  versions: [
    { account: 'Stretch', owner: 'Ann' },
    { account: 'Stretch', owner: 'Bob', from: '2024-09-12' },
    { account: 'Early', owner: 'Ann' },
    { account: 'Early', owner: 'Bob', from: '2024-04-16' },
  ],
  changes: [
    pays('Stretch', '2024-02-01', '100', 'quarter'),
    pays('Between', '2024-02-01', '100', 'quarter'),
    ...['Ahead', 'Early', 'In time', 'Half', 'Less than half', 'More'].map((account) =>
      year(account, '2023-03-01'),
    ),
    pays('More', '2024-03-01', '50', 'year'),
    year('Waiting', '2023-11-16'),
    year('Waited', '2023-11-15'),
  ],
  invoices: [
    bill('Stretch', '2024-02-01', '300'),
    bill('Stretch', '2024-05-01', '300'),
    bill('Between', '2024-02-01', '300'),
    bill('Between', '2024-06-20', '300'),
    ...['Ahead', 'Early', 'In time', 'Half', 'Less than half', 'More'].map((account) =>
      bill(account, '2023-03-01', '1200'),
    ),
    bill('Ahead', '2024-01-16', '1200'),
    bill('Early', '2024-01-15', '1200'),
    bill('In time', '2024-04-15', '1200'),
    bill('In time', '2024-08-01', '1200'),
    { ...bill('Half', '2024-07-01', '595', '100'), tax: '95' },
    bill('Half', '2024-09-01', '1200'),
    { ...bill('Less than half', '2024-07-01', '654.50'), tax: '104.50' },
    bill('Waiting', '2023-11-16', '1200'),
    bill('Waited', '2023-11-15', '1200'),
  ],
}

const usage: LeakyCompany = {
  changes: [
    ...['Full', 'Counted', 'Gone'].map((account) => pays(account, '2024-01-01')),
    pays('Gone', '2024-06-01', '-100'),
  ],
  subscriptions: [
    { subscription_id: 'Full', quantity: 10, used_quantity: 10 },
    { subscription_id: 'Counted', quantity: 0, used_quantity: 5 },
    { subscription_id: 'Gone', quantity: 10, used_quantity: 13 },
  ],
}

describe.each<[string, LeakyCompany, string[]]>([
  [
    'new business',
    deals,
    [
      'unbilled_closed_won:Both: 700, seen 2024-04-16, recovered 2024-05-01',
      'unbilled_closed_won:Too late: 700, seen 2024-04-16, recovered 2024-04-16',
      'unbilled_closed_won:at first: 900, seen 2023-02-16, open',
      'unbilled_closed_won:no grace: 900, seen 2024-12-31, open',
      'unbilled_closed_won:up: 1800, seen 2024-04-16, open',
      'under_billed:First bill: 500, seen 2023-05-31, open',
      'under_billed:Taxed: 90, seen 2024-05-31, open',
      'under_billed:Waited: 500, seen 2024-12-31, open',
      'under_billed:later: 1200, seen 2024-04-17, recovered 2024-04-17',
      'under_billed:less: 20.12, seen 2024-04-16, open',
      'under_billed:next: 1200, seen 2024-04-16, open',
      'under_billed:not grown: 800, seen 2024-04-16, recovered 2024-04-16',
    ],
  ],
  [
    'payments',
    payments,
    [
      'failed_payment:part: 100, seen 2024-03-01, recovered 2024-04-15',
      'failed_payment:part before: 60, seen 2024-03-01, recovered 2024-04-20',
      'failed_payment:too late: 100, seen 2024-03-01, recovered 2024-04-01',
    ],
  ],
  [
    'discounts',
    discounts,
    [
      'discount_beyond_limit:Beyond: 300.02, seen 2024-01-01, open',
      'discount_beyond_limit:Less since: 400, seen 2024-01-01, ended',
      'discount_beyond_limit:Not told: 1200, seen 2024-01-01, open',
      'discount_beyond_limit:Told twice: 50, seen 2024-01-01, open',
      'discount_beyond_limit:Two currencies: 500, seen 2024-01-01, ended',
      'discount_beyond_limit:Two currencies:USD: 300, seen 2024-07-01, open',
      'discount_beyond_limit:one-off: 100, seen 2024-03-01, ended',
    ],
  ],
  [
    'terms',
    terms,
    [
      'expired_renewal:Between:2024-05-01: 300, seen 2024-06-12, ended',
      'expired_renewal:Between:2024-11-01: 300, seen 2024-12-13, open',
      'expired_renewal:Early:2024-03-01: 1200, seen 2024-04-15, open',
      'expired_renewal:Half:2024-03-01: 1200, seen 2024-04-15, recovered 2024-07-01',
      'expired_renewal:Less than half:2024-03-01: 1200, seen 2024-04-15, open',
      'expired_renewal:More:2024-03-01: 1800, seen 2024-04-15, open',
      'expired_renewal:Stretch:2024-08-01: 600, seen 2024-09-12, open of Bob',
      'expired_renewal:Waited:2024-11-15: 1200, seen 2024-12-30, open',
    ],
  ],
  ['usage', usage, []],
])('%s', (_, company, expected) => {
  let db: TestDatabase
  beforeAll(async () => {
    db = await openMemory()
    await makeLeaks(db, company)
  })
  afterAll(() => db.destroy())

  test('leaks from the limit on, and not before it', async () => {
    const { rows } = await sql<Record<'leak_id' | 'seen' | 'told' | 'owner', string>>`
      select leak_id, cast(amount as double) as amount, cast(first_seen_date as varchar) as seen,
        leak_status || coalesce(' ' || recovered_date, '') as told,
        if(owner_id = 'Ann', '', ' of ' || owner_id) as owner
      from fct_leaks order by leak_id`.execute(db)
    expect(
      rows.map(
        ({ leak_id, seen, told, owner, ...row }) =>
          `${leak_id}: ${(row as { amount: number }).amount}, seen ${seen}, ${told}${owner}`,
      ),
    ).toEqual(expected)
  })
})
