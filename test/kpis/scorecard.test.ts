/** The worked case of view `scorecard` (scorecard.months.md), through the real transform and model. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { dataAsOf } from '../../src/run_tables.ts'
import { given } from '../../src/testing.ts'
import { dimDates } from '../../transforms/conformed/dim_dates.ts'
import { fctTargets } from '../../transforms/conformed/fct_targets.ts'
import { martKpiMonths } from '../../transforms/marts/mart_kpi_months.ts'
import { martScorecard } from '../../transforms/marts/mart_scorecard.ts'
import { make, openMemory } from '../transforms/chain.ts'
import { answer, type ServedCase, serve } from './served_case.ts'

const won = {
  kpi: 'pipeline.won_amount',
  kpi_title: 'Won amount',
  kpi_class: 'additive',
  department: 'sales',
  is_leading: false,
  unit: 'currency',
  good: 'up',
} as const
const churn = {
  kpi: 'revenue.logo_churn_rate',
  kpi_title: 'Logo churn rate',
  kpi_class: 'trailing',
  department: 'customer success',
  is_leading: false,
  unit: 'percent',
  good: 'down',
} as const
const spend = {
  kpi: 'marketing.marketing_spend',
  kpi_title: 'Marketing spend',
  kpi_class: 'additive',
  department: 'marketing',
  is_leading: true,
  unit: 'currency',
  good: 'neutral',
} as const

const company = {
  source_system: 'finance',
  owner_id: 'not_allocated',
  owner_email: 'Not allocated',
  team: 'Not allocated',
  segment: 'Not allocated',
  region: 'Not allocated',
  deal_type: 'Not allocated',
  is_finest: true,
  period_type: 'month',
} as const
const ends = { '2024-01-01': '2024-03-31', '2024-03-01': '2024-03-31' } as Record<string, string>
const planned = (metric: string, from: string, value: number, more: object = {}) => ({
  ...company,
  metric,
  period_start_date: from,
  period_end_date: ends[from] ?? (from === '2024-04-01' ? '2024-04-30' : '2024-05-31'),
  target_value: value,
  ...more,
})
const owner = (email: string) => ({ owner_email: email, team: 'DACH' })

let served: ServedCase
beforeAll(async () => {
  const db = await openMemory()
  await given(db, dataAsOf, [{ as_of: new Date('2024-05-10T12:00:00Z') }])
  await given(
    db,
    martKpiMonths,
    [
      [won, '2023-03-01', 1000],
      [won, '2024-01-01', 100],
      [won, '2024-02-01', 80],
      [won, '2024-04-01', 90],
      [won, '2024-05-01', 30],
      [won, '2024-06-01', 5],
      [churn, '2024-03-01', 0],
      [churn, '2024-04-01', 0.02],
      [churn, '2024-05-01', 0.03],
      [spend, '2024-04-01', 50],
    ].map(([kpi, month, actual]) => ({
      ...(kpi as typeof won),
      month_start_date: month as string,
      actual: actual as number,
    })),
  )
  await given(db, fctTargets, [
    planned('bookings_quota', '2024-01-01', 300, { period_type: 'quarter', target_amount: '300' }),
    planned('bookings_quota', '2024-04-01', 60, owner('a@x.com')),
    planned('bookings_quota', '2024-04-01', 40, owner('b@x.com')),
    planned('bookings_quota', '2024-04-01', 200, { team: 'DACH', is_finest: false }),
    planned('bookings_quota', '2024-05-01', 100, owner('a@x.com')),
    planned('logo_churn_rate', '2024-03-01', 0.018),
    planned('logo_churn_rate', '2024-04-01', 0.018),
    planned('logo_churn_rate', '2024-04-01', 0.5, { team: 'DACH' }),
    planned('logo_churn_rate', '2024-05-01', 0.018),
    planned('marketing_spend', '2024-04-01', 40),
  ])
  await make(db, [dimDates, martScorecard])
  served = await serve(db, [dimDates, martScorecard], '2024-05-10T12:00:00Z')
})
afterAll(() => served.close())

const measures = ['actual', 'target', 'attainment', 'previous', 'baseline'] as const
const months = async (kpi: string) => {
  const found = await answer(served.semantic, 'scorecard', measures, {
    by: ['status'],
    grain: 'month',
    where: { kpi },
  })
  return Object.fromEntries(
    Object.entries(found).map(([key, values]) => {
      const [status, month] = key.split(' | ')
      return [month!.slice(0, 7), [status, ...measures.map((measure) => values[measure])]]
    }),
  )
}

test('a sum has its company’s plan in equal parts, else the finest plans, and is judged once its month is over', async () => {
  expect(await months(won.kpi)).toEqual({
    '2023-03': ['', 1000, null, null, null, null],
    '2024-01': ['on track', 100, 100, 1, null, 1000],
    '2024-02': ['off track', 80, 100, 0.8, 100, 550],
    '2024-04': ['at risk', 90, 100, 0.9, null, 90],
    '2024-05': ['', 30, 100, null, 90, 90],
  })
})

test('a rate that is good down is held to its company’s plan, also while the month runs', async () => {
  expect(await months(churn.kpi)).toEqual({
    '2024-03': ['on track', 0, 0.018, null, null, null],
    '2024-04': ['at risk', 0.02, 0.018, 0.9, 0, 0],
    '2024-05': ['off track', 0.03, 0.018, 0.6, 0.02, 0.01],
  })
})

test('a KPI that is good neither way has a target and is not judged', async () => {
  expect(await months(spend.kpi)).toEqual({ '2024-04': ['', 50, 40, null, null, null] })
})

test('over more than one KPI there is no value, and over several months that of the last', async () => {
  const all = async (where: Record<string, string>) =>
    (await answer(served.semantic, 'scorecard', measures, { where }))['']
  expect(await all({})).toEqual({
    actual: null,
    target: null,
    attainment: null,
    previous: null,
    baseline: null,
  })
  expect(await all({ kpi: won.kpi })).toEqual({
    actual: 30,
    target: 100,
    attainment: null,
    previous: 90,
    baseline: 90,
  })
})

test('departments and leading KPIs are slices', async () => {
  const found = await answer(served.semantic, 'scorecard', ['actual'], {
    by: ['department', 'leading'],
    from: '2024-04-01',
    to: '2024-04-30',
  })
  expect(found).toEqual({
    'customer success | lagging': { actual: 0.02 },
    'marketing | leading': { actual: 50 },
    'sales | lagging': { actual: 90 },
  })
})

test('a quarter is refused, since months of rates do not add up', async () => {
  await expect(
    answer(served.semantic, 'scorecard', ['actual'], { grain: 'quarter' }),
  ).rejects.toThrow(/month/)
})
