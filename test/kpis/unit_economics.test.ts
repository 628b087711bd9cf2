/** The worked cases of view `unit_economics` (unit_economics.*.md), through the real transforms and model. */
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { given } from '../../src/testing.ts'
import { dimAccounts } from '../../transforms/conformed/dim_accounts.ts'
import { dimChannels } from '../../transforms/conformed/dim_channels.ts'
import { dimDates } from '../../transforms/conformed/dim_dates.ts'
import { dimGrossMargins } from '../../transforms/conformed/dim_gross_margins.ts'
import { fctAdSpend } from '../../transforms/conformed/fct_ad_spend.ts'
import { fctCosts } from '../../transforms/conformed/fct_costs.ts'
import { fctOpportunities } from '../../transforms/conformed/fct_opportunities.ts'
import { martAttribution } from '../../transforms/marts/mart_attribution.ts'
import { martUnitEconomics } from '../../transforms/marts/mart_unit_economics.ts'
import { stgFinanceMargins } from '../../transforms/staging/finance/stg_finance__margins.ts'
import { stgCosts } from '../../transforms/staging/stg_costs.ts'
import { make, openMemory } from '../transforms/chain.ts'
import { type Company, givenCompany, revenueTables } from '../transforms/revenue_inputs.ts'
import { answer, type Question, type ServedCase, serve } from './served_case.ts'

interface Books {
  /** Of finance: day, department, category, amount, segment, currency. */
  readonly ledger: readonly (readonly [
    day: string,
    department: string,
    category: string,
    amount: string,
    segment?: string | null,
    currency?: string,
  ])[]
  /** Of platforms, or of the CRM’s campaigns: day, whether it is spread, cost. */
  readonly spend?: readonly (readonly [day: string, isAllocated: boolean, cost: string])[]
  readonly margins?: readonly (readonly [month: string, segment: string | null, rate: number])[]
  /** The setting cacLagMonths. */
  readonly lag?: number
  /** Opportunities won: account, day, and the channels that the model of the settings credits. */
  readonly won?: readonly (readonly [account: string, day: string, ...channels: string[]])[]
}

/** Serves a company and its books before the tests of its block. */
function company(input: Company, { ledger, spend = [], margins = [], lag = 0, won = [] }: Books) {
  let served: ServedCase
  beforeAll(async () => {
    const db = await openMemory()
    const days = new Set(ledger.map(([day]) => day))
    await givenCompany(db, {
      ...input,
      rates: [...days].map((on) => ({ currency: 'EUR', on, rate: '1' })),
    })
    await given(
      db,
      stgCosts,
      ledger.map(([day, department, category, amount, segment = null, currency = 'EUR']) => ({
        source_system: 'finance',
        cost_type: department,
        category,
        segment,
        currency_code: currency,
        cost_date: day,
        amount_local: amount,
      })),
    )
    await given(
      db,
      fctAdSpend,
      spend.map(([day, isAllocated, cost]) => ({
        campaign_id: 'Brand',
        source_system: isAllocated ? 'salesforce' : 'google_ads',
        currency_code: 'EUR',
        is_allocated: isAllocated,
        spend_date: day,
        cost,
      })),
    )
    await given(
      db,
      stgFinanceMargins,
      margins.map(([month, segment, rate]) => ({
        month_start_date: month,
        segment,
        gross_margin_rate: rate,
      })),
    )
    await given(
      db,
      fctOpportunities,
      won.map(([account, day], place) => ({
        opportunity_id: `deal ${place}`,
        account_id: account,
        outcome: 'won' as const,
        is_counted: true,
        closed_at: new Date(`${day}T10:00:00Z`),
        closed_date: day,
      })),
    )
    await given(
      db,
      martAttribution,
      won.flatMap(([, , ...channels], place) =>
        channels.flatMap((channel) => [
          {
            kind: 'revenue' as const,
            model: 'w_shaped' as const,
            is_default_model: true,
            opportunity_id: `deal ${place}`,
            channel,
          },
          // What another model credits is not looked at.
          {
            kind: 'revenue' as const,
            model: 'linear' as const,
            is_default_model: false,
            opportunity_id: `deal ${place}`,
            channel: 'Paid Video',
          },
        ]),
      ),
    )
    await make(db, [dimChannels])
    const mart = lag === 0 ? martUnitEconomics : await martWith(lag)
    await make(db, [...revenueTables, fctCosts, dimGrossMargins, mart])
    served = await serve(db, [martUnitEconomics, dimAccounts, dimDates], `${input.asOf}T12:00:00Z`)
    await db.destroy()
  })
  afterAll(() => served.close())
  return {
    ask: (measures: readonly string[], question?: Question) =>
      answer(served.semantic, 'unit_economics', measures, question),
    load: (query: object) => served.semantic.load(query, { role: 'admin' }),
    as: (role: string) =>
      served.semantic.load({ measures: ['unit_economics.cac'] }, {
        role,
        user: 'x',
        team: 'x',
      } as never),
  }
}

/** Settings are read when a transform is imported. */
async function martWith(lag: number) {
  vi.stubEnv('CAC_LAG_MONTHS', String(lag))
  vi.resetModules()
  const module = await import('../../transforms/marts/mart_unit_economics.ts')
  vi.unstubAllEnvs()
  return module.martUnitEconomics
}

const change = (account: string, on: string, mrr: string) => ({ account, on, mrr })

describe('the case of KPIS §8', () => {
  const { ask, load, as } = company(
    {
      asOf: '2024-03-31',
      changes: [
        ...Array.from({ length: 9 }, (_, i) => change(`early ${i}`, '2023-06-05', '500')),
        change('early 0', '2023-11-10', '-500'),
        ...Array.from({ length: 20 }, (_, i) => change(`late ${i}`, '2024-03-05', '500')),
      ],
    },
    {
      ledger: [
        ['2023-10-31', 'marketing', 'agency', '7.00'],
        ['2023-12-31', 'marketing', 'agency', '3.00'],
        ['2023-12-31', 'marketing', 'agency', '2.00', null, 'XXX'],
        ['2024-02-29', 'sales', 'travel', '4.00'],
        ['2024-02-29', 'sales', 'travel', '1.00', null, 'XXX'],
        ['2024-02-29', 'marketing', 'agency', '50.00'],
        ['2024-03-31', 'sales', 'salaries', '70000.00'],
        ['2024-03-31', 'marketing', 'agency', '20000.00'],
        ['2024-03-31', 'marketing', 'advertising', '29000.00'],
        ['2024-03-31', 'r&d', 'salaries', '99000.00'],
      ],
      spend: [
        ['2024-03-20', false, '30000.00'],
        ['2024-03-20', true, '9000.00'],
      ],
    },
  )
  const march = { grain: 'month', from: '2024-03-01', to: '2024-03-31' } as const

  test.each([
    ['sales_cost', 70_000],
    ['marketing_cost', 50_000],
    ['sales_and_marketing_cost', 120_000],
    ['cac', 6000],
    ['ltv', 20_000],
    ['ltv_to_cac', 20_000 / 6000],
    ['cac_payback_months', 15],
  ])('%s is %d', async (measure, value) => {
    const answered = await ask([measure], march)
    expect(answered['2024-03-01']?.[measure]).toBeCloseTo(value, 8)
  })

  test('cost adds up over departments, categories and systems', async () => {
    const measures = ['sales_and_marketing_cost', 'marketing_cost', 'sales_cost']
    const by = ['department', 'category', 'source_system', 'currency']
    expect(await ask(measures, { by, from: '2024-03-01', to: '2024-03-31' })).toEqual({
      // The quarter before, which the magic number compares with, has a cost in it.
      'Marketing | Agency | finance | XXX': {
        sales_and_marketing_cost: null,
        marketing_cost: null,
        sales_cost: null,
      },
      'Sales | Salaries | finance | EUR': {
        sales_and_marketing_cost: 70_000,
        marketing_cost: null,
        sales_cost: 70_000,
      },
      'Marketing | Agency | finance | EUR': {
        sales_and_marketing_cost: 20_000,
        marketing_cost: 20_000,
        sales_cost: null,
      },
      'Marketing | Advertising | google_ads | EUR': {
        sales_and_marketing_cost: 30_000,
        marketing_cost: 30_000,
        sales_cost: null,
      },
      'Not allocated | Not allocated | Not allocated | Not allocated': {
        sales_and_marketing_cost: null,
        marketing_cost: null,
        sales_cost: null,
      },
    })
  })

  test('salaries can be left out', async () => {
    const { rows } = await load({
      measures: ['unit_economics.sales_and_marketing_cost'],
      segments: ['unit_economics.without_salaries'],
      timeDimensions: [{ dimension: 'unit_economics.date', dateRange: [march.from, march.to] }],
    })
    expect(rows).toEqual([{ 'unit_economics.sales_and_marketing_cost': '50000' }])
  })

  test('a cost without an exchange rate makes cost and CAC missing, not lower', async () => {
    const measures = ['sales_and_marketing_cost', 'marketing_cost', 'sales_cost', 'cac']
    const months = await ask(measures, { grain: 'month' })
    expect(months['2024-02-01']).toEqual({
      sales_and_marketing_cost: null,
      marketing_cost: 50,
      sales_cost: null,
      cac: null,
    })
    expect(months['2023-12-01']).toMatchObject({ marketing_cost: null, sales_cost: null })
    expect(await ask(['cac', 'ltv_to_cac'])).toEqual({ '': { cac: null, ltv_to_cac: null } })
    expect(await ask(['magic_number'], { grain: 'quarter' })).toMatchObject({
      '2024-01-01': { magic_number: null },
    })
  })

  test('a month whose last six are not all known has no lifetime value', async () => {
    const months = await ask(['ltv'], { grain: 'month' })
    expect(months['2023-10-01']).toEqual({ ltv: null })
    // The churn of November is in the window that ends in December, of 9 × 5 + 8 months.
    expect(months['2023-12-01']?.['ltv']).toBeCloseTo((400 * (9 * 5 + 8)) / 1, 8)
  })

  test('a day is refused, a payback by region too, and managers and reps have no view of it', async () => {
    await expect(ask(['cac'], { grain: 'day' })).rejects.toThrow(
      'unit_economics.cac is not defined by day; it answers by month, quarter or year',
    )
    await expect(ask(['magic_number'], { grain: 'month' })).rejects.toThrow(
      'it answers by quarter or year',
    )
    await expect(ask(['cac_payback_months'], { by: ['region'] })).rejects.toThrow(
      'unit_economics.cac_payback_months cannot be sliced or filtered by region; it allows segment',
    )
    await expect(as('manager')).rejects.toThrow()
    await expect(as('rep')).rejects.toThrow()
  })
})

const quarters = {
  asOf: '2024-06-30',
  changes: [
    change('A', '2023-10-10', '100'),
    change('D', '2023-10-10', '100'),
    change('B', '2024-02-10', '200'),
    change('D', '2024-03-10', '-100'),
    change('C', '2024-04-10', '300'),
    change('A', '2024-05-10', '-50'),
  ],
  versions: [
    { account: 'A' },
    { account: 'B', segment: 'Mid-Market' },
    { account: 'C' },
    { account: 'D' },
  ],
}

const books: Books = {
  ledger: [
    ['2023-11-30', 'marketing', 'agency', '1000.00'],
    ['2023-12-31', 'marketing', 'agency', '2000.00'],
    ['2024-01-31', 'marketing', 'agency', '3000.00'],
    ['2024-02-29', 'marketing', 'agency', '3000.00'],
    ['2024-03-31', 'marketing', 'agency', '4000.00'],
    ['2024-04-30', 'marketing', 'agency', '2000.00', 'smb'],
    ['2024-04-30', 'marketing', 'agency', '3000.00'],
    ['2024-05-31', 'marketing', 'agency', '5000.00'],
    ['2024-06-30', 'marketing', 'agency', '5000.00'],
  ],
  margins: [
    ['2024-01-01', null, 0.75],
    ['2024-01-01', 'smb', 0.5],
  ],
}

describe('quarters, segments and margins', () => {
  const { ask } = company(quarters, books)

  test('customers won before any cost is known are in no CAC', async () => {
    expect(await ask(['cac'])).toEqual({ '': { cac: 14_000 } })
    expect(await ask(['cac'], { grain: 'quarter' })).toEqual({
      '2023-10-01': { cac: null },
      '2024-01-01': { cac: 10_000 },
      '2024-04-01': { cac: 15_000 },
    })
    const months = await ask(['cac', 'cac_payback_months'], { grain: 'month' })
    expect(months['2023-10-01']).toEqual({ cac: null, cac_payback_months: null })
    expect(months['2023-12-01']).toEqual({ cac: null, cac_payback_months: null })
    expect(months['2024-02-01']).toEqual({ cac: 3000, cac_payback_months: 20 })
  })

  const second = { from: '2024-04-01', to: '2024-06-30' }

  test('a segment without cost of its own has no CAC, not one of 0', async () => {
    const measures = ['sales_and_marketing_cost', 'cac', 'cac_payback_months', 'magic_number']
    expect(await ask(measures, { ...second, by: ['segment'] })).toEqual({
      SMB: {
        sales_and_marketing_cost: 2000,
        cac: 2000,
        cac_payback_months: expect.closeTo(2000 / 150, 8),
        magic_number: null,
      },
      'Mid-Market': {
        sales_and_marketing_cost: null,
        cac: null,
        cac_payback_months: null,
        magic_number: null,
      },
      'Not allocated': {
        sales_and_marketing_cost: 13_000,
        cac: null,
        cac_payback_months: null,
        magic_number: null,
      },
    })
  })

  test('margins are those of the segment, else of the company', async () => {
    const answered = await ask(['ltv', 'ltv_to_cac', 'cac_payback_months'], {
      ...second,
      grain: 'quarter',
    })
    expect(answered).toEqual({
      '2024-04-01': {
        ltv: expect.closeTo(1625, 6),
        ltv_to_cac: expect.closeTo(1625 / 15_000, 8),
        cac_payback_months: 100,
      },
    })
    expect(await ask(['ltv'], { by: ['segment'] })).toEqual({
      SMB: { ltv: expect.closeTo(962.5, 6) },
      'Mid-Market': { ltv: null },
      'Not allocated': { ltv: null },
    })
  })

  test('the lifetime value is the same at every grain', async () => {
    for (const grain of ['month', 'quarter', 'year'] as const)
      expect(Object.values(await ask(['ltv'], { grain })).at(-1)?.['ltv']).toBeCloseTo(1625, 6)
    expect((await ask(['ltv']))['']?.['ltv']).toBeCloseTo(1625, 6)
  })

  test('growth is compared with the cost of the quarter before, where all of it has cost', async () => {
    expect(await ask(['magic_number'], { grain: 'quarter' })).toEqual({
      '2023-10-01': { magic_number: null },
      '2024-01-01': { magic_number: null },
      '2024-04-01': { magic_number: 0.3 },
    })
    expect(await ask(['magic_number'], { grain: 'year' })).toEqual({
      '2023-01-01': { magic_number: null },
      '2024-01-01': { magic_number: 0.3 },
    })
  })
})

describe('a lag of two months', () => {
  const { ask } = company(quarters, {
    ...books,
    ledger: [...books.ledger, ['2024-03-31', 'sales', 'travel', '600.00']],
    lag: 2,
  })

  test('holds the customers of a month against the cost of two months before', async () => {
    const measures = [
      'marketing_cost',
      'sales_cost',
      'sales_and_marketing_cost',
      'cac',
      'cac_payback_months',
      'magic_number',
    ]
    expect(await ask(measures, { grain: 'quarter' })).toEqual({
      '2023-10-01': {
        marketing_cost: 3000,
        sales_cost: null,
        sales_and_marketing_cost: 3000,
        cac: null,
        cac_payback_months: null,
        magic_number: null,
      },
      '2024-01-01': {
        marketing_cost: 10_000,
        sales_cost: 600,
        sales_and_marketing_cost: 10_600,
        cac: 6000,
        cac_payback_months: 40,
        magic_number: null,
      },
      '2024-04-01': {
        marketing_cost: 15_000,
        sales_cost: null,
        sales_and_marketing_cost: 15_000,
        cac: 12_600,
        cac_payback_months: 84,
        magic_number: expect.closeTo(3000 / 10_600, 9),
      },
    })
    expect(await ask(['cac'])).toEqual({ '': { cac: 9300 } })
  })
})

describe('a running quarter', () => {
  const { ask } = company({ ...quarters, asOf: '2024-05-15' }, books)

  test('is compared with the cost of as many months of the quarter before', async () => {
    const answered = await ask(['magic_number', 'cac'], { grain: 'quarter' })
    expect(answered['2024-04-01']).toEqual({ magic_number: (12 * 250) / 6000, cac: 5000 })
    expect(Object.keys(answered)).not.toContain('2024-07-01')
  })
})

describe('paid acquisition', () => {
  const { ask } = company(
    {
      asOf: '2024-03-31',
      changes: [
        change('both', '2024-03-05', '100'),
        change('late paper', '2024-03-06', '100'),
        change('later deal', '2024-02-01', '100'),
        change('organic', '2024-03-08', '100'),
        change('second paid', '2024-03-09', '100'),
        change('nobody', '2024-03-10', '100'),
      ],
      versions: [
        { account: 'both', segment: 'Mid-Market' },
        ...['late paper', 'later deal', 'organic', 'second paid', 'nobody'].map((account) => ({
          account,
        })),
      ],
    },
    {
      ledger: [
        ['2024-01-31', 'marketing', 'agency', '100.00'],
        ['2024-03-31', 'sales', 'salaries', '5000.00'],
        ['2024-03-31', 'marketing', 'advertising', '777.00'],
      ],
      spend: [
        ['2024-03-20', false, '900.00'],
        ['2024-03-21', true, '50.00'],
      ],
      won: [
        ['both', '2024-03-01', 'Email', 'Paid Search'],
        ['late paper', '2024-04-06', 'Paid Social'],
        ['later deal', '2024-03-04', 'Paid Search'],
        ['organic', '2024-03-08', 'Organic Search'],
        ['second paid', '2024-03-01', 'Direct'],
        ['second paid', '2024-03-05', 'Paid Search'],
      ],
    },
  )

  test('paid media per customer whose first deal has credit for a paid channel', async () => {
    expect(await ask(['cac_paid'], { grain: 'month' })).toMatchObject({
      '2024-02-01': { cac_paid: null },
      '2024-03-01': { cac_paid: 450 },
    })
    expect(await ask(['cac_paid', 'cac'], { grain: 'year' })).toEqual({
      '2024-01-01': { cac_paid: 450, cac: expect.closeTo(6000 / 6, 8) },
    })
  })

  test('by segment it is missing: media has none', async () => {
    expect(await ask(['cac_paid'], { by: ['segment'] })).toEqual({
      'Mid-Market': { cac_paid: null },
      SMB: { cac_paid: null },
      'Not allocated': { cac_paid: null },
    })
  })
})
