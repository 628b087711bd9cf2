/** The worked cases of view `pipeline` (pipeline.*.md), through the real transforms and the real model. */
import { describe, expect, test } from 'vitest'
import type { Deal } from '../transforms/crm_inputs.ts'
import { company } from './pipeline_company.ts'

const first = '2024-01-01'
const january = { from: first, to: '2024-01-31' }
const february = { from: '2024-02-01', to: '2024-02-29' }

describe('win rates and deal size', () => {
  const closing = (id: number, end: 'won' | 'lost', amount?: string): Deal => ({
    id: String(id),
    created: '2024-01-10',
    stages: { '2024-01-10': 'discovery', '2024-01-12': 'qualified', '2024-02-10': end },
    ...(amount === undefined ? {} : { amount }),
  })
  const open = (id: number): Deal => ({
    id: String(id),
    created: '2024-01-20',
    stages: { '2024-01-20': 'discovery' },
    amount: '10000',
  })
  const { ask } = company({
    deals: [
      closing(1, 'won', '100000'),
      closing(2, 'won', '50000'),
      closing(3, 'lost', '30000'),
      closing(4, 'lost', '20000'),
      closing(5, 'lost'),
      ...[6, 7, 8, 9, 10].map(open),
    ],
  })
  const all = {
    opportunities_created: 10,
    pipeline_created: 250_000,
    cohort_win_rate: 0.2,
    opportunities_won: 2,
    opportunities_lost: 3,
    opportunities_closed: 5,
    won_amount: 150_000,
    lost_amount: 50_000,
    win_rate: 0.4,
    win_rate_by_value: 0.75,
    average_deal_size: 75_000,
  }
  const measures = Object.keys(all)

  test.each(['quarter', 'year'] as const)('are the same by %s as for all time', async (grain) => {
    const quarter = { from: first, to: '2024-03-31' }
    expect(await ask(measures, { grain, ...quarter })).toEqual({ [first]: all })
    expect(await ask(measures)).toEqual({ '': all })
  })

  test('have no value in a month in which nothing closed, or nothing was created', async () => {
    expect(await ask(measures, { grain: 'month', from: first, to: '2024-02-29' })).toEqual({
      [first]: {
        ...all,
        opportunities_won: 0,
        opportunities_lost: 0,
        opportunities_closed: 0,
        won_amount: null,
        lost_amount: null,
        win_rate: null,
        win_rate_by_value: null,
        average_deal_size: null,
      },
      '2024-02-01': {
        ...all,
        opportunities_created: 0,
        pipeline_created: null,
        cohort_win_rate: null,
      },
    })
  })

  test('are dated by the day, and know the fiscal quarter', async () => {
    expect(await ask(['opportunities_created'], { grain: 'day', ...january })).toMatchObject({
      '2024-01-12': { opportunities_created: 0 },
      '2024-01-10': { opportunities_created: 5 },
      '2024-01-20': { opportunities_created: 5 },
    })
    expect(await ask(['win_rate'], { by: ['fiscal_quarter', 'is_complete'] })).toMatchObject({
      'FY2024-Q1 | true': { win_rate: 0.4 },
    })
  })
})

describe('the sales cycle', () => {
  const { ask, one } = company({
    deals: [
      {
        id: '1',
        created: first,
        stages: { [first]: 'qualified', '2024-01-31': 'won' },
      },
      {
        id: '2',
        created: first,
        stages: {
          [first]: 'qualified',
          '2024-01-11': 'lost',
          '2024-02-10': 'proposal',
          '2024-02-20': 'won',
        },
      },
      {
        id: '3',
        created: '2024-03-10',
        stages: { '2024-03-10': 'won' },
        closeDates: { '2024-03-10': '2024-03-01' },
      },
      {
        id: '4',
        created: first,
        pipeline: 'Renewals',
        type: 'Renewal',
        stages: { [first]: 'due', '2024-01-31': 'renewed' },
      },
      { id: '5', created: '2024-03-15', stages: { '2024-03-15': 'won' } },
      { id: '6', created: first, stages: { [first]: 'qualified', '2024-03-31': 'lost' } },
      {
        id: '7',
        created: '2023-05-02',
        stages: { '2023-05-02': 'qualified', '2023-05-04': 'won' },
        amount: '100',
      },
    ],
  })

  test('is that of the deals won in the month', async () => {
    expect(await one('sales_cycle_days', { grain: 'month' })).toMatchObject({
      [first]: 30,
      '2024-02-01': 20,
      '2024-03-01': 0,
    })
  })

  test('of the quarter is worked out from its deals, without those created after they closed', async () => {
    const measures = [
      'sales_cycle_days',
      'median_sales_cycle_days',
      'opportunities_won',
      'opportunities_lost',
    ]
    const quarter = (await ask(measures, { grain: 'quarter' }))[first]!
    expect(quarter['sales_cycle_days']).toBeCloseTo(50 / 3, 9)
    expect(quarter).toMatchObject({
      median_sales_cycle_days: 20,
      opportunities_won: 4,
      opportunities_lost: 1,
    })
  })

  test('of a month without an open deal gives a velocity of 0, and deals without an amount a size of 0', async () => {
    const measures = ['open_opportunities', 'average_deal_size', 'pipeline_velocity']
    expect(await ask(measures, { grain: 'month' })).toMatchObject({
      '2023-05-01': { open_opportunities: null, average_deal_size: 100, pipeline_velocity: 0 },
      [first]: { average_deal_size: 0 },
    })
  })

  test('has a reopened deal once, where it closed at last', async () => {
    expect(await one('opportunities_lost', { grain: 'month' })).toMatchObject({
      [first]: 0,
      '2024-03-01': 1,
    })
  })
})

describe('stages', () => {
  const { ask, one, as } = company({
    deals: [
      deal('A', { 1: 'discovery', 11: 'qualified', 21: 'proposal', 31: 'won' }),
      deal('B', { 1: 'discovery', '06': 'proposal', 16: 'lost' }),
      deal('C', { 1: 'discovery', '05': 'qualified', '09': 'discovery', 19: 'lost' }),
      deal('D', { 1: 'discovery', 21: 'qualified' }),
      deal('E', { 1: 'discovery', '03': 'lost' }),
    ],
  })

  function deal(id: string, visits: Record<string, string>): Deal {
    const stages = Object.entries(visits).map(([day, stage]) => [
      `2024-01-${day.padStart(2, '0')}`,
      stage,
    ])
    return { id, created: first, stages: Object.fromEntries(stages) }
  }

  test('convert by the deals that came to them', async () => {
    expect(await one('stage_conversion_rate', { by: ['stage'] })).toEqual({
      discovery: 1,
      qualified: 0.5,
      proposal: 0.5,
      negotiation: 1,
      'Not allocated': null,
    })
  })

  test('date a stage that was skipped by the next one recorded', async () => {
    const where = { stage: 'qualified' }
    const asked = await ask(['stage_conversion_rate'], { where, grain: 'day' })
    expect(asked).toMatchObject({
      '2024-01-05': { stage_conversion_rate: 0 },
      '2024-01-06': { stage_conversion_rate: 1 },
      '2024-01-11': { stage_conversion_rate: 1 },
      '2024-01-21': { stage_conversion_rate: 0 },
    })
  })

  test('take the days of their finished visits', async () => {
    const measures = ['stage_deal_days', 'days_in_stage', 'median_days_in_stage']
    expect(await ask(measures, { by: ['stage'] })).toMatchObject({
      discovery: { stage_deal_days: 49, days_in_stage: 9.8, median_days_in_stage: 10 },
      qualified: { stage_deal_days: 14, days_in_stage: 7, median_days_in_stage: 7 },
      proposal: { stage_deal_days: 20, days_in_stage: 10, median_days_in_stage: 10 },
      negotiation: { stage_deal_days: null, days_in_stage: null, median_days_in_stage: null },
    })
    expect(await one('stage_deal_days')).toEqual({ '': 83 })
    expect((await one('days_in_stage'))['']).toBeCloseTo(83 / 9, 9)
  })

  test('date a visit by its end', async () => {
    expect(await one('stage_deal_days', { grain: 'day', where: { stage: 'discovery' } })).toEqual(
      expect.objectContaining({
        '2024-01-05': 4,
        '2024-01-06': 5,
        '2024-01-11': 10,
        '2024-01-19': 10,
        '2024-01-21': 20,
      }),
    )
  })

  test('are asked for by the conversion rate, and refused to measures that have none', async () => {
    const load = (query: object) => as({ role: 'admin' }, query)
    await expect(load({ measures: ['pipeline.stage_conversion_rate'] })).rejects.toThrow('stage')
    await expect(
      load({ measures: ['pipeline.win_rate'], dimensions: ['pipeline.stage'] }),
    ).rejects.toThrow('pipeline.win_rate cannot be sliced or filtered by stage')
  })
})

describe('who counts', () => {
  const won = { '2024-01-10': 'qualified', '2024-02-10': 'won' }
  const { ask, one } = company({
    rates: { USD: { '2024-01-01': '0.90', '2024-02-01': '1.00' } },
    companies: [{ id: '1' }, { id: 'own', isInternal: true }],
    deals: [
      { id: '1', company: '1', created: '2024-01-10', amount: '1000', stages: won, merged: '7' },
      {
        id: '2',
        company: '1',
        created: '2024-01-10',
        amount: '100',
        currency: 'USD',
        stages: won,
      },
      {
        id: '3',
        company: '1',
        created: '2024-01-10',
        amount: '500',
        type: 'Renewal',
        pipeline: 'Renewals',
        stages: { '2024-01-10': 'due', '2024-02-10': 'renewed' },
      },
      {
        id: '4',
        company: '1',
        created: '2024-01-10',
        amount: '300',
        type: 'Renewal',
        pipeline: 'Renewals',
        stages: { '2024-01-10': 'due', '2024-02-10': 'not renewed' },
      },
      {
        id: '5',
        company: '1',
        created: '2024-01-10',
        amount: '700',
        stages: { '2024-01-10': 'discovery', '2024-02-10': 'lost' },
      },
      { id: '6', company: 'own', created: '2024-01-10', amount: '9999', stages: won },
      { id: '7', company: '1', created: '2024-01-10', amount: '8888', stages: won },
      {
        id: '8',
        company: '1',
        created: '2024-01-10',
        amount: '200',
        type: 'Renewal',
        stages: { '2024-01-10': 'discovery', '2024-02-10': 'lost' },
      },
    ],
  })

  test('in the measures of new and existing business', async () => {
    const expected = {
      opportunities_created: 2,
      pipeline_created: 1_090,
      opportunities_won: 2,
      opportunities_lost: 0,
      opportunities_closed: 2,
      disqualified_opportunities: 1,
      won_amount: 1_590,
      lost_amount: null,
      win_rate: 1,
      win_rate_by_value: 1,
      cohort_win_rate: 1,
      average_deal_size: 545,
    }
    expect(await ask(Object.keys(expected))).toEqual({ '': expected })
    expect(await one('disqualified_opportunities', { grain: 'month' })).toMatchObject({
      [first]: 0,
      '2024-02-01': 1,
    })
  })

  test('in the won amount by deal type', async () => {
    expect(await one('won_amount', { by: ['deal_type'], ...february })).toEqual({
      'New Business': 1_090,
      Renewal: 500,
    })
  })
})

describe('attributes', () => {
  const { one, as } = company({
    owners: {
      Anna: { '2024-01-31': 'North', '2024-02-29': 'North', '2024-03-31': 'South' },
      Ben: { '2024-01-31': 'West', '2024-02-29': 'West', '2024-03-31': 'West' },
    },
    companies: [{ id: '1', employeeHistory: { '2024-01-01': 10, '2024-03-01': 60 } }],
    deals: [
      {
        id: '1',
        company: '1',
        created: '2024-01-15',
        stages: { '2024-01-15': 'qualified', '2024-04-01': 'won' },
        owners: { '2024-01-15': 'Anna', '2024-03-20': 'Ben' },
      },
      {
        id: '2',
        company: '1',
        created: '2024-02-01',
        stages: { '2024-02-01': 'qualified', '2024-03-10': 'won' },
        owners: { '2024-02-01': 'Anna' },
      },
    ],
  })
  const created = (dimension: string) => one('opportunities_created', { by: [dimension] })
  const wonBy = (dimension: string) => one('opportunities_won', { by: [dimension] })

  test('are those of the day', async () => {
    expect(await created('owner')).toEqual({ 'Anna Berg': 2, 'Ben Berg': 0 })
    expect(await created('team')).toEqual({ North: 2, South: 0, West: 0 })
    expect(await created('segment')).toMatchObject({ SMB: 2, 'Mid-Market': 0 })
    expect(await wonBy('owner')).toEqual({ 'Anna Berg': 1, 'Ben Berg': 1 })
    expect(await wonBy('team')).toEqual({ North: 0, South: 1, West: 1 })
    expect(await wonBy('segment')).toMatchObject({ SMB: 0, 'Mid-Market': 2 })
  })

  test('are those of today where it is asked for', async () => {
    expect(await created('current_owner')).toEqual({ 'Anna Berg': 1, 'Ben Berg': 1 })
    expect(await created('current_team')).toEqual({ South: 1, West: 1 })
    expect(await created('current_segment')).toMatchObject({ 'Mid-Market': 2 })
  })

  test('decide what a rep and a manager see', async () => {
    const measures = ['pipeline.opportunities_created', 'pipeline.opportunities_won']
    const seen = async (context: Parameters<typeof as>[0]) => {
      const [row] = (await as(context, { measures })).rows
      return measures.map((measure) => Number(row![measure]))
    }
    expect(await seen({ role: 'rep', user: 'Anna Berg' })).toEqual([2, 1])
    expect(await seen({ role: 'rep', user: 'ben@seller.example' })).toEqual([0, 1])
    expect(await seen({ role: 'manager', team: 'South' })).toEqual([0, 1])
  })
})
