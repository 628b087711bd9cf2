import { beforeEach, expect, test } from 'vitest'
import { dataAsOf } from '../../../src/run_tables.ts'
import { given, rowsOf, type TestDatabase } from '../../../src/testing.ts'
import { dimCampaigns } from '../../../transforms/conformed/dim_campaigns.ts'
import { dimExchangeRates } from '../../../transforms/conformed/dim_exchange_rates.ts'
import { fctAdSpend } from '../../../transforms/conformed/fct_ad_spend.ts'
import { mapCampaigns } from '../../../transforms/conformed/map_campaigns.ts'
import { stgAdSpend } from '../../../transforms/staging/stg_ad_spend.ts'
import { openMemory } from '../chain.ts'

let db: TestDatabase
beforeEach(async () => {
  db = await openMemory()
  await given(db, dataAsOf, [{ as_of: new Date('2024-03-02T12:00:00Z') }])
  await given(db, dimCampaigns, [{ campaign_id: 'google_ads:Brand', campaign_key: 'brand' }])
  await given(db, mapCampaigns, [
    { source_key: 'google_ads:1', campaign_id: 'google_ads:Brand' },
    { source_key: 'salesforce:701', campaign_id: 'google_ads:Brand' },
    { source_key: 'salesforce:702', campaign_id: 'salesforce:702' },
  ])
  await given(db, dimExchangeRates, [
    { currency_code: 'USD', rate_date: '2024-03-01', exchange_rate: '0.90' },
    { currency_code: 'USD', rate_date: '2024-03-02', exchange_rate: '1.00' },
  ])
  return () => db.destroy()
})

const spend = {
  campaign_name: 'Brand',
  source_system: 'google_ads',
  currency_code: 'USD',
  is_allocated: false,
  spend_date: '2024-03-01',
  impression_count: 1000,
  click_count: 20,
  cost_local: '100.00',
} as const

test('converts each day’s cost at the rate of the day', async () => {
  await given(db, stgAdSpend, [spend, { ...spend, spend_date: '2024-03-02' }])
  const rows = await rowsOf(db, fctAdSpend)
  expect(rows.map((row) => [row.spend_date, row.cost]).sort()).toEqual([
    ['2024-03-01', '90.00'],
    ['2024-03-02', '100.00'],
  ])
})

test('campaigns of one name are one, however it is typed', async () => {
  await given(db, stgAdSpend, [spend, { ...spend, campaign_name: ' BRAND ' }])
  expect(await rowsOf(db, fctAdSpend)).toMatchObject([
    { campaign_id: 'google_ads:Brand', impression_count: 2000, click_count: 40, cost: '180.00' },
  ])
})

test('keeps the spend of a campaign that is none of ours, under Unknown', async () => {
  await given(db, stgAdSpend, [{ ...spend, campaign_name: 'Other' }])
  expect(await rowsOf(db, fctAdSpend)).toMatchObject([{ campaign_id: 'unknown', cost: '90.00' }])
})

test('finds a campaign by its key, whatever it is called now', async () => {
  await given(db, stgAdSpend, [{ ...spend, campaign_id: 'google_ads:1', campaign_name: 'Renamed' }])
  expect(await rowsOf(db, fctAdSpend)).toMatchObject([{ campaign_id: 'google_ads:Brand' }])
})

test('a cost that is spread over days counts, flagged, but not beside what a platform bills', async () => {
  const allocated = {
    ...spend,
    source_system: 'salesforce',
    campaign_name: 'x',
    is_allocated: true,
    impression_count: null,
    click_count: null,
  }
  await given(db, stgAdSpend, [
    spend,
    { ...allocated, campaign_id: 'salesforce:701', cost_local: '50.00' },
    { ...allocated, campaign_id: 'salesforce:702', cost_local: '10.00' },
  ])
  const rows = await rowsOf(db, fctAdSpend)
  expect(
    rows.map((row) => [row.campaign_id, row.is_allocated, row.click_count, row.cost]).sort(),
  ).toEqual([
    ['google_ads:Brand', false, 20, '90.00'],
    ['salesforce:702', true, 0, '9.00'],
  ])
})

test('a day after data_as_of is not known yet', async () => {
  await given(db, stgAdSpend, [{ ...spend, spend_date: '2024-03-03' }])
  expect(await rowsOf(db, fctAdSpend)).toEqual([])
})

test('a day without a rate keeps its impressions, and its cost is missing', async () => {
  await given(db, stgAdSpend, [{ ...spend, currency_code: 'XXX' }])
  expect(await rowsOf(db, fctAdSpend)).toMatchObject([
    { currency_code: 'XXX', impression_count: 1000, cost: null },
  ])
})
