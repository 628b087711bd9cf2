/** Exchange rates on every day, and the calendar. */
import { beforeEach, expect, test } from 'vitest'
import { given, rowsOf, type TestDatabase } from '../../../src/testing.ts'
import { dimDates } from '../../../transforms/conformed/dim_dates.ts'
import { dimExchangeRates } from '../../../transforms/conformed/dim_exchange_rates.ts'
import { stgFxRates } from '../../../transforms/staging/stg_fx_rates.ts'
import { openMemory } from '../chain.ts'
import { givenCrm } from '../crm_inputs.ts'

let db: TestDatabase
beforeEach(async () => {
  db = await openMemory()
  return () => db.destroy()
})

/** The rates of a currency on some days. */
async function ratesOf(currency: string, ...days: string[]) {
  const rows = await rowsOf(db, dimExchangeRates)
  return days.map(
    (day) =>
      rows.find((row) => row.currency_code === currency && row.rate_date === day)?.exchange_rate,
  )
}

test('a day without a rate has the last one published; the first holds from the beginning', async () => {
  await givenCrm(db, {
    asOf: '2024-06-30 12:00',
    rates: { USD: { '2024-01-04': '0.91', '2024-01-05': '0.92', '2024-01-08': '0.93' } },
  })
  expect(
    await ratesOf(
      'USD',
      '2015-01-01',
      '2024-01-04',
      '2024-01-05',
      '2024-01-06',
      '2024-01-07',
      '2024-01-08',
      '2025-12-31',
      '2026-01-01',
    ),
  ).toEqual([
    '0.91000000',
    '0.91000000',
    '0.92000000',
    '0.92000000',
    '0.92000000',
    '0.93000000',
    '0.93000000',
    undefined,
  ])
})

test('the reporting currency is 1 on every day, whatever is published', async () => {
  await givenCrm(db, { asOf: '2024-06-30 12:00' })
  expect(await ratesOf('EUR', '2015-01-01', '2024-02-29', '2025-12-31', '2026-01-01')).toEqual([
    '1.00000000',
    '1.00000000',
    '1.00000000',
    undefined,
  ])
})

test('there is one rate per currency and day', async () => {
  await givenCrm(db, {
    asOf: '2024-06-30 12:00',
    rates: { USD: { '2024-01-04': '0.91' }, GBP: { '2024-01-04': '1.15', '2024-01-05': '1.16' } },
  })
  const rows = await rowsOf(db, dimExchangeRates)
  // 2015-01-01 to 2025-12-31: 11 years, of which 2016, 2020 and 2024 are leap years.
  expect(rows.length).toBe(3 * (11 * 365 + 3))
})

test('a month is complete once the data reaches into the next one', async () => {
  const complete = async (asOf: string) => {
    await givenCrm(db, { asOf })
    return (await rowsOf(db, dimDates))
      .filter(({ date }) => date.endsWith('-15') && date.startsWith('2024-0'))
      .filter((row) => row.is_complete)
      .map(({ date }) => date)
      .sort()
  }
  expect(await complete('2024-02-29 23:59')).toEqual(['2024-01-15'])
  expect(await complete('2024-03-01 00:00')).toEqual(['2024-01-15', '2024-02-15'])
})

test('the calendar knows ISO weeks and fiscal periods', async () => {
  await givenCrm(db, {})
  const rows = await rowsOf(db, dimDates)
  expect(rows.length).toBe(7_670)
  expect(rows.find(({ date }) => date === '2024-12-30')).toMatchObject({
    week_start_date: '2024-12-30',
    month_start_date: '2024-12-01',
    quarter_start_date: '2024-10-01',
    iso_week: 1,
    year: 2024,
    quarter: 4,
    fiscal_year: 'FY2024',
    fiscal_quarter: 'FY2024-Q4',
  })
})

test('of two sources that publish a rate of one day, finance’s holds', async () => {
  await givenCrm(db, { asOf: '2024-06-30 12:00' })
  const rate = { currency_code: 'USD', base_currency_code: 'EUR', rate_date: '2024-01-04' }
  await given(db, stgFxRates, [
    { ...rate, source_system: 'generic', exchange_rate: '0.80' },
    { ...rate, source_system: 'finance', exchange_rate: '0.91' },
    { ...rate, source_system: 'generic', rate_date: '2024-01-05', exchange_rate: '0.82' },
  ])
  expect(await ratesOf('USD', '2024-01-04', '2024-01-05')).toEqual(['0.91000000', '0.82000000'])
})
