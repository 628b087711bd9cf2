import { sql } from 'kysely'
import { beforeEach, describe, expect, test } from 'vitest'
import { dataAsOf } from '../../../src/run_tables.ts'
import { given, rowsOf, type TestDatabase } from '../../../src/testing.ts'
import { dimExchangeRates } from '../../../transforms/conformed/dim_exchange_rates.ts'
import { fctAdSpend } from '../../../transforms/conformed/fct_ad_spend.ts'
import { costsBy, fctCosts } from '../../../transforms/conformed/fct_costs.ts'
import { stgCosts } from '../../../transforms/staging/stg_costs.ts'
import { make, openMemory } from '../chain.ts'

let db: TestDatabase
beforeEach(async () => {
  db = await openMemory()
  await given(db, dataAsOf, [{ as_of: new Date('2024-04-15T12:00:00Z') }])
  await given(db, dimExchangeRates, [
    ...['2024-02-29', '2024-03-31', '2024-04-10'].map((on) => ({
      currency_code: 'EUR',
      rate_date: on,
      exchange_rate: '1',
    })),
    { currency_code: 'USD', rate_date: '2024-03-31', exchange_rate: '0.90' },
  ])
  await given(db, fctAdSpend, [])
  return () => db.destroy()
})

const booking = {
  source_system: 'finance',
  cost_type: 'marketing',
  category: 'agency',
  currency_code: 'EUR',
  cost_date: '2024-03-31',
  amount_local: '100.00',
} as const

test('costs convert at the rate of their day, and a missing rate makes them missing', async () => {
  await given(db, stgCosts, [
    { ...booking, currency_code: 'USD' },
    { ...booking, currency_code: 'XXX' },
  ])
  const rows = await rowsOf(db, fctCosts)
  expect(rows.map((row) => [row.currency_code, row.cost]).sort()).toEqual([
    ['USD', '90.00'],
    ['XXX', null],
  ])
})

test('a cost without a rate is told of, and holds nothing back', async () => {
  await given(db, stgCosts, [
    { ...booking, currency_code: 'USD' },
    { ...booking, currency_code: 'XXX' },
  ])
  await make(db, [fctCosts])
  const [audit] = fctCosts.audits
  expect(audit!.severity).toBe('warn')
  expect((await sql`from (${audit!.broken(db)})`.execute(db)).rows).toMatchObject([
    { currency_code: 'XXX' },
  ])
})

test('departments are told by the settings, categories and segments in one spelling', async () => {
  await given(db, stgCosts, [
    { ...booking, category: 'AGENCY', segment: ' mid-market ' },
    { ...booking, category: 'agency', segment: 'Mid-Market' },
    { ...booking, cost_type: 'vertrieb', category: null },
    { ...booking, cost_type: 'r&d', segment: 'Public sector' },
  ])
  await make(db, [fctCosts])
  const rows = await rowsOf(db, fctCosts)
  expect(
    rows.map((row) => [row.cost_function, row.category, row.segment, row.cost]).sort(),
  ).toEqual([
    ['marketing', 'Agency', 'Mid-Market', '200.00'],
    ['other', 'Agency', 'Public sector', '100.00'],
    ['sales', 'Not allocated', 'Not allocated', '100.00'],
  ])
})

test('a cost of a day after data_as_of is not known yet', async () => {
  await given(db, stgCosts, [{ ...booking, cost_date: '2024-04-30' }])
  expect(await rowsOf(db, fctCosts)).toEqual([])
})

describe('of several tellings of one cost', () => {
  const spend = {
    source_system: 'google_ads',
    currency_code: 'EUR',
    is_allocated: false,
    spend_date: '2024-03-10',
    cost: '10.00',
  } as const
  const fair = { ...spend, source_system: 'salesforce', is_allocated: true } as const

  /** What counts, as `who what month`, with one source believed of advertising. */
  const counted = async (source: 'platforms' | 'finance') => {
    const { rows } = await sql<{ row: string }>`
      select concat_ws(' ', cost_source, category, month(cost_date), cost) as row
      from (${costsBy(db, source)}) where is_counted order by row`.execute(db)
    return rows.map(({ row }) => row)
  }

  beforeEach(async () => {
    await given(db, stgCosts, [
      { ...booking, cost_date: '2024-02-29', category: 'advertising' },
      { ...booking, category: 'Advertising', amount_local: '11.00' },
      { ...booking, category: 'events' },
      { ...booking, cost_type: 'sales', cost_date: '2024-04-10', category: 'travel' },
    ])
    await given(db, fctAdSpend, [
      spend,
      { ...spend, source_system: 'meta_ads' },
      { ...spend, spend_date: '2024-04-10' },
      fair,
      { ...fair, spend_date: '2024-04-10', cost: '5.00' },
    ])
  })

  test('platforms stand in place of booked media, in months in which they bill any', async () => {
    expect(await counted('platforms')).toEqual([
      'advertising Advertising 3 10.00',
      'advertising Advertising 3 10.00',
      'advertising Advertising 4 10.00',
      'campaigns Campaigns 4 5.00',
      'ledger Advertising 2 100.00',
      'ledger Events 3 100.00',
      'ledger Travel 4 100.00',
    ])
  })

  test('or finance does, in months in which it booked marketing cost', async () => {
    expect(await counted('finance')).toEqual([
      'advertising Advertising 4 10.00',
      'campaigns Campaigns 4 5.00',
      'ledger Advertising 2 100.00',
      'ledger Advertising 3 11.00',
      'ledger Events 3 100.00',
      'ledger Travel 4 100.00',
    ])
  })

  test('all of them stay in the table', async () => {
    const rows = await rowsOf(db, fctCosts)
    expect(rows).toHaveLength(9)
    expect(rows.filter((row) => !row.is_counted).map((row) => [row.cost_source, row.cost])).toEqual(
      expect.arrayContaining([
        ['ledger', '11.00'],
        ['campaigns', '10.00'],
      ]),
    )
  })
})
