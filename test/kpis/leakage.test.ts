/** The worked case of view `leakage` (leakage.*.md), through the real transforms and model. */
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { dimAccounts } from '../../transforms/conformed/dim_accounts.ts'
import { dimDates } from '../../transforms/conformed/dim_dates.ts'
import { dimOwners } from '../../transforms/conformed/dim_owners.ts'
import { martLeakage } from '../../transforms/marts/mart_leakage.ts'
import { make, openMemory } from '../transforms/chain.ts'
import { type LeakyCompany, makeLeaks } from './leakage_company.ts'
import { answer, type Question, type ServedCase, serve } from './served_case.ts'

const year = (account: string, on: string) =>
  ({ account, on, mrr: '100', plan: 'year', subscription: account }) as const
const month = (account: string, on: string, mrr = '100') =>
  ({ account, on, mrr, subscription: account }) as const
const quarter = (account: string, on: string) =>
  ({ account, on, mrr: '100', plan: 'quarter', subscription: account }) as const
const bill = (account: string, on: string, total: string, discount = '0') =>
  ({ id: `${account} ${on}`, account, on, total, discount, subscription: account }) as const

const company: LeakyCompany = {
  versions: [
    { account: 'Acme', owner: 'Bob' },
    { account: 'Sigma', owner: 'Cid' },
    ...['Zeta', 'Us'].map((account) => ({ account })),
  ],
  internal: ['Us'],
  dollars: {
    '2024-02-20': '0.90',
    '2024-03-03': '0.80',
    '2024-05-02': '0.92',
    '2024-05-09': '0.93',
  },
  changes: [
    month('Beta', '2024-02-05'),
    month('Beta', '2024-06-01'),
    month('Eta', '2024-08-01', '50'),
    { ...month('Gamma', '2024-03-03'), currency: 'USD' },
    month('Delta', '2024-04-02'),
    month('Epsilon', '2024-04-01'),
    month('Chi', '2023-02-10'),
    month('Tau', '2024-04-01'),
    year('Theta', '2023-10-15'),
    month('Phi', '2024-06-01'),
    year('Iota', '2024-01-15'),
    quarter('Kappa', '2023-07-01'),
    quarter('Lambda', '2024-02-01'),
    quarter('Rho', '2023-05-01'),
    year('Mu', '2023-03-01'),
    year('Nu', '2023-04-01'),
    year('Pi', '2023-06-01'),
    month('Xi', '2024-09-05'),
    month('Xi', '2024-10-05', '-100'),
    month('Xi', '2024-11-05'),
    month('Omicron', '2024-01-01'),
  ],
  subscriptions: [
    { subscription_id: 'Lambda', discount_ends_at: new Date('2024-03-01T00:00:00Z') },
    { subscription_id: 'Xi', subscription_status: 'active' },
    { subscription_id: 'Phi', discount_rate: 0.5 },
    { subscription_id: 'Delta', quantity: 10, used_quantity: 7 },
    {
      subscription_id: 'Omicron',
      quantity: 10,
      used_quantity: 13,
      period_starts_at: new Date('2024-11-01T00:00:00Z'),
    },
  ],
  deals: [
    { id: 'd1', account: 'Acme', won: '2024-01-10', acv: '1200', owner: 'Cid', team: 'North' },
    { id: 'd2', account: 'Beta', won: '2024-02-01', acv: '2400' },
    { id: 'd3', account: 'Eta', won: '2024-04-10', acv: '600' },
    {
      id: 'd4',
      account: 'Gamma',
      created: '2024-02-20',
      won: '2024-03-01',
      acv: '1200',
      currency: 'USD',
    },
    { id: 'd5', account: 'Delta', won: '2024-04-01', acv: '1700', amountOnly: true },
    { id: 'd6', account: 'Epsilon', won: '2024-04-01', acv: '1210' },
    { id: 'dc', account: 'Chi', won: '2023-02-10', acv: '1700', amountOnly: true },
    { id: 'd9', account: 'Tau', won: '2024-04-01', acv: '1500', amountOnly: true },
    {
      id: 'da',
      account: 'unknown',
      won: '2024-03-01',
      acv: '700',
      people: ['Mu', 'Mu', 'unknown'],
    },
    { id: 'db', account: 'unknown', won: '2024-03-01', acv: '700', people: ['Mu', 'Nu'] },
    { id: 'd7', account: 'Zeta', won: '2024-12-01', acv: '900' },
    { id: 'd8', account: 'Acme', won: '2024-05-01', acv: '900', type: 'Existing Business' },
  ],
  invoices: [
    { id: 'i1', account: 'Acme', on: '2024-03-01', total: '119', tax: '19', status: 'open' },
    { id: 'i2', account: 'Beta', on: '2024-03-05', total: '100' },
    { id: 'i3', account: 'Beta', on: '2024-04-05', total: '100' },
    { id: 'i4', account: 'Gamma', on: '2024-05-02', total: '200', currency: 'USD', status: 'open' },
    { id: 'i5', account: 'Beta', on: '2024-03-05', total: '100', status: 'void' },
    { id: 'i6', account: 'Beta', on: '2024-03-05', total: '100', status: 'uncollectible' },
    { id: 'i7', account: 'Beta', on: '2024-03-05', total: '100' },
    { id: 'ours', account: 'Us', on: '2024-03-05', total: '100', status: 'open' },
    { id: 'services', account: 'Delta', on: '2024-06-20', total: '500' },
    { id: 'taken back', account: 'Tau', on: '2024-05-20', total: '300', status: 'void' },
    bill('Theta', '2023-10-15', '720', '480'),
    bill('Theta', '2024-10-15', '720', '480'),
    bill('Iota', '2024-01-15', '840', '360'),
    ...['2023-07-01', '2023-10-01', '2024-01-01', '2024-04-01', '2024-07-01', '2024-10-01'].map(
      (on) => bill('Kappa', on, '270', '30'),
    ),
    bill('Lambda', '2024-02-01', '270', '30'),
    bill('Lambda', '2024-05-01', '270', '30'),
    bill('Lambda', '2024-08-01', '300'),
    bill('Lambda', '2024-11-01', '300'),
    ...['2023-05-01', '2023-08-01'].map((on) => bill('Rho', on, '270', '30')),
    bill('Rho', '2023-11-01', '300'),
    ...['2024-02-01', '2024-05-01', '2024-08-01', '2024-11-01'].map((on) =>
      bill('Rho', on, '270', '30'),
    ),
    bill('Mu', '2023-03-01', '1200'),
    bill('Nu', '2023-04-01', '1200'),
    bill('Nu', '2024-07-01', '1200'),
    bill('Pi', '2023-06-01', '1200'),
    { ...bill('Pi', '2024-06-01', '1200'), status: 'void' },
    ...['2024-09-05', '2024-11-05', '2024-12-05'].map((on) => bill('Xi', on, '100')),
  ],
  payments: [
    ['i1', '2024-03-01', '119', 'failed'],
    ['i1', '2024-03-04', '119', 'failed'],
    ['i2', '2024-03-05', '100', 'failed'],
    ['i2', '2024-03-20', '100'],
    ['i3', '2024-04-05', '100', 'failed'],
    ['i3', '2024-05-20', '100'],
    ['i4', '2024-05-02', '200', 'failed'],
    ['i4', '2024-05-09', '50'],
    ['i5', '2024-03-05', '100', 'failed'],
    ['i7', '2024-03-05', '100', 'failed'],
    ['ours', '2024-03-05', '100', 'failed'],
  ],
}

let served: ServedCase
let findings: Record<string, unknown>[]
beforeAll(async () => {
  const db = await openMemory()
  await makeLeaks(db, company)
  await make(db, [martLeakage])
  findings = (
    await sql<Record<string, unknown>>`select leak_id, account_id, leak_status as status,
      cast(amount as double) as amount, first_seen_date as seen, recovered_date as recovered, reason
      from fct_leaks order by leak_id`.execute(db)
  ).rows
  served = await serve(db, [martLeakage, dimAccounts, dimOwners, dimDates], '2024-12-31T12:00:00Z')
  await db.destroy()
})
afterAll(() => served.close())

const ask = (question?: Question, of = ['findings', 'leaked_amount', 'recovery_rate']) =>
  answer(served.semantic, 'leakage', of, question)

test('what leaks is found, with what it costs, and nothing else is', () => {
  const told = findings.map(
    ({ leak_id, account_id, status, amount, seen, recovered }) =>
      `${leak_id} of ${account_id}: ${amount}, seen ${seen}, ${status}${recovered ? ` ${recovered}` : ''}`,
  )
  expect(told).toEqual([
    'discount_beyond_limit:Phi of Phi: 1200, seen 2024-06-01, open',
    'discount_beyond_limit:Theta of Theta: 480, seen 2023-10-15, open',
    'expired_discount:Kappa of Kappa: 120, seen 2024-07-01, open',
    'expired_discount:Lambda of Lambda: 60, seen 2024-05-01, ended',
    'expired_renewal:Mu:2024-03-01 of Mu: 1200, seen 2024-04-15, open',
    'expired_renewal:Nu:2024-04-01 of Nu: 1200, seen 2024-05-16, recovered 2024-07-01',
    'failed_payment:i1 of Acme: 119, seen 2024-03-01, open',
    'failed_payment:i3 of Beta: 100, seen 2024-04-05, recovered 2024-05-20',
    'failed_payment:i4 of Gamma: 138, seen 2024-05-02, open',
    'unbilled_closed_won:d1 of Acme: 1200, seen 2024-02-25, open',
    'unbilled_closed_won:d3 of Eta: 600, seen 2024-05-26, recovered 2024-08-01',
    'unbilled_closed_won:da of Mu: 700, seen 2024-04-16, open',
    'unbilled_usage:Omicron of Omicron: 360, seen 2024-11-01, open',
    'under_billed:d2 of Beta: 1200, seen 2024-03-18, recovered 2024-06-01',
  ])
})

test('reasons say what was found, in the currency of the document', () => {
  expect(findings.map(({ reason }) => reason)).toEqual([
    'A discount of 50 % is beyond the limit of 30 %, since 2024-06-01; it takes off 1,200.00 EUR a year.',
    'A discount of 40 % is beyond the limit of 30 %, since 2023-10-15; it was last given on 2024-10-15, and took 480.00 EUR off the bills of the twelve months up to then.',
    'A discount of 10 % was to end by 2024-07-01 and was still given on 2024-10-01; it took 120.00 EUR off the bills of the twelve months up to then.',
    'A discount of 10 % was to end by 2024-03-01 and was still given on 2024-05-01; it took 60.00 EUR off the bills of the twelve months up to then.',
    'The term ran out on 2024-03-01 and the subscription went on, without an invoice for 1,200.00 EUR.',
    'The term ran out on 2024-04-01 and the subscription went on, without an invoice for 1,200.00 EUR. Billed on 2024-07-01.',
    '119.00 EUR of the invoice of 2024-03-01 failed to be paid; attempts from 2024-03-01 on: 2. The last one failed for card_declined.',
    '100.00 EUR of the invoice of 2024-04-05 failed to be paid; attempts from 2024-04-05 on: 1. The last one failed for card_declined. Paid on 2024-05-20.',
    '150.00 USD of the invoice of 2024-05-02 failed to be paid; attempts from 2024-05-02 on: 1. The last one failed for card_declined.',
    'Deal d1 was won on 2024-01-10 for 1,200.00 EUR a year; nothing was billed within 45 days.',
    'Deal d3 was won on 2024-04-10 for 600.00 EUR a year; nothing was billed within 45 days. Billed since 2024-08-01.',
    'Deal da was won on 2024-03-01 for 700.00 EUR a year; nothing was billed within 45 days.',
    'Units in use: 13; units billed: 10. That makes 360.00 EUR a year at the price of those.',
    'Deal d2 was won on 2024-02-01 for 2,400.00 EUR a year; what was billed within 45 days comes to 1,200.00 EUR. Billed since 2024-06-01.',
  ])
})

test('by quarter and in all', async () => {
  const measures = ['findings', 'leaked_amount', 'leakage_rate', 'recovery_rate']
  expect(await ask({}, measures)).toEqual({
    '': {
      findings: 14,
      leaked_amount: 8677,
      leakage_rate: expect.closeTo(8677 / 21583, 8),
      recovery_rate: expect.closeTo(3100 / 8677, 8),
    },
  })
  expect(await ask({ grain: 'quarter', from: '2024-07-01', to: '2024-12-31' }, measures)).toEqual({
    '2024-07-01': {
      findings: 1,
      leaked_amount: 120,
      leakage_rate: expect.closeTo(120 / 2260, 8),
      recovery_rate: 0,
    },
    '2024-10-01': {
      findings: 1,
      leaked_amount: 360,
      leakage_rate: expect.closeTo(360 / 2120, 8),
      recovery_rate: 0,
    },
  })
})

test('a quarter without a finding leaks nothing, and one without anything has no rate', async () => {
  const rate = ['leaked_amount', 'leakage_rate']
  expect(await ask({ grain: 'quarter', from: '2023-04-01', to: '2023-06-30' }, rate)).toEqual({
    '2023-04-01': { leaked_amount: null, leakage_rate: 0 },
  })
  expect(await ask({ from: '2022-01-01', to: '2022-12-31' }, rate)).toEqual({
    '': { leaked_amount: null, leakage_rate: null },
  })
})

test('by type, and open ones alone', async () => {
  expect(await ask({ by: ['finding_type'], where: { finding_status: 'open' } })).toMatchObject({
    unbilled_closed_won: { findings: 2, leaked_amount: 1900, recovery_rate: 0 },
    failed_payment: { findings: 2, leaked_amount: 257 },
    expired_renewal: { findings: 1, leaked_amount: 1200 },
  })
  const { rows } = await served.semantic.load(
    { measures: ['leakage.findings'], segments: ['leakage.open_only'] },
    { role: 'admin' },
  )
  expect(rows).toEqual([{ 'leakage.findings': '9' }])
})

test('the leakage rate by type is refused: an invoice has none', async () => {
  await expect(ask({ by: ['finding_type'] }, ['leakage_rate'])).rejects.toThrow(
    'leakage.leakage_rate cannot be sliced or filtered by finding_type; it allows account_name',
  )
})

test('a rep sees findings of the own accounts, and of the deals that were closed', async () => {
  const of = async (user: string) =>
    (
      await served.semantic.load(
        {
          measures: ['leakage.findings'],
          dimensions: ['leakage.finding_type'],
          filters: [{ member: 'leakage.findings', operator: 'gt', values: ['0'] }],
          order: { 'leakage.finding_type': 'asc' },
        },
        { role: 'rep', user } as never,
      )
    ).rows.map((row) => row['leakage.finding_type'])
  expect(await of('Bob')).toEqual(['failed_payment'])
  expect(await of('cid@ours.example')).toEqual(['unbilled_closed_won'])
})
