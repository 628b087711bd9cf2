/** The five deals of pipeline_waterfall.bridge.md, through the real transforms and the real model. */
import { describe, expect, test } from 'vitest'
import { company } from './pipeline_company.ts'
import type { Question } from './served_case.ts'

const measures = [
  'pipeline_start',
  'pipeline_new',
  'pipeline_pulled_in',
  'pipeline_increased',
  'pipeline_decreased',
  'pipeline_pushed_out',
  'pipeline_lost',
  'pipeline_won',
  'pipeline_transferred_in',
  'pipeline_transferred_out',
  'pipeline_end',
]

describe('the waterfall', () => {
  const { ask, one, as } = company(
    {
      asOf: '2024-03-10 12:00',
      owners: { Anna: { '2024-01-31': 'North' }, Ben: { '2024-01-31': 'West' } },
      deals: [
        {
          id: 'A',
          created: '2024-01-10',
          stages: { '2024-01-10': 'qualified', '2024-02-18': 'won' },
          owners: { '2024-01-10': 'Anna' },
          amounts: { '2024-01-10': '1000', '2024-02-10': '1500' },
          closeDates: { '2024-01-10': '2024-02-20' },
        },
        {
          id: 'B',
          created: '2024-01-10',
          stages: { '2024-01-10': 'qualified' },
          owners: { '2024-01-10': 'Anna' },
          amounts: { '2024-01-10': '800', '2024-02-12': '600' },
          closeDates: { '2024-01-10': '2024-02-25', '2024-02-20': '2024-03-15' },
        },
        {
          id: 'C',
          created: '2024-02-05',
          stages: { '2024-02-05': 'qualified', '2024-02-26': 'lost' },
          owners: { '2024-02-05': 'Anna' },
          amount: '400',
          closeDates: { '2024-02-05': '2024-02-28' },
        },
        {
          id: 'D',
          created: '2024-01-15',
          stages: { '2024-01-15': 'qualified' },
          owners: { '2024-01-15': 'Anna', '2024-02-15': 'Ben' },
          amount: '700',
          closeDates: { '2024-01-15': '2024-03-31', '2024-02-10': '2024-02-27' },
        },
        {
          id: 'E',
          created: '2024-01-05',
          stages: { '2024-01-05': 'qualified', '2024-01-20': 'lost', '2024-02-03': 'proposal' },
          owners: { '2024-01-05': 'Anna' },
          amount: '300',
          closeDates: { '2024-01-05': '2024-02-28' },
        },
        {
          id: 'without history',
          created: '2024-01-05',
          stage: 'qualified',
          amount: '9999',
          closes: '2024-02-20',
        },
        {
          id: 'disqualified',
          created: '2024-02-01',
          stages: { '2024-02-01': 'discovery', '2024-02-10': 'lost' },
          amount: '9999',
        },
      ],
    },
    'pipeline_waterfall',
  )

  /** The buckets in the order of `measures`, by the keys of `answer`. */
  async function bridges(period: string, question: Question = {}) {
    const answered = await ask(measures, {
      ...question,
      where: { ...question.where, period_type: period },
    })
    return Object.fromEntries(
      Object.entries(answered).map(([key, row]) => [key, measures.map((name) => row[name])]),
    )
  }

  test('by month is that of the case', async () => {
    expect(await bridges('month', { grain: 'month' })).toEqual({
      '2024-01-01': [0, 300, 0, 0, 0, 0, 300, 0, 0, 0, 0],
      '2024-02-01': [1800, 400, 1000, 500, 200, 600, 400, 1500, 700, 700, 1000],
      '2024-03-01': [600, 0, 0, 0, 0, 0, 0, 0, 0, 0, 600],
    })
  })

  test.each([
    ['quarter', 'quarter'],
    ['fiscal_quarter', 'quarter'],
    ['year', 'year'],
  ] as const)('by %s counts net entries and exits only', async (period, grain) => {
    expect(await bridges(period, { grain })).toEqual({
      '2024-01-01': [0, 3200, 0, 500, 200, 0, 400, 1500, 700, 700, 1600],
    })
  })

  test('by owner carries over what went to another one', async () => {
    const february = { from: '2024-02-01', to: '2024-02-29', by: ['owner'] }
    expect(await bridges('month', february)).toEqual({
      'Anna Berg': [1800, 400, 1000, 500, 200, 600, 400, 1500, 0, 700, 300],
      'Ben Berg': [0, 0, 0, 0, 0, 0, 0, 0, 700, 0, 700],
    })
  })

  test('says which share of the start slipped', async () => {
    const where = { period_type: 'month' }
    expect(await one('slip_rate', { grain: 'month', where })).toEqual({
      '2024-01-01': null,
      '2024-02-01': 0.5,
      '2024-03-01': 0,
    })
  })

  test('is refused without one type of period', async () => {
    const load = (query: object) =>
      as({ role: 'admin' }, { measures: ['pipeline_waterfall.pipeline_new'], ...query })
    const type = (values: string[]) => ({
      member: 'pipeline_waterfall.period_type',
      operator: 'equals',
      values,
    })
    const refusal = 'is defined for one period_type at a time'
    await expect(load({})).rejects.toThrow(refusal)
    await expect(load({ dimensions: ['pipeline_waterfall.period_type'] })).rejects.toThrow(refusal)
    await expect(load({ filters: [type(['month', 'year'])] })).rejects.toThrow(refusal)
    await expect(load({ filters: [{ or: [type(['month']), type(['year'])] }] })).rejects.toThrow(
      refusal,
    )
    expect((await load({ filters: [type(['year'])] })).rows).toHaveLength(1)
  })
})
