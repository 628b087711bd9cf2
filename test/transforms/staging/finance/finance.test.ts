/** Finance’s files in our names: what staging reads out of them. */
import { beforeEach, expect, test } from 'vitest'
import { given, rowsOf, type TestDatabase } from '../../../../src/testing.ts'
import {
  rawFinanceCosts,
  rawFinanceForecasts,
  rawFinanceTargets,
} from '../../../../transforms/sources/finance.ts'
import { stgFinanceCosts } from '../../../../transforms/staging/finance/stg_finance__costs.ts'
import { stgFinanceForecasts } from '../../../../transforms/staging/finance/stg_finance__forecasts.ts'
import { stgFinanceTargets } from '../../../../transforms/staging/finance/stg_finance__targets.ts'
import { openMemory } from '../../chain.ts'

let db: TestDatabase
beforeEach(async () => {
  db = await openMemory()
  return () => db.destroy()
})

test('bookings of one day, department and category are one cost, by currency', async () => {
  const booking = { date: '2024-01-31', department: 'Sales', category: 'salaries', currency: 'eur' }
  await given(db, rawFinanceCosts, [
    { ...booking, description: 'AE', amount: '100.10' },
    { ...booking, description: 'SDR', amount: '50.05', department: 'sales ' },
    { ...booking, description: 'VP', amount: '9.00', currency: 'USD' },
    { ...booking, description: 'gone', amount: '1.00', is_gone: true },
    { ...booking, description: 'rent', amount: '7.00', department: null, category: null },
  ])
  const rows = await rowsOf(db, stgFinanceCosts)
  expect(
    rows.map((row) => [row.cost_type, row.category, row.currency_code, row.amount_local]).sort(),
  ).toEqual([
    ['other', null, 'EUR', '7.00'],
    ['sales', 'salaries', 'EUR', '150.15'],
    ['sales', 'salaries', 'USD', '9.00'],
  ])
})

test('a forecast is for the period that it names, every submission one', async () => {
  const forecast = {
    owner_email: 'Mara@seller.example',
    category: 'Commit',
    currency: 'EUR',
    submitted_on: new Date('2024-01-08T00:00:00Z'),
    amount: '10.00',
  }
  await given(db, rawFinanceForecasts, [
    { ...forecast, period_start: '2024-Q2' },
    { ...forecast, period_start: '2024-Q2', submitted_on: new Date('2024-02-08T00:00:00Z') },
    { ...forecast, period_start: '2024-02-01' },
    { ...forecast, period_start: '2024-01-01', period_type: 'quarter' },
  ])
  const rows = await rowsOf(db, stgFinanceForecasts)
  expect(
    rows
      .map((row) => [
        row.owner_email,
        row.period_type,
        row.period_start_date,
        row.submitted_at.getUTCMonth() + 1,
      ])
      .sort(),
  ).toEqual([
    ['mara@seller.example', 'month', '2024-02-01', 1],
    ['mara@seller.example', 'quarter', '2024-01-01', 1],
    ['mara@seller.example', 'quarter', '2024-04-01', 1],
    ['mara@seller.example', 'quarter', '2024-04-01', 2],
  ])
})

test('a target is for a month where it does not say otherwise', async () => {
  await given(db, rawFinanceTargets, [
    { month: '2024-01-01', metric: 'win_rate', amount: 0.3 },
    { month: '2024-01-01', metric: 'win_rate', amount: 0.4, period: 'year', team: ' SMB ' },
  ])
  expect(
    (await rowsOf(db, stgFinanceTargets)).map((row) => [row.period_type, row.team_name]),
  ).toEqual(
    expect.arrayContaining([
      ['month', null],
      ['year', 'SMB'],
    ]),
  )
})
