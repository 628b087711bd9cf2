/** The worked case of view `marketing` (marketing.*.md), through the real transform and model. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { dataAsOf } from '../../src/run_tables.ts'
import { given } from '../../src/testing.ts'
import { dimCampaigns } from '../../transforms/conformed/dim_campaigns.ts'
import { dimDates } from '../../transforms/conformed/dim_dates.ts'
import { dimExchangeRates } from '../../transforms/conformed/dim_exchange_rates.ts'
import { fctAdSpend } from '../../transforms/conformed/fct_ad_spend.ts'
import { mapCampaigns } from '../../transforms/conformed/map_campaigns.ts'
import { stgAdSpend } from '../../transforms/staging/stg_ad_spend.ts'
import { make, openMemory } from '../transforms/chain.ts'
import { answer, type Question, type ServedCase, serve } from './served_case.ts'

let served: ServedCase
beforeAll(async () => {
  const db = await openMemory()
  await given(db, dataAsOf, [{ as_of: new Date('2024-03-31T12:00:00Z') }])
  await given(
    db,
    dimCampaigns,
    ['Brand', 'Video'].map((name) => ({
      campaign_id: name,
      campaign_name: name,
      campaign_key: name.toLowerCase(),
      channel: name === 'Brand' ? 'Paid Search' : 'Paid Video',
    })),
  )
  await given(db, dimExchangeRates, [
    { currency_code: 'USD', rate_date: '2023-03-02', exchange_rate: '0.80' },
    { currency_code: 'USD', rate_date: '2024-03-01', exchange_rate: '0.90' },
    { currency_code: 'USD', rate_date: '2024-03-02', exchange_rate: '1.00' },
  ])
  await given(db, mapCampaigns, [])
  const days = [
    ['Brand', '2024-03-01', 1000, 20, '100.00', 'USD'],
    ['Brand', '2024-03-02', 500, 18, '100.00', 'USD'],
    ['Video', '2024-03-02', 4000, 0, '30.00', 'USD'],
    ['Brand', '2023-03-02', 10, 1, '5.00', 'USD'],
    ['Brand', '2023-03-02', 10, 1, '5.00', 'XXX'],
  ] as const
  await given(
    db,
    stgAdSpend,
    days.map(([campaign, on, impressions, clicks, cost, currency]) => ({
      campaign_name: campaign,
      source_system: 'google_ads',
      currency_code: currency,
      is_allocated: false,
      spend_date: on,
      impression_count: impressions,
      click_count: clicks,
      cost_local: cost,
    })),
  )
  await make(db, [dimDates, fctAdSpend])
  served = await serve(db, [fctAdSpend, dimCampaigns, dimDates], '2024-03-31T12:00:00Z')
  await db.destroy()
})
afterAll(() => served.close())

/** The days of the worked case; 2023 is there for what has no exchange rate. */
const of2024 = { from: '2024-01-01', to: '2024-12-31' }
const ask = (question?: Question) =>
  answer(
    served.semantic,
    'marketing',
    ['marketing_spend', 'impressions', 'clicks', 'cost_per_click'],
    question,
  )

test('spend adds up, and cost per click is that of the sums', async () => {
  const all = {
    marketing_spend: 220,
    impressions: 5500,
    clicks: 38,
    cost_per_click: expect.closeTo(220 / 38, 8),
  }
  expect(await ask(of2024)).toEqual({ '': all })
  expect(await ask({ ...of2024, grain: 'month' })).toEqual({ '2024-03-01': all })
  expect(await ask({ ...of2024, grain: 'year' })).toEqual({ '2024-01-01': all })
})

test('by day it is recomputed, never averaged', async () => {
  expect(await ask({ grain: 'day' })).toMatchObject({
    '2024-03-01': { marketing_spend: 90, cost_per_click: 4.5 },
    '2024-03-02': { marketing_spend: 130, cost_per_click: expect.closeTo(130 / 18, 8) },
  })
})

test('a campaign without a click has no cost per click', async () => {
  expect(await ask({ ...of2024, by: ['campaign', 'channel'] })).toMatchObject({
    'Brand | Paid Search': { marketing_spend: 190, cost_per_click: 5 },
    'Video | Paid Video': { marketing_spend: 30, cost_per_click: null },
  })
})

test('spend without an exchange rate makes the sum missing, not lower', async () => {
  expect(await ask({ grain: 'year' })).toMatchObject({
    '2023-01-01': { marketing_spend: null, impressions: 20, cost_per_click: null },
    '2024-01-01': { marketing_spend: 220 },
  })
  expect(await ask({ by: ['currency'] })).toMatchObject({
    USD: { marketing_spend: 224 },
    XXX: { marketing_spend: null },
  })
})

test('a dimension that spend does not have is refused', async () => {
  await expect(ask({ by: ['segment'] })).rejects.toThrow()
})
