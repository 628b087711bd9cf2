/** The worked case of view `retention_cohorts` (retention_cohorts.*.md), through the real transforms and model. */
import { describe, expect, test } from 'vitest'
import { company } from './revenue_company.ts'

describe('cohorts of customers', () => {
  const { ask, one, as } = company(
    {
      asOf: '2024-05-15',
      changes: [
        { account: 'A', on: '2024-01-05', mrr: '100' },
        { account: 'B', on: '2024-01-05', mrr: '50' },
        { account: 'C', on: '2024-01-20', mrr: '50' },
        { account: 'C', on: '2024-01-28', mrr: '-50' },
        { account: 'A', on: '2024-02-05', mrr: '50' },
        { account: 'D', on: '2024-02-05', mrr: '80' },
        { account: 'B', on: '2024-03-05', mrr: '-50' },
        { account: 'D', on: '2024-04-05', mrr: '-80' },
        { account: 'B', on: '2024-05-05', mrr: '30' },
      ],
      versions: [
        { account: 'A', segment: 'SMB' },
        { account: 'A', segment: 'Mid-Market', from: '2024-03-01' },
      ],
    },
    undefined,
    'retention_cohorts',
  )
  const all = [
    'cohort_customers',
    'retained_customers',
    'customer_retention',
    'cohort_mrr',
    'retained_mrr',
    'mrr_retention',
  ]

  test('are followed month by month', async () => {
    const answered = await ask(all, { by: ['months_since_start'], grain: 'month' })
    const row = (customers: number, retained: number, mrr: number, retainedMrr: number) => ({
      cohort_customers: customers,
      retained_customers: retained,
      customer_retention: expect.closeTo(retained / customers, 8),
      cohort_mrr: mrr,
      retained_mrr: retainedMrr,
      mrr_retention: expect.closeTo(retainedMrr / mrr, 8),
    })
    expect(answered).toEqual({
      '0 | 2024-01-01': row(3, 2, 200, 150),
      '1 | 2024-01-01': row(3, 2, 200, 200),
      '2 | 2024-01-01': row(3, 1, 200, 150),
      '3 | 2024-01-01': row(3, 1, 200, 150),
      '4 | 2024-01-01': row(3, 2, 200, 180),
      '0 | 2024-02-01': row(1, 1, 80, 80),
      '1 | 2024-02-01': row(1, 1, 80, 80),
      '2 | 2024-02-01': row(1, 0, 80, 0),
      '3 | 2024-02-01': row(1, 0, 80, 0),
    })
  })

  test('of a quarter count where they are old enough', async () => {
    const rates = await ask(['customer_retention', 'mrr_retention'], {
      by: ['months_since_start'],
      grain: 'quarter',
    })
    expect(rates['2 | 2024-01-01']).toEqual({
      customer_retention: 0.25,
      mrr_retention: expect.closeTo(150 / 280, 8),
    })
    expect(rates['4 | 2024-01-01']!['customer_retention']).toBeCloseTo(2 / 3, 8)
    expect(await one('cohort_customers')).toEqual({ '': 4 })
  })

  test('are mature in months that are over', async () => {
    const mature = await one('retained_mrr', {
      by: ['is_mature', 'months_since_start'],
      from: '2024-01-01',
      to: '2024-01-31',
    })
    expect(Object.keys(mature).sort()).toEqual([
      'false | 4',
      'true | 0',
      'true | 1',
      'true | 2',
      'true | 3',
    ])
  })

  test('leave out the running month, where only mature months are asked for', async () => {
    const { rows } = await as(
      { role: 'admin' },
      {
        measures: ['retention_cohorts.retained_mrr'],
        dimensions: ['retention_cohorts.months_since_start'],
        segments: ['retention_cohorts.mature'],
      },
    )
    expect(rows.map((row) => Number(row['retention_cohorts.months_since_start'])).sort()).toEqual([
      0, 1, 2, 3,
    ])
  })

  test('keep the segment in which they began', async () => {
    const question = { where: { segment: 'SMB', months_since_start: '2' } }
    expect(await one('retained_mrr', question)).toEqual({ '': 150 })
    expect(await one('retained_customers', question)).toEqual({ '': 1 })
  })

  test('without the months since start are refused, and so are days', async () => {
    await expect(one('customer_retention')).rejects.toThrow(
      'retention_cohorts.customer_retention is defined for each months_since_start',
    )
    await expect(one('cohort_customers', { grain: 'day' })).rejects.toThrow('not defined by day')
  })
})
