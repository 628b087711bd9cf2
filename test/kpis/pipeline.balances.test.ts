/** The worked cases of balances, velocity, coverage and quotas (pipeline.*.md), through transforms and model. */
import { describe, expect, test } from 'vitest'
import type { Deal } from '../transforms/crm_inputs.ts'
import { company } from './pipeline_company.ts'

const [january, february, march, april] = ['2024-01-01', '2024-02-01', '2024-03-01', '2024-04-01']
const balances = [
  'open_opportunities',
  'open_pipeline',
  'weighted_pipeline',
  'current_stage_age_days',
]

describe('balances, coverage and quotas', () => {
  const { ask, one, as } = company({
    asOf: '2024-04-15 12:00',
    owners: {
      Anna: { '2024-01-31': 'North', '2024-02-29': 'North', '2024-03-31': 'South' },
      Ben: { '2024-01-31': 'West', '2024-02-29': 'West', '2024-03-31': 'West' },
    },
    companies: [{ id: '1', employeeHistory: { '2024-01-01': 10, '2024-03-01': 60 } }],
    rates: { USD: { '2024-01-01': '0.90' } },
    deals: [
      {
        id: '1',
        company: '1',
        created: '2024-01-10',
        stages: { '2024-01-10': 'discovery', '2024-02-20': 'qualified', '2024-04-05': 'won' },
        owners: { '2024-01-10': 'Anna' },
        amounts: { '2024-01-10': '1000', '2024-03-15': '1200' },
        closeDates: { '2024-01-10': '2024-03-31', '2024-03-20': '2024-04-30' },
      },
      {
        id: '2',
        created: '2024-01-20',
        stages: { '2024-01-20': 'discovery', '2024-01-25': 'qualified', '2024-03-05': 'lost' },
        owners: { '2024-01-20': 'Anna', '2024-02-15': 'Ben' },
        amount: '500',
        closeDates: { '2024-01-20': '2024-02-28' },
      },
      {
        id: '3',
        created: february,
        stages: { [february]: 'proposal' },
        owners: { [february]: 'Ben' },
        amount: '2000',
        closeDates: { [february]: '2024-04-20' },
      },
      {
        id: '4',
        created: february,
        type: 'Renewal',
        pipeline: 'Renewals',
        stages: { [february]: 'due', '2024-03-15': 'renewed' },
        owners: { [february]: 'Ben' },
        amount: '300',
      },
      {
        id: '5',
        created: '2024-02-05',
        stages: { '2024-02-05': 'discovery', '2024-02-25': 'lost' },
        amount: '9999',
      },
      {
        id: '6',
        created: '2024-01-05',
        stages: { '2024-01-05': 'qualified', '2024-02-10': 'lost', '2024-03-12': 'proposal' },
        owners: { '2024-01-05': 'Ben' },
        amount: '800',
        closeDates: { '2024-01-05': '2024-04-10' },
      },
      {
        id: '7',
        created: march,
        stages: { [march]: 'negotiation' },
        owners: { [march]: 'Anna' },
        amount: '100',
        closeDates: { [march]: '2024-09-30' },
      },
      {
        id: '8',
        created: '2023-12-01',
        stages: { '2023-12-01': 'discovery', '2023-12-05': 'qualified', '2024-02-12': 'won' },
        owners: { '2023-12-01': 'Anna' },
        amount: '700',
        closeDates: { '2023-12-01': '2024-02-15' },
      },
    ],
    targets: [
      ...[january, february, march].map((from) => ({
        from,
        owner: 'Anna',
        team: 'North',
        amount: 1000,
      })),
      { from: january, period: 'quarter', owner: 'Ben', team: 'West', amount: 1000 },
      { from: january, period: 'quarter', team: 'West', amount: 9999 },
      { from: january, team: 'East', amount: 600 },
      { from: april, owner: 'Anna', team: 'South', amount: 1000, currency: 'USD' },
      { from: '2024-05-01', owner: 'Anna', team: 'South', amount: 300 },
      { from: '2024-07-01', owner: 'Anna', team: 'South', amount: 7777 },
      { metric: 'quota', from: january, owner: 'Anna', team: 'North', amount: 5555 },
      { metric: 'win_rate', from: january, amount: 0.3 },
    ],
  })
  const of = (count: number, amount: number, weighted: number, age: number) => ({
    open_opportunities: count,
    open_pipeline: amount,
    weighted_pipeline: weighted,
    current_stage_age_days: age,
  })
  const year = { from: january, to: '2024-12-31' }

  test('balances are those of the last day, and of data_as_of in the running month', async () => {
    expect(await ask(balances, { grain: 'month', from: january, to: '2024-04-30' })).toEqual({
      [january]: of(4, 3000, 600, 110),
      [february]: of(3, 3500, 1375, 72),
      [march]: of(4, 4100, 1700, 148),
      [april]: of(3, 2900, 1400, 153),
    })
    const quarters = await ask(balances, { grain: 'quarter', ...year })
    expect(quarters).toMatchObject({ [january]: of(4, 4100, 1700, 148) })
    expect(quarters).toMatchObject({ [april]: of(3, 2900, 1400, 153) })
    expect(await ask(balances)).toEqual({ '': of(3, 2900, 1400, 153) })
    expect(
      await one('average_current_stage_age_days', { from: january, to: '2024-03-31' }),
    ).toEqual({ '': 37 })
  })

  test('balances are those of a week’s Sunday, and of a day', async () => {
    const march10 = { from: '2024-03-04', to: '2024-03-10' }
    expect(await one('open_pipeline', { grain: 'week', ...march10 })).toEqual({
      '2024-03-04': 3100,
    })
    expect(
      await one('open_pipeline', { grain: 'day', from: '2024-03-04', to: '2024-03-05' }),
    ).toEqual({ '2024-03-04': 3600, '2024-03-05': 3100 })
  })

  test('a day is refused where no balance of it is kept', async () => {
    const byDay = (from: string) => one('open_pipeline', { grain: 'day', from, to: '2024-01-10' })
    await expect(byDay('2024-01-05')).rejects.toThrow('from 2024-01-06 on')
    expect(await byDay('2024-01-06')).toMatchObject({ '2024-01-06': 1500, '2024-01-10': 2500 })
  })

  test('attributes are those of the day, and what they leave closes with 0', async () => {
    const byMonth = async (dimension: string) => {
      const all = await one('open_pipeline', {
        by: [dimension],
        grain: 'month',
        from: january,
        to: '2024-04-30',
      })
      return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== null))
    }
    expect(await byMonth('owner')).toEqual({
      'Anna Berg | 2024-01-01': 2200,
      'Ben Berg | 2024-01-01': 800,
      'Anna Berg | 2024-02-01': 1000,
      'Ben Berg | 2024-02-01': 2500,
      'Anna Berg | 2024-03-01': 1300,
      'Ben Berg | 2024-03-01': 2800,
      'Anna Berg | 2024-04-01': 100,
      'Ben Berg | 2024-04-01': 2800,
    })
    expect(await byMonth('team')).toEqual({
      'North | 2024-01-01': 2200,
      'West | 2024-01-01': 800,
      'North | 2024-02-01': 1000,
      'West | 2024-02-01': 2500,
      'North | 2024-03-01': 0,
      'South | 2024-03-01': 1300,
      'West | 2024-03-01': 2800,
      'South | 2024-04-01': 100,
      'West | 2024-04-01': 2800,
    })
    expect(await byMonth('segment')).toEqual({
      'SMB | 2024-01-01': 1000,
      'Unknown | 2024-01-01': 2000,
      'SMB | 2024-02-01': 1000,
      'Unknown | 2024-02-01': 2500,
      'SMB | 2024-03-01': 0,
      'Mid-Market | 2024-03-01': 1200,
      'Unknown | 2024-03-01': 2900,
      'Mid-Market | 2024-04-01': 0,
      'Unknown | 2024-04-01': 2900,
    })
    expect(
      await one('open_opportunities', { by: ['stage'], from: february, to: '2024-02-29' }),
    ).toMatchObject({ discovery: 0, qualified: 2, proposal: 1 })
  })

  test('coverage is of the fiscal quarter of the last balance date', async () => {
    const coverage = await ask(['pipeline_coverage', 'opening_pipeline_coverage'], {
      grain: 'month',
      from: january,
      to: '2024-04-30',
    })
    expect(coverage).toEqual({
      [january]: near(2200 / 4600, 700 / 4600),
      [february]: near(1500 / 3900, 700 / 4600),
      [march]: near(0, 700 / 4600),
      [april]: near(null, 4000 / 1200),
    })
    const { '': whole } = await ask(['pipeline_coverage', 'opening_pipeline_coverage'])
    expect(whole).toEqual(near(null, 4000 / 1200))
  })

  const near = (coverage: number | null, opening: number) => ({
    pipeline_coverage: coverage === null ? null : expect.closeTo(coverage, 9),
    opening_pipeline_coverage: expect.closeTo(opening, 9),
  })

  test('coverage is of the owner’s own quota', async () => {
    expect(
      await one('pipeline_coverage', { by: ['owner'], from: february, to: '2024-02-29' }),
    ).toEqual({
      'Anna Berg': expect.closeTo(1000 / 2300, 9),
      'Ben Berg': expect.closeTo(500 / 1000, 9),
      'Not allocated': 0,
      Unknown: null,
    })
  })

  test('quotas are those of the finest level, a quarter’s in months', async () => {
    expect(await one('quota_attainment', { grain: 'month', ...year })).toMatchObject({
      [january]: 0,
      [february]: expect.closeTo(700 / 1333.33, 9),
      [march]: expect.closeTo(300 / 1333.34, 9),
      [april]: expect.closeTo(1200 / 900, 9),
      '2024-05-01': 0,
    })
    expect(await one('quota_attainment', { grain: 'quarter', ...year })).toMatchObject({
      [january]: expect.closeTo(1000 / 4600, 9),
      [april]: 1,
    })
    expect(await one('quota_attainment', year)).toEqual({ '': expect.closeTo(2200 / 5800, 9) })
    expect(await one('quota_attainment', { by: ['owner'], ...year })).toMatchObject({
      'Anna Berg': expect.closeTo(1900 / 4200, 9),
      'Ben Berg': expect.closeTo(300 / 1000, 9),
      'Not allocated': 0,
    })
    expect(
      await one('quota_attainment', { by: ['team'], from: january, to: '2024-01-31' }),
    ).toMatchObject({ North: 0, West: 0, East: 0 })
  })

  test('a coverage by stage and a quota by week are refused', async () => {
    const load = (query: object) => as({ role: 'admin' }, query)
    await expect(
      load({ measures: ['pipeline.pipeline_coverage'], dimensions: ['pipeline.stage'] }),
    ).rejects.toThrow('cannot be sliced or filtered by stage')
    await expect(one('quota_attainment', { grain: 'week', ...year })).rejects.toThrow('by week')
  })
})

describe('velocity', () => {
  const open = Array.from({ length: 40 }, (_, place): Deal => {
    return { id: `open ${place}`, created: '2024-03-02', stages: { '2024-03-02': 'qualified' } }
  })
  const lost = [1, 2, 3].map(
    (place): Deal => ({
      id: `lost ${place}`,
      created: '2024-02-01',
      stages: { '2024-02-01': 'qualified', '2024-03-10': 'lost' },
      amount: '1',
    }),
  )
  const won: Deal = {
    id: 'won',
    created: '2024-01-01',
    stages: { '2024-01-01': 'qualified', '2024-03-01': 'won' },
    amount: '10000',
  }
  const { ask, one } = company({ asOf: '2024-03-31 12:00', deals: [...open, ...lost, won] })

  test.each(['month', 'quarter', 'year'] as const)('by %s is that of the case', async (grain) => {
    const velocities = await one('pipeline_velocity', { grain })
    const last = { month: march, quarter: january, year: january }[grain]
    expect(velocities[last]).toBeCloseTo(1666.6667, 4)
  })

  test('is made of four measures', async () => {
    expect(
      await ask([
        'open_opportunities',
        'average_deal_size',
        'win_rate',
        'sales_cycle_days',
        'pipeline_velocity',
      ]),
    ).toEqual({
      '': {
        open_opportunities: 40,
        average_deal_size: 10_000,
        win_rate: 0.25,
        sales_cycle_days: 60,
        pipeline_velocity: expect.closeTo(1666.6667, 4),
      },
    })
  })
})
