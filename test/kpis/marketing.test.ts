/** The worked case of view `marketing` (marketing.*.md), through the real transform and model. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { dataAsOf } from '../../src/run_tables.ts'
import { given } from '../../src/testing.ts'
import { dimCampaigns } from '../../transforms/conformed/dim_campaigns.ts'
import { dimDates } from '../../transforms/conformed/dim_dates.ts'
import { dimExchangeRates } from '../../transforms/conformed/dim_exchange_rates.ts'
import { fctAdSpend } from '../../transforms/conformed/fct_ad_spend.ts'
import { fctFunnelEvents } from '../../transforms/conformed/fct_funnel_events.ts'
import { fctOpportunities } from '../../transforms/conformed/fct_opportunities.ts'
import { mapCampaigns } from '../../transforms/conformed/map_campaigns.ts'
import { martAttribution } from '../../transforms/marts/mart_attribution.ts'
import { martMarketing } from '../../transforms/marts/mart_marketing.ts'
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
    [
      ['Brand', 'Brand', 'Paid Search'],
      ['Video', 'Video', 'Paid Video'],
      ['Fair', 'Fair', 'Offline'],
      ['not_allocated', 'Not allocated', 'Not allocated'],
    ].map(([id = '', name = '', channel = '']) => ({
      campaign_id: id,
      campaign_name: name,
      campaign_key: name.toLowerCase(),
      channel,
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
    ['Fair', '2023-03-02', 0, 0, '7.00', 'USD'],
  ] as const
  await given(
    db,
    stgAdSpend,
    days.map(([campaign, on, impressions, clicks, cost, currency]) => ({
      campaign_name: campaign,
      source_system: campaign === 'Fair' ? 'salesforce' : 'google_ads',
      currency_code: currency,
      is_allocated: campaign === 'Fair',
      spend_date: on,
      impression_count: impressions,
      click_count: clicks,
      cost_local: cost,
    })),
  )
  const came = [
    ['lead', 'Brand', '2024-03-01'],
    ['lead', 'Brand', '2024-03-02'],
    ['mql', 'Brand', '2024-03-02'],
    ['lead', 'not_allocated', '2024-03-05'],
    ['sal', 'Brand', '2024-03-06'],
    ['lead', 'Brand', '2023-02-28'],
    ['mql', 'Brand', '2023-02-28'],
  ] as const
  await given(
    db,
    fctFunnelEvents,
    came.map(([stage, campaign, date]) => ({
      stage,
      campaign_id: campaign,
      channel: campaign === 'Brand' ? 'Paid Search' : 'Direct',
      date,
    })),
  )
  const opportunities = [
    ['Brand', 'Paid Search', '2024-03-20', true],
    ['not_allocated', 'Direct', '2024-03-21', true],
    ['Brand', 'Paid Search', '2024-03-22', false],
    ['Brand', 'Paid Search', '2023-02-28', true],
  ] as const
  await given(
    db,
    fctOpportunities,
    opportunities.map(([campaign, channel, created, isCounted]) => ({
      campaign_id: campaign,
      channel,
      created_date: created,
      is_counted: isCounted,
    })),
  )
  const parts = [
    ['pipeline', 'Brand', 'Paid Search', '2024-03-20', '400.00', null],
    ['revenue', 'Brand', 'Paid Search', '2024-03-25', '380.00', '304'],
    ['revenue', 'not_allocated', 'Unattributed', '2024-03-26', '60.00', '48'],
    ['revenue', 'Brand', 'Paid Search', '2023-02-28', '11.00', '8.8'],
  ] as const
  await given(
    db,
    martAttribution,
    parts.flatMap(([kind, campaign, channel, date, amount, gross]) =>
      [true, false].map((isDefault) => ({
        kind,
        model: isDefault ? ('w_shaped' as const) : ('linear' as const),
        is_default_model: isDefault,
        is_compared: date > '2023-03-01',
        campaign_id: campaign,
        channel,
        date,
        amount,
        gross_amount: gross,
      })),
    ),
  )
  await make(db, [dimDates, fctAdSpend, martMarketing])
  served = await serve(db, [martMarketing, dimCampaigns, dimDates], '2024-03-31T12:00:00Z')
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
    USD: { marketing_spend: 229.6 },
    XXX: { marketing_spend: null },
  })
})

const costs = ['cost_per_lead', 'cost_per_mql', 'cost_per_opportunity']

test('what a lead, an MQL and an opportunity cost is of all of them, whatever brought them', async () => {
  const all = {
    cost_per_lead: expect.closeTo(220 / 3, 8),
    cost_per_mql: 220,
    cost_per_opportunity: 110,
  }
  for (const grain of ['month', 'quarter', 'year'] as const)
    expect(
      Object.values(await answer(served.semantic, 'marketing', costs, { ...of2024, grain })),
    ).toEqual([all])
  expect(await answer(served.semantic, 'marketing', costs, of2024)).toEqual({ '': all })
})

test('by campaign and channel it is of what they cost and brought; without either it is missing', async () => {
  const by = ['campaign', 'channel']
  expect(await answer(served.semantic, 'marketing', costs, { ...of2024, by })).toMatchObject({
    'Brand | Paid Search': { cost_per_lead: 95, cost_per_mql: 190, cost_per_opportunity: 190 },
    'Video | Paid Video': { cost_per_lead: null, cost_per_mql: null, cost_per_opportunity: null },
    'Not allocated | Direct': {
      cost_per_lead: null,
      cost_per_mql: null,
      cost_per_opportunity: null,
    },
  })
})

test('what came before the first month with spend is compared with nothing', async () => {
  const by2023 = { from: '2023-01-01', to: '2023-03-31', where: { channel: 'Paid Search' } }
  expect(await answer(served.semantic, 'marketing', ['clicks', ...costs], by2023)).toEqual({
    '': { clicks: 2, cost_per_lead: null, cost_per_mql: null, cost_per_opportunity: null },
  })
  const events = await answer(served.semantic, 'marketing', ['clicks'], { grain: 'month' })
  // February has revenue that was won, and no lead.
  expect(Object.keys(events)).toEqual(['2023-02-01', '2023-03-01', '2024-03-01'])
})

const returns = ['attributed_pipeline', 'attributed_revenue', 'roi', 'romi']

test('what came of spend is by the attribution model of the settings', async () => {
  const all = (question: Question) => answer(served.semantic, 'marketing', returns, question)
  expect(await all(of2024)).toEqual({
    '': {
      attributed_pipeline: 400,
      attributed_revenue: 440,
      roi: 2,
      romi: expect.closeTo((352 - 220) / 220, 8),
    },
  })
  expect(await all({ ...of2024, by: ['campaign', 'channel'] })).toEqual({
    'Brand | Paid Search': {
      attributed_pipeline: 400,
      attributed_revenue: 380,
      roi: 2,
      romi: expect.closeTo((304 - 190) / 190, 8),
    },
    'Video | Paid Video': {
      attributed_pipeline: null,
      attributed_revenue: null,
      roi: 0,
      romi: -1,
    },
    'Not allocated | Unattributed': {
      attributed_pipeline: null,
      attributed_revenue: 60,
      roi: null,
      romi: null,
    },
    'Not allocated | Direct': {
      attributed_pipeline: null,
      attributed_revenue: null,
      roi: null,
      romi: null,
    },
  })
})

test('revenue from before the first month with spend returns nothing', async () => {
  const brand = { where: { campaign: 'Brand', channel: 'Paid Search' } }
  const of2023 = await answer(served.semantic, 'marketing', returns, {
    ...brand,
    from: '2023-01-01',
    to: '2023-03-02',
  })
  expect(of2023).toEqual({
    '': { attributed_pipeline: null, attributed_revenue: 11, roi: null, romi: null },
  })
})

test('the cost of CRM campaigns can be left out', async () => {
  const spendOf = async (segments: readonly string[]) => {
    const { rows } = await served.semantic.load(
      {
        measures: ['marketing.marketing_spend'],
        segments,
        filters: [{ member: 'marketing.currency', operator: 'equals', values: ['USD'] }],
      },
      { role: 'admin' },
    )
    return rows.map((row) => Number(row['marketing.marketing_spend']))
  }
  expect(await spendOf([])).toEqual([229.6])
  expect(await spendOf(['marketing.billed_by_platforms'])).toEqual([224])
})
