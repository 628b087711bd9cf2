/** The worked cases of view `revenue` (revenue.*.md), through the real transforms and the real model. */
import { describe, expect, test } from 'vitest'
import { given } from '../../src/testing.ts'
import { dimExchangeRates } from '../../transforms/conformed/dim_exchange_rates.ts'
import { dimOpportunityVersions } from '../../transforms/conformed/dim_opportunity_versions.ts'
import { fctOpportunities } from '../../transforms/conformed/fct_opportunities.ts'
import { stgInvoices } from '../../transforms/staging/stg_invoices.ts'
import { stgOpportunities } from '../../transforms/staging/stg_opportunities.ts'
import { stgPayments } from '../../transforms/staging/stg_payments.ts'
import { company, givenGeneric, noon } from './revenue_company.ts'

describe('a month’s rates', () => {
  const { ask, one } = company({
    asOf: '2024-02-29',
    changes: [
      { account: 'A', on: '2024-01-05', mrr: '100' },
      { account: 'B', on: '2024-01-05', mrr: '100' },
      { account: 'C', on: '2024-01-05', mrr: '100' },
      { account: 'E', on: '2023-11-05', mrr: '40' },
      { account: 'E', on: '2023-12-05', mrr: '-40' },
      { account: 'A', on: '2024-02-05', mrr: '50' },
      { account: 'B', on: '2024-02-06', mrr: '-40' },
      { account: 'C', on: '2024-02-07', mrr: '-100' },
      { account: 'D', on: '2024-02-08', mrr: '80' },
      { account: 'E', on: '2024-02-09', mrr: '40' },
    ],
  })
  const february = { grain: 'month', from: '2024-02-01', to: '2024-02-29' } as const

  test.each([
    ['mrr', 330],
    ['arr', 3960],
    ['customers', 4],
    ['arpa', 82.5],
    ['new_mrr', 80],
    ['reactivation_mrr', 40],
    ['expansion_mrr', 50],
    ['contraction_mrr', 40],
    ['churned_mrr', 100],
    ['net_new_mrr', 30],
    ['new_customers', 1],
    ['reactivated_customers', 1],
    ['churned_customers', 1],
    ['net_revenue_retention_monthly', 210 / 300],
    ['gross_revenue_retention_monthly', 160 / 300],
    ['gross_mrr_churn_rate', 140 / 300],
    ['net_mrr_churn_rate', 50 / 300],
    ['logo_churn_rate', 1 / 3],
    ['customer_retention_rate', 2 / 3],
    ['mrr_growth_rate', 30 / 300],
    ['quick_ratio', 170 / 140],
  ])('%s is %d', async (measure, value) => {
    expect((await one(measure, february))['2024-02-01']).toBeCloseTo(value, 8)
  })

  test('a window that starts before the first month end is NULL, not 0 or 100 %', async () => {
    const all = await ask([
      'net_revenue_retention',
      'logo_churn_rate_yearly',
      'mrr_growth_rate_yoy',
    ])
    expect(all['']).toEqual({
      net_revenue_retention: null,
      logo_churn_rate_yearly: null,
      mrr_growth_rate_yoy: null,
    })
  })

  test('a month without a movement has 0 of it, one without a loss no quick ratio', async () => {
    const january = await ask(['churned_mrr', 'quick_ratio'], {
      grain: 'month',
      from: '2024-01-01',
      to: '2024-01-31',
    })
    expect(january).toEqual({ '2024-01-01': { churned_mrr: 0, quick_ratio: null } })
  })

  test('a balance by day is refused, with the grains that it has', async () => {
    await expect(one('mrr', { grain: 'day' })).rejects.toThrow(
      'revenue.mrr is not defined by day; it answers by month, quarter or year',
    )
  })

  test('a retention by product is refused, with the dimensions that it has', async () => {
    await expect(one('net_revenue_retention', { by: ['product'] })).rejects.toThrow(
      'revenue.net_revenue_retention cannot be sliced or filtered by product; it allows account_name',
    )
  })
})

describe('windows of a month, a quarter and a year', () => {
  const since = (account: string, mrr: string) => ({ account, on: '2023-06-05', mrr })
  const [february, october, december] = ['2024-02-05', '2024-10-05', '2024-12-05'] as const
  const change = (account: string, on: string, mrr: string) => ({ account, on, mrr })
  /** An account that had left in August 2023 and comes back. */
  const back = (account: string, on: string, mrr: string) => [
    since(account, mrr),
    change(account, '2023-08-05', `-${mrr}`),
    change(account, on, mrr),
  ]
  const { ask } = company({
    asOf: '2024-12-31',
    changes: [
      since('stays', '1000'),
      ...['A1', 'B1', 'A3', 'B3', 'A12', 'B12'].map((account) => since(account, '100')),
      ...[since('C1', '30'), since('C3', '70'), since('C12', '400')],
      change('A12', february, '200'),
      change('B12', february, '-90'),
      change('C12', february, '-400'),
      ...back('R12', february, '300'),
      ...[change('N12', february, '5'), change('O12', february, '6')],
      change('A3', october, '50'),
      change('B3', october, '-60'),
      change('C3', october, '-70'),
      ...back('R3', october, '80'),
      change('N3', october, '9'),
      change('A1', december, '15'),
      change('B1', december, '-20'),
      change('C1', december, '-30'),
      ...back('R1', december, '40'),
      change('N1', december, '7'),
    ],
    versions: ['stays', 'A12'].flatMap((account) => [
      { account, owner: 'Zoe' },
      { account, owner: 'Bob', from: '2024-05-14' },
    ]),
  })
  const expected = {
    mrr: 2142,
    customers: 14,
    net_revenue_retention_monthly: 2095 / 2130,
    net_revenue_retention_quarterly: 2006 / 2121,
    net_revenue_retention: 1695 / 2100,
    gross_revenue_retention_monthly: 2080 / 2130,
    gross_revenue_retention_quarterly: 1941 / 2121,
    gross_revenue_retention: 1430 / 2100,
    logo_churn_rate: 1 / 13,
    logo_churn_rate_quarterly: 2 / 12,
    logo_churn_rate_yearly: 3 / 10,
    customer_retention_rate: 12 / 13,
    customer_retention_rate_quarterly: 10 / 12,
    customer_retention_rate_yearly: 7 / 10,
    gross_mrr_churn_rate: 50 / 2130,
    gross_mrr_churn_rate_quarterly: 180 / 2121,
    gross_mrr_churn_rate_yearly: 670 / 2100,
    net_mrr_churn_rate: -5 / 2130,
    net_mrr_churn_rate_quarterly: -5 / 2121,
    net_mrr_churn_rate_yearly: -15 / 2100,
    mrr_growth_rate: 12 / 2130,
    mrr_growth_rate_yoy: 42 / 2100,
  }

  test.each(['month', 'year'] as const)('end at the end of the %s', async (grain) => {
    const answered = await ask(Object.keys(expected), {
      grain,
      from: grain === 'month' ? '2024-12-01' : '2024-01-01',
      to: '2024-12-31',
    })
    const close = Object.entries(expected).map(([name, value]) => [name, expect.closeTo(value, 9)])
    expect(Object.values(answered)).toEqual([Object.fromEntries(close)])
  })

  const movements = [
    'new_mrr',
    'expansion_mrr',
    'contraction_mrr',
    'churned_mrr',
    'reactivation_mrr',
    'new_customers',
    'churned_customers',
    'reactivated_customers',
  ]

  test('the movements of the year add up, and a month without one has 0 of each', async () => {
    const of = async (from: string, to: string) =>
      Object.values((await ask(movements, { from, to }))['']!)
    expect(await of('2024-01-01', '2024-12-31')).toEqual([27, 265, 170, 500, 420, 4, 3, 3])
    expect(await of('2024-03-01', '2024-03-31')).toEqual([0, 0, 0, 0, 0, 0, 0, 0])
  })

  test('all accounts that are handed over count', async () => {
    const transfers = ['mrr_transferred_in', 'mrr_transferred_out']
    expect(await ask(transfers, { by: ['owner'], from: '2024-05-01', to: '2024-05-31' })).toEqual({
      Ann: { mrr_transferred_in: 0, mrr_transferred_out: 0 },
      Bob: { mrr_transferred_in: 1300, mrr_transferred_out: 0 },
      Zoe: { mrr_transferred_in: 0, mrr_transferred_out: 1300 },
    })
  })
})

describe('an owner who left', () => {
  const { ask, one, as } = company({
    asOf: '2024-06-30',
    changes: [{ account: 'A', on: '2024-01-10', mrr: '100' }],
    versions: [
      { account: 'A', owner: 'Zoe' },
      { account: 'A', owner: 'Bob', from: '2024-05-14' },
    ],
  })

  test('has 0 from the first month end on', async () => {
    const months = await one('mrr', { by: ['owner'], grain: 'month' })
    expect(months).toEqual({
      'Zoe | 2024-01-01': 100,
      'Zoe | 2024-02-01': 100,
      'Zoe | 2024-03-01': 100,
      'Zoe | 2024-04-01': 100,
      'Zoe | 2024-05-01': 0,
      'Bob | 2024-05-01': 100,
      'Bob | 2024-06-01': 100,
    })
  })

  test('has 0 at the end of the quarter, the year and the range', async () => {
    expect(await one('mrr', { by: ['owner'], grain: 'quarter' })).toEqual({
      'Zoe | 2024-01-01': 100,
      'Zoe | 2024-04-01': 0,
      'Bob | 2024-04-01': 100,
    })
    expect(await one('mrr', { by: ['owner'], grain: 'year' })).toEqual({
      'Zoe | 2024-01-01': 0,
      'Bob | 2024-01-01': 100,
    })
    expect(await one('mrr', { by: ['owner'] })).toEqual({ Zoe: 0, Bob: 100 })
    expect(await one('mrr', { where: { owner: 'Zoe' } })).toEqual({ '': 0 })
    expect(await one('customers', { by: ['owner'] })).toEqual({ Zoe: 0, Bob: 1 })
  })

  test('leaves the total as it is, at every grain', async () => {
    expect(await one('mrr', { grain: 'quarter' })).toEqual({ '2024-01-01': 100, '2024-04-01': 100 })
    expect(await one('mrr', { grain: 'year' })).toEqual({ '2024-01-01': 100 })
    expect(await one('mrr')).toEqual({ '': 100 })
  })

  test('hands the MRR over in the bridge', async () => {
    const bridge = await ask(['net_new_mrr', 'mrr_transferred_in', 'mrr_transferred_out', 'mrr'], {
      by: ['owner'],
      from: '2024-04-01',
      to: '2024-06-30',
    })
    expect(bridge).toEqual({
      Zoe: { net_new_mrr: 0, mrr_transferred_in: 0, mrr_transferred_out: 100, mrr: 0 },
      Bob: { net_new_mrr: 0, mrr_transferred_in: 100, mrr_transferred_out: 0, mrr: 100 },
    })
  })

  test('is shown under the current owner for all the time, if that is asked for', async () => {
    expect(await one('mrr', { by: ['current_owner'], grain: 'quarter' })).toEqual({
      'Bob | 2024-01-01': 100,
      'Bob | 2024-04-01': 100,
    })
  })

  test('a rep sees own rows only, and a manager those of the team', async () => {
    const query = { measures: ['revenue.mrr'], dimensions: ['revenue.owner'] }
    const ofBob = await as({ role: 'rep', user: 'bob@ours.example' }, query)
    expect(ofBob.rows).toEqual([{ 'revenue.owner': 'Bob', 'revenue.mrr': '100' }])
    const ofNorth = await as({ role: 'manager', team: 'North' }, query)
    expect(ofNorth.rows).toEqual([])
  })
})

describe('an account that changed segment', () => {
  const { ask, one } = company({
    asOf: '2024-12-31',
    changes: [
      { account: 'A', on: '2024-01-10', mrr: '100' },
      { account: 'B', on: '2024-01-10', mrr: '10' },
    ],
    versions: [
      { account: 'A', segment: 'SMB' },
      { account: 'A', segment: 'Mid-Market', from: '2024-05-10' },
      { account: 'B', segment: 'SMB' },
    ],
  })

  test('belongs to the segment of the balance date at every grain', async () => {
    expect(
      await one('mrr', { by: ['segment'], grain: 'quarter', to: '2024-06-30', from: '2024-01-01' }),
    ).toEqual({
      'SMB | 2024-01-01': 110,
      'SMB | 2024-04-01': 10,
      'Mid-Market | 2024-04-01': 100,
    })
    expect(await one('mrr', { by: ['segment'], grain: 'year' })).toEqual({
      'SMB | 2024-01-01': 10,
      'Mid-Market | 2024-01-01': 100,
    })
    expect(await one('mrr', { by: ['segment'] })).toEqual({ SMB: 10, 'Mid-Market': 100 })
    expect(await one('mrr', { where: { segment: 'SMB', account_name: 'Account A' } })).toEqual({
      '': 0,
    })
  })

  test('moves in the bridge, with no residue', async () => {
    expect(
      await ask(['new_mrr', 'net_new_mrr', 'mrr_transferred_in', 'mrr_transferred_out'], {
        by: ['segment'],
        grain: 'year',
      }),
    ).toEqual({
      'SMB | 2024-01-01': {
        new_mrr: 110,
        net_new_mrr: 110,
        mrr_transferred_in: 0,
        mrr_transferred_out: 100,
      },
      'Mid-Market | 2024-01-01': {
        new_mrr: 0,
        net_new_mrr: 0,
        mrr_transferred_in: 100,
        mrr_transferred_out: 0,
      },
    })
  })

  test('takes its whole window into its segment at the window’s end', async () => {
    // Of A’s 100 in April none is of SMB at the end of May: B’s 10 of 10 stay.
    expect(
      await one('net_revenue_retention_monthly', {
        by: ['segment'],
        grain: 'month',
        from: '2024-05-01',
        to: '2024-05-31',
      }),
    ).toEqual({ 'SMB | 2024-05-01': 1, 'Mid-Market | 2024-05-01': 1 })
  })
})

describe('a segment whose last customer churned', () => {
  const { ask, one } = company({
    asOf: '2024-06-30',
    changes: [
      { account: 'A', on: '2024-01-10', mrr: '100' },
      { account: 'A', on: '2024-05-20', mrr: '-100' },
      { account: 'B', on: '2024-01-10', mrr: '10' },
      { account: 'C', on: '2023-05-10', mrr: '-7' },
    ],
    versions: [
      { account: 'A', segment: 'Enterprise' },
      { account: 'C', segment: 'Public sector' },
    ],
  })

  test.each([
    ['quarter', { 'Enterprise | 2024-01-01': 100, 'Enterprise | 2024-04-01': 0 }],
    ['year', { 'Enterprise | 2024-01-01': 0 }],
    [undefined, { Enterprise: 0 }],
  ] as const)('has 0 by %s', async (grain, expected) => {
    const answered = await one('mrr', { by: ['segment'], ...(grain ? { grain } : {}) })
    expect(answered).toMatchObject(expected)
    expect(Object.values(answered).at(-1)! + Object.values(answered).at(-2)!).not.toBe(110)
  })

  test('has 0 in the month it churned in and after', async () => {
    const months = await one('mrr', { where: { segment: 'Enterprise' }, grain: 'month' })
    expect(Object.values(months)).toEqual([100, 100, 100, 100, 0, 0])
  })

  test('a segment that is credited more than it pays has no rate of growth', async () => {
    expect(
      await ask(['mrr', 'mrr_growth_rate', 'mrr_growth_rate_yoy'], {
        where: { segment: 'Public sector' },
      }),
    ).toEqual({ '': { mrr: -7, mrr_growth_rate: null, mrr_growth_rate_yoy: null } })
  })

  test('has lost all its customers in the window of that month, and none later', async () => {
    const months = await one('logo_churn_rate', {
      where: { segment: 'Enterprise' },
      grain: 'month',
      from: '2024-05-01',
      to: '2024-06-30',
    })
    expect(months).toEqual({ '2024-05-01': 1, '2024-06-01': null })
  })
})

describe('products', () => {
  const { ask, one } = company({
    asOf: '2024-06-30',
    changes: [
      { account: 'A', on: '2023-01-10', mrr: '100' },
      { account: 'A', on: '2024-03-05', mrr: '20' },
      { account: 'A', on: '2024-05-05', mrr: '30', product: 'addon' },
    ],
  })

  test('upsell is of products held, cross-sell of products new to the account', async () => {
    expect(await ask(['upsell_rate', 'cross_sell_rate'])).toEqual({
      '': { upsell_rate: 0.2, cross_sell_rate: 0.3 },
    })
    expect(await ask(['upsell_rate', 'cross_sell_rate'], { by: ['product'] })).toMatchObject({
      core: { upsell_rate: 0.2, cross_sell_rate: 0 },
      addon: { upsell_rate: null, cross_sell_rate: null },
    })
  })

  test('MRR adds up over products, customers do not', async () => {
    const byProduct = await ask(['mrr', 'customers'], { by: ['product'] })
    expect(byProduct).toMatchObject({
      core: { mrr: 120, customers: 1 },
      addon: { mrr: 30, customers: 1 },
    })
    expect(await ask(['mrr', 'customers'])).toEqual({ '': { mrr: 150, customers: 1 } })
  })

  test('movements by product add up to those of the account', async () => {
    expect(await one('expansion_mrr', { by: ['product'], grain: 'year' })).toMatchObject({
      'core | 2024-01-01': 20,
      'addon | 2024-01-01': 30,
    })
    expect((await one('expansion_mrr', { grain: 'year' }))['2024-01-01']).toBe(50)
  })
})

describe('invoices', () => {
  const { one } = company(
    { asOf: '2024-01-31', changes: [{ account: 'A', on: '2024-01-10', mrr: '1' }] },
    async (db) => {
      const rates = { rate_date: '2024-01-20' }
      await given(db, dimExchangeRates, [
        { currency_code: 'EUR', rate_date: '2024-01-10', exchange_rate: '1' },
        { currency_code: 'EUR', ...rates, exchange_rate: '1' },
        { currency_code: 'USD', ...rates, exchange_rate: '0.90' },
      ])
      const invoice = {
        source_system: 'stripe',
        account_id: 'A',
        issued_at: new Date('2024-01-20T08:00:00Z'),
        issued_date: '2024-01-20',
        currency_code: 'EUR',
        is_recurring: true,
        tax_local: '0.00',
      } as const
      await given(db, stgInvoices, [
        {
          ...invoice,
          invoice_id: '1',
          invoice_status: 'paid',
          total_local: '119.00',
          tax_local: '19.00',
        },
        {
          ...invoice,
          invoice_id: '2',
          invoice_status: 'open',
          total_local: '50.00',
          currency_code: 'USD',
          is_recurring: false,
        },
        { ...invoice, invoice_id: '3', invoice_status: 'uncollectible', total_local: '20.00' },
        { ...invoice, invoice_id: '4', invoice_status: 'void', total_local: '500.00' },
        {
          ...invoice,
          invoice_id: '5',
          invoice_status: 'draft',
          total_local: '700.00',
          issued_at: null,
          issued_date: null,
        },
      ])
    },
  )

  test('count when issued, without tax, at the rate of their day', async () => {
    expect(await one('invoiced_amount', { grain: 'day' })).toMatchObject({ '2024-01-20': 165 })
    expect(await one('invoiced_amount', { by: ['currency'] })).toMatchObject({ EUR: 120, USD: 45 })
    expect(await one('invoiced_amount', { by: ['product'] })).toMatchObject({
      not_allocated: 165,
    })
  })

  test('recur where they bill a subscription', async () => {
    expect((await one('recurring_share'))['']).toBeCloseTo(120 / 165, 8)
    expect(await one('recurring_share', { by: ['currency'] })).toMatchObject({ EUR: 1, USD: 0 })
  })
})

describe('growth of what is invoiced', () => {
  const { one } = company(
    {
      asOf: '2024-03-10',
      changes: [
        { account: 'A', on: '2023-01-10', mrr: '1' },
        { account: 'B', on: '2023-01-10', mrr: '1' },
      ],
      versions: [
        { account: 'A', segment: 'SMB' },
        { account: 'A', segment: 'Enterprise', from: '2024-02-10' },
        { account: 'B', segment: 'SMB' },
        { account: 'C', segment: 'Credited' },
        { account: 'D', segment: 'Charged' },
      ],
    },
    async (db) => {
      const invoices = [
        ...(['2023-02-20', '2024-01-20'] as const).flatMap(
          (on) =>
            [
              ['C', on, '-10.00'],
              ['D', on, '10.00'],
            ] as const,
        ),
        ['B', '2023-01-20', '40.00'],
        ['C', '2024-02-20', '20.00'],
        ['D', '2024-02-20', '-20.00'],
        ['A', '2023-02-20', '50.00'],
        ['A', '2024-01-10', '100.00'],
        ['B', '2024-01-20', '300.00'],
        ['A', '2024-02-05', '80.00'],
        ['A', '2024-02-20', '120.00'],
        ['A', '2024-03-09', '100.00'],
      ] as const
      await given(
        db,
        dimExchangeRates,
        [...new Set([...invoices.map(([, on]) => on), '2023-01-10'])].map((on) => ({
          currency_code: 'EUR',
          rate_date: on,
          exchange_rate: '1',
        })),
      )
      await given(
        db,
        stgInvoices,
        invoices.map(([account, on, total], index) => ({
          invoice_id: String(index),
          source_system: 'stripe',
          account_id: account,
          invoice_status: 'paid' as const,
          is_recurring: true,
          currency_code: 'EUR',
          issued_at: new Date(`${on}T08:00:00Z`),
          issued_date: on,
          total_local: total,
          tax_local: '0.00',
        })),
      )
    },
  )

  test('compares the last month with the month before it, at every grain', async () => {
    // February 200 against January 400; March to the 10th 100 against 80 of February to the 10th.
    const february = { from: '2024-01-01', to: '2024-02-29' }
    expect(await one('revenue_growth_rate', { ...february, grain: 'month' })).toEqual({
      '2024-01-01': null,
      '2024-02-01': -0.5,
    })
    expect(await one('revenue_growth_rate', february)).toEqual({ '': -0.5 })
    expect(await one('revenue_growth_rate', { grain: 'year' })).toMatchObject({
      '2024-01-01': 0.25,
    })
  })

  test('compares with the same month a year before', async () => {
    const february = { from: '2024-02-01', to: '2024-02-29' }
    // 200 against 50.
    expect(await one('revenue_growth_rate_yoy', february)).toEqual({ '': 3 })
    expect(await one('revenue_growth_rate_yoy', { ...february, from: '2024-01-01' })).toEqual({
      '': 3,
    })
  })

  test('takes an account’s months into its segment at the end', async () => {
    const february = { from: '2024-02-01', to: '2024-02-29' }
    // A is Enterprise by then: 200 against its own 100; of SMB only B’s 300 are left.
    expect(await one('revenue_growth_rate', { ...february, by: ['segment'] })).toEqual({
      Enterprise: 1,
      SMB: -1,
      Credited: null,
      Charged: -3,
    })
    expect(await one('revenue_growth_rate_yoy', { ...february, by: ['segment'] })).toMatchObject({
      Credited: null,
      Charged: -3,
    })
  })
})

describe('predictability', () => {
  const quarters = [
    '2022-03',
    '2022-06',
    '2022-09',
    '2022-12',
    '2023-03',
    '2023-06',
    '2023-09',
    '2023-12',
  ]
  const { ask, one, as } = company({
    asOf: '2024-01-31',
    versions: [
      { account: 'A', owner: 'Ann' },
      { account: 'B', owner: 'Bob' },
    ],
    changes: [
      { account: 'A', on: '2021-12-01', mrr: '90' },
      { account: 'B', on: '2021-12-01', mrr: '10' },
      ...quarters.map((month, index) => ({
        account: 'A',
        on: `${month}-01`,
        mrr: index % 2 ? '20' : '10',
      })),
    ],
  })

  test('variation is that of the last 8 complete quarters', async () => {
    const answered = await one('revenue_variation', {
      grain: 'quarter',
      from: '2023-07-01',
      to: '2024-01-31',
    })
    expect(answered['2023-07-01']).toBeNull()
    expect(answered['2023-10-01']).toBeCloseTo((60 * Math.sqrt(8 / 7)) / 180, 8)
    // January 2024 is running: its quarter is not complete.
    expect(answered['2024-01-01']).toBe(answered['2023-10-01'])
    expect(await one('revenue_variation')).toEqual({ '': answered['2023-10-01'] })
  })

  test('variation is none of a part of the company', async () => {
    const { rows } = await as(
      { role: 'rep', user: 'Ann' },
      {
        measures: ['revenue.revenue_variation', 'revenue.mrr'],
      },
    )
    expect(rows).toEqual([{ 'revenue.revenue_variation': null, 'revenue.mrr': '210' }])
  })

  test('a slice is refused', async () => {
    await expect(one('revenue_variation', { by: ['segment'] })).rejects.toThrow(
      'revenue.revenue_variation cannot be sliced or filtered by segment',
    )
  })

  test('trend is NULL below 12 months', async () => {
    const answered = await ask(['revenue_trend_r2'], {
      grain: 'month',
      from: '2022-10-01',
      to: '2022-11-30',
    })
    expect(answered['2022-10-01']).toEqual({ revenue_trend_r2: null })
    expect(answered['2022-11-01']!['revenue_trend_r2']).toBeGreaterThan(0.9)
  })
})

describe('a straight line', () => {
  const months = Array.from({ length: 13 }, (_, index) => index)
  const { one, as } = company({
    asOf: '2023-02-15',
    changes: months.map((month) => ({
      account: month % 2 ? 'A' : 'B',
      on: new Date(Date.UTC(2022, month, 3)).toISOString().slice(0, 10),
      mrr: '10',
    })),
    versions: [
      { account: 'A', owner: 'Ann' },
      { account: 'B', owner: 'Bob' },
    ],
  })

  test('has R² 1 from the twelfth month on, for the company', async () => {
    const answered = await one('revenue_trend_r2', {
      grain: 'month',
      from: '2022-11-01',
      to: '2023-02-28',
    })
    expect(answered['2022-11-01']).toBeNull()
    expect(answered['2022-12-01']).toBeCloseTo(1, 8)
    expect(answered['2023-01-01']).toBeCloseTo(1, 8)
    expect((await one('revenue_trend_r2'))['']).toBeCloseTo(1, 8)
  })

  test('is none of a part of the company: not even a rep’s own rows have it', async () => {
    const query = { measures: ['revenue.revenue_trend_r2', 'revenue.mrr'] }
    const { rows } = await as({ role: 'rep', user: 'Ann' }, query)
    expect(rows).toEqual([{ 'revenue.revenue_trend_r2': null, 'revenue.mrr': '60' }])
  })
})

describe('plans and reasons', () => {
  const { ask, one, as } = company({
    asOf: '2024-05-31',
    changes: [
      { account: 'A', on: '2024-01-10', mrr: '100', subscription: 'S1' },
      { account: 'A', on: '2024-03-10T08:00:00Z', mrr: '-100', subscription: 'S1' },
      { account: 'A', on: '2024-03-10T08:00:00Z', mrr: '90', subscription: 'S1', plan: 'year' },
      { account: 'A', on: '2024-05-10', mrr: '-90', subscription: 'S1', plan: 'year' },
      { account: 'B', on: '2024-01-10', mrr: '40', subscription: 'S2', plan: 'year' },
      { account: 'B', on: '2024-05-20', mrr: '-40', subscription: 'S2', plan: 'year' },
      { account: 'C', on: '2024-01-10', mrr: '7', subscription: 'S3', plan: 'year' },
      { account: 'C', on: '2024-05-20', mrr: '-7', subscription: 'S3', plan: 'year' },
    ],
    subscriptions: [
      { subscription_id: 'S1', churn_reason: 'too_expensive', subscription_status: 'canceled' },
      { subscription_id: 'S2', subscription_status: 'canceled' },
      { subscription_id: 'S3', churn_reason: 'payment_failed', subscription_status: 'canceled' },
    ],
  })

  test('MRR by plan goes over with the account, and adds up', async () => {
    expect(
      await one('mrr', { by: ['plan'], grain: 'quarter', to: '2024-03-31', from: '2024-01-01' }),
    ).toEqual({
      'Monthly | 2024-01-01': 0,
      'Annual | 2024-01-01': 137,
    })
    expect(
      await one('mrr', {
        where: { plan: 'Monthly' },
        grain: 'month',
        from: '2024-02-01',
        to: '2024-03-31',
      }),
    ).toEqual({
      '2024-02-01': 100,
      '2024-03-01': 0,
    })
  })

  test('a change of plan is one movement, of which plans carry their signed parts', async () => {
    const march = { from: '2024-03-01', to: '2024-03-31' }
    expect(await one('contraction_mrr', march)).toEqual({ '': 10 })
    expect(await one('contraction_mrr', { ...march, by: ['plan'] })).toMatchObject({
      Monthly: 100,
      Annual: -90,
    })
  })

  test('what churned has the reason of the subscription that ended', async () => {
    const measures = ['churned_mrr', 'churned_customers']
    const may = { from: '2024-05-01', to: '2024-05-31' }
    expect(await ask(measures, { ...may, by: ['churn_reason'] })).toMatchObject({
      too_expensive: { churned_mrr: 90, churned_customers: 1 },
      Unknown: { churned_mrr: 40, churned_customers: 1 },
      payment_failed: { churned_mrr: 7, churned_customers: 1 },
    })
    expect(await ask(measures, may)).toEqual({ '': { churned_mrr: 137, churned_customers: 3 } })
  })

  test('what churned since its payment failed is a segment', async () => {
    const { rows } = await as(
      { role: 'admin' },
      {
        measures: ['revenue.churned_mrr'],
        segments: ['revenue.churn_for_failed_payment'],
      },
    )
    expect(rows.map((row) => Number(row['revenue.churned_mrr']))).toEqual([7])
  })

  test('a reason of what grew is refused', async () => {
    await expect(one('new_mrr', { by: ['churn_reason'] })).rejects.toThrow(
      'revenue.new_mrr cannot be sliced or filtered by churn_reason',
    )
  })
})

describe('renewals', () => {
  const year = (account: string, on: string, mrr: string, subscription = account) => ({
    account,
    on,
    mrr,
    subscription,
    plan: 'year',
  })
  const { ask, one } = company(
    {
      asOf: '2025-03-31',
      changes: [
        year('A', '2024-01-10', '100'),
        year('A', '2025-01-10', '20'),
        year('B', '2024-01-15', '200'),
        year('B', '2025-01-15', '-50'),
        year('C', '2024-01-20', '300'),
        year('C', '2025-01-20', '-300'),
        year('D', '2024-01-25', '50'),
        year('D', '2025-01-25', '-50'),
        year('D', '2025-02-20', '80', 'D2'),
        { account: 'E', on: '2024-02-01', mrr: '1000' },
        year('F', '2024-02-05', '400'),
        year('G', '2024-02-10', '60'),
        year('G', '2024-08-10', '-60'),
        year('H', '2024-02-15', '70'),
        year('H', '2024-06-01', '-70'),
        { account: 'H', on: '2024-06-01', mrr: '80', subscription: 'H' },
        year('I', '2024-03-01', '90'),
        year('I', '2025-02-28', '-90'),
      ],
    },
    async (db) => {
      const opportunity = {
        deal_type: 'Renewal',
        account_id: 'F',
        opportunity_id: 'renewal of F',
        amount: '4800',
        outcome: 'won',
        closed_date: '2025-02-20',
      } as const
      await given(db, fctOpportunities, [
        opportunity,
        { ...opportunity, opportunity_id: 'new', deal_type: 'New Business', outcome: 'lost' },
        { ...opportunity, opportunity_id: 'a year before', outcome: 'lost' },
      ])
      const version = { valid_from: new Date('1900-01-01'), valid_to: new Date('9999-12-31') }
      await given(db, dimOpportunityVersions, [
        { ...version, opportunity_id: 'renewal of F', closes_at: new Date('2025-02-06') },
        { ...version, opportunity_id: 'new', closes_at: new Date('2025-02-05') },
        { ...version, opportunity_id: 'a year before', closes_at: new Date('2024-02-05') },
      ])
    },
  )

  test('count at the old price, on the day after the term’s last one', async () => {
    expect(
      await ask(['renewal_rate', 'on_time_renewal_rate'], {
        grain: 'month',
        from: '2025-01-01',
        to: '2025-03-31',
      }),
    ).toEqual({
      '2025-01-01': {
        renewal_rate: expect.closeTo(300 / 650, 8),
        on_time_renewal_rate: expect.closeTo(250 / 650, 8),
      },
      '2025-02-01': { renewal_rate: 1, on_time_renewal_rate: 0 },
      '2025-03-01': { renewal_rate: 0, on_time_renewal_rate: 0 },
    })
  })

  test('are worked out from the parts at every grain', async () => {
    const rates = {
      renewal_rate: expect.closeTo(700 / 1140, 8),
      on_time_renewal_rate: expect.closeTo(250 / 1140, 8),
    }
    const measures = ['renewal_rate', 'on_time_renewal_rate']
    expect(await ask(measures)).toEqual({ '': rates })
    expect((await ask(measures, { grain: 'quarter' }))['2025-01-01']).toEqual(rates)
    expect((await ask(measures, { grain: 'year' }))['2025-01-01']).toEqual(rates)
    expect((await one('renewal_rate', { by: ['account_name'] }))['Account B']).toBe(0.75)
  })

  test('a month without a term that ended has no rate', async () => {
    const april = { from: '2024-04-01', to: '2024-04-30' }
    expect((await one('renewal_rate', { ...april, grain: 'month' }))['2024-04-01'] ?? null).toBe(
      null,
    )
  })
})

describe('what is signed and not live', () => {
  const { ask, one } = company({
    asOf: '2024-03-31',
    changes: [
      { account: 'B', on: '2024-01-05', mrr: '50' },
      { account: 'A', on: '2024-03-10', mrr: '100', subscription: 'S1' },
      { account: 'C', on: '2024-02-20', mrr: '30', subscription: 'S2' },
      { account: 'D', on: '2024-05-01', mrr: '10', subscription: 'S3', currency: 'USD' },
    ],
    subscriptions: [
      {
        subscription_id: 'S1',
        created_at: new Date('2024-01-20T09:00Z'),
        starts_at: new Date('2024-03-10T10:00Z'),
      },
      {
        subscription_id: 'S2',
        created_at: new Date('2024-01-20T09:00Z'),
        starts_at: new Date('2024-01-20T09:00Z'),
        trial_ends_at: new Date('2024-02-20T10:00Z'),
      },
      {
        subscription_id: 'S3',
        created_at: new Date('2024-03-20T09:00Z'),
        starts_at: new Date('2024-05-01T10:00Z'),
      },
    ],
    versions: [
      { account: 'A', owner: 'Zoe' },
      { account: 'A', owner: 'Bob', from: '2024-02-15' },
    ],
    rates: [
      { currency: 'EUR', on: '2024-01-20', rate: '1' },
      { currency: 'USD', on: '2024-03-20', rate: '0.90' },
      { currency: 'USD', on: '2024-05-01', rate: '1.00' },
    ],
  })

  test('is committed beside what is live, and a trial is not', async () => {
    expect(
      await ask(['arr', 'committed_arr'], { grain: 'month', from: '2024-01-01', to: '2024-03-31' }),
    ).toEqual({
      '2024-01-01': { arr: 600, committed_arr: 1800 },
      '2024-02-01': { arr: 960, committed_arr: 2160 },
      '2024-03-01': { arr: 2160, committed_arr: 2268 },
    })
    expect(await one('committed_arr')).toEqual({ '': 2268 })
  })

  test('leaves the owner of before with 0', async () => {
    const by = { by: ['owner'], from: '2024-01-01', to: '2024-02-29' }
    expect(await one('committed_arr', { ...by, grain: 'month' })).toMatchObject({
      'Zoe | 2024-01-01': 1200,
      'Zoe | 2024-02-01': 0,
      'Bob | 2024-02-01': 1200,
    })
    expect(await one('committed_arr', by)).toEqual({ Zoe: 0, Bob: 1200, Ann: 960 })
  })
})

describe('bookings and payments', () => {
  const { ask, one, as } = company(
    { asOf: '2024-03-31', changes: [{ account: 'A', on: '2024-01-05', mrr: '1' }] },
    async (db) => {
      await given(db, dimExchangeRates, [
        { currency_code: 'EUR', rate_date: '2024-01-05', exchange_rate: '1' },
        { currency_code: 'USD', rate_date: '2024-01-05', exchange_rate: '0.90' },
        { currency_code: 'USD', rate_date: '2024-02-01', exchange_rate: '1.00' },
        ...['2024-01-20', '2024-02-02'].flatMap((rate_date) => [
          { currency_code: 'EUR', rate_date, exchange_rate: '1' },
          { currency_code: 'USD', rate_date, exchange_rate: '0.90' },
        ]),
      ])
      const opportunity = {
        account_id: 'A',
        source_system: 'hubspot',
        deal_type: 'New Business',
        outcome: 'won',
        currency_code: 'EUR',
        created_date: '2024-01-05',
        closed_at: new Date('2024-02-01T09:00Z'),
        closed_date: '2024-02-01',
        amount_local: '100',
      } as const
      await given(db, fctOpportunities, [
        { ...opportunity, opportunity_id: 'amount', currency_code: 'USD', amount_local: '36000' },
        { ...opportunity, opportunity_id: 'acv' },
        { ...opportunity, opportunity_id: 'tcv', closed_date: '2024-03-01' },
        { ...opportunity, opportunity_id: 'renewal', deal_type: 'Renewal', amount_local: '500' },
        { ...opportunity, opportunity_id: 'lost', outcome: 'lost' },
        { ...opportunity, opportunity_id: 'open', outcome: 'open', closed_date: null },
      ])
      await given(db, stgOpportunities, [
        { opportunity_id: 'amount', term_months: 36 },
        { opportunity_id: 'acv', acv_local: '1000', term_months: 24 },
        { opportunity_id: 'tcv', tcv_local: '3000', term_months: 36 },
        ...['renewal', 'lost', 'open'].map((opportunity_id) => ({ opportunity_id })),
      ])
      const payment = {
        source_system: 'stripe',
        account_id: 'A',
        currency_code: 'EUR',
        payment_type: 'payment',
        payment_status: 'succeeded',
        paid_at: new Date('2024-01-20T09:00Z'),
      } as const
      await given(db, stgPayments, [
        { ...payment, payment_id: '1', amount_local: '119.00' },
        { ...payment, payment_id: '2', amount_local: '100.00', currency_code: 'USD' },
        { ...payment, payment_id: '3', amount_local: '50.00', payment_status: 'failed' },
        { ...payment, payment_id: '4', amount_local: '20.00', payment_status: 'pending' },
        {
          ...payment,
          payment_id: '5',
          payment_type: 'refund',
          refunded_payment_id: '1',
          amount_local: '19.00',
          paid_at: new Date('2024-02-02T09:00Z'),
        },
        {
          ...payment,
          payment_id: '6',
          payment_type: 'refund',
          refunded_payment_id: '1',
          amount_local: '1.00',
          paid_at: new Date('2024-02-02T10:00Z'),
        },
      ])
    },
  )

  test('are a year’s and the term’s value of what was won, at the rate of the created date', async () => {
    expect(
      await ask(['bookings_acv', 'bookings_tcv'], {
        grain: 'month',
        from: '2024-02-01',
        to: '2024-03-31',
      }),
    ).toEqual({
      '2024-02-01': { bookings_acv: 33_900, bookings_tcv: 34_900 },
      '2024-03-01': { bookings_acv: 1000, bookings_tcv: 3000 },
    })
  })

  test('split by deal type, renewals included', async () => {
    expect(await one('bookings_acv', { by: ['deal_type'] })).toMatchObject({
      'New Business': 34_400,
      Renewal: 500,
    })
    expect(await one('bookings_tcv', { where: { currency: 'USD' } })).toEqual({ '': 32_400 })
    const { rows } = await as(
      { role: 'admin' },
      { measures: ['revenue.bookings_acv'], segments: ['revenue.without_renewals'] },
    )
    expect(rows.map((row) => Number(row['revenue.bookings_acv']))).toEqual([34_400])
  })

  test('are collected when they succeed; a refund counts on its own day', async () => {
    expect(
      await ask(['collected_amount', 'refunded_amount'], {
        grain: 'month',
        from: '2024-01-01',
        to: '2024-02-29',
      }),
    ).toEqual({
      '2024-01-01': { collected_amount: 209, refunded_amount: null },
      '2024-02-01': { collected_amount: null, refunded_amount: 20 },
    })
    expect(await one('collected_amount', { by: ['currency'] })).toMatchObject({ EUR: 119, USD: 90 })
    expect(await one('refunded_amount')).toEqual({ '': 20 })
  })
})

describe('the book', () => {
  const from = '2024-01-05'
  const plans = {
    day: ['day', 1, '1'],
    weeks: ['week', 2, '12'],
    quarter: ['month', 3, '300'],
    year: ['year', 1, '1000'],
    fifty: ['month', 1, '50'],
    sixty: ['month', 1, '60'],
    seventy: ['month', 1, '70'],
    once: [null, null, '500'],
    eighty: ['month', 1, '80'],
  } as const
  const subscriptions: Record<string, Partial<Parameters<typeof givenGeneric>[1][number]>> = {
    day: { plan_id: 'day', quantity: 3 },
    weeks: { plan_id: 'weeks' },
    quarter: { plan_id: 'quarter' },
    year: { plan_id: 'year' },
    'for ever': { plan_id: 'fifty', discount_rate: 0.2 },
    'for a time': { plan_id: 'fifty', discount_rate: 0.5, discount_ends_at: noon('2024-04-01') },
    trial: { plan_id: 'sixty', trial_ends_at: noon('2024-03-15') },
    pause: {
      plan_id: 'seventy',
      paused_at: noon('2024-03-10'),
      resumes_at: noon('2024-05-20'),
    },
    once: { plan_id: 'once' },
    cancelled: {
      plan_id: 'eighty',
      canceled_at: noon('2024-03-05'),
      ends_at: noon('2024-04-05'),
    },
    more: { mrr_local: '10' },
  }
  const { ask, one } = company(
    {
      asOf: '2024-06-30',
      changes: [],
      versions: Object.keys(subscriptions).map((account) => ({ account: `generic:${account}` })),
      rates: [from, '2024-03-15'].map((on) => ({ currency: 'EUR', on, rate: '1' })),
    },
    async (db) => {
      const state = (name: string, version_at: Date) => ({
        subscription_id: name,
        account_id: name,
        starts_at: noon(from),
        ...subscriptions[name],
        version_at,
      })
      await givenGeneric(
        db,
        [
          ...Object.keys(subscriptions).map((name) => state(name, noon('2024-01-31'))),
          { ...state('more', noon('2024-02-15')), mrr_local: '30' },
        ],
        Object.entries(plans).map(([plan_id, [billing_interval, interval_count, price]]) => ({
          plan_id,
          billing_interval,
          interval_count,
          unit_price_local: price,
        })),
      )
    },
  )

  test('values every interval, discount, trial and pause a month', async () => {
    const measures = [
      'mrr',
      'new_mrr',
      'expansion_mrr',
      'contraction_mrr',
      'churned_mrr',
      'reactivation_mrr',
    ]
    const row = (...values: number[]) =>
      Object.fromEntries(measures.map((name, index) => [name, expect.closeTo(values[index]!, 7)]))
    expect(await ask(measures, { grain: 'month', from: '2024-01-01', to: '2024-05-31' })).toEqual({
      '2024-01-01': row(525.58333333, 525.58333333, 0, 0, 0, 0),
      '2024-02-01': row(545.58333333, 0, 20, 0, 0, 0),
      '2024-03-01': row(535.58333333, 60, 0, 0, 70, 0),
      '2024-04-01': row(480.58333333, 0, 25, 0, 80, 0),
      '2024-05-01': row(550.58333333, 0, 0, 0, 0, 70),
    })
  })

  test('keeps ARR of an annual price at that price, to the cent', async () => {
    const january = { from: '2024-01-01', to: '2024-01-31' }
    expect(await one('arr', january)).toEqual({ '': 6307 })
    expect(await one('arr', { where: { account_name: 'Account generic:year' } })).toEqual({
      '': 1000,
    })
  })
})
