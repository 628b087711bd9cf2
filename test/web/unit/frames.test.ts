/** What charts ask, and what they make of the answers: worked by hand. */
import { describe, expect, test } from 'vitest'
import type { Row } from '../../../web/src/api/cube.ts'
import type { ChangeChart, Chart } from '../../../web/src/charts/chart.ts'
import { frameOf, queriesOf } from '../../../web/src/kinds/index.ts'
import { asking, measure, modelWith, month } from './frame_model.ts'

const model = modelWith(
  [
    measure('won'),
    measure('lost'),
    measure('slipped', { one_of: ['period_type'] }),
    measure('coverage', { class: 'ratio', granularities: ['month'] }),
    measure('open', { class: 'balance', dimensions: ['segment', 'owner'] }),
  ],
  ['segment', 'owner'],
  { Other: 'Andere' },
)
const ask = asking(model, ['2025-01-01', '2025-03-31'])

const trend = (name: string): Chart => ({
  id: `page.${name}`,
  view: 'all',
  kind: 'trend',
  measures: [name],
  shape: 'line',
})

const headlinesOf = (...of: Parameters<typeof frameOf>) => frameOf(...of).headlines ?? []

describe('a trend', () => {
  const series = [
    month('2024-03-01', { won: '90' }),
    month('2025-01-01', { won: '100' }),
    month('2025-02-01', { won: '200' }),
    month('2025-03-01', { won: '60' }),
  ]
  const answers = {
    series,
    previousToDate: [{ 'all.won': '80' }],
    yearToDate: [{ 'all.won': '40' }],
  }

  test('asks for the year before, and for the days so far of the other periods', () => {
    const queries = queriesOf(trend('won'), ask())
    const range = (name: string) => queries[name]?.timeDimensions?.[0]?.dateRange
    expect(range('series')).toEqual(['2024-01-01', '2025-03-31'])
    expect(range('previousToDate')).toEqual(['2025-02-01', '2025-02-11'])
    expect(range('yearToDate')).toEqual(['2024-03-01', '2024-03-11'])
  })

  test('compares the running month to date', () => {
    const [headline] = headlinesOf(trend('won'), ask(), answers)
    expect(headline?.value).toBe(60)
    expect(headline?.isRunning).toBe(true)
    expect(headline?.comparisons).toEqual([
      {
        kind: 'previous',
        value: 80,
        period: { start: '2025-02-01', days: ['2025-02-01', '2025-02-11'] },
      },
      {
        kind: 'year',
        value: 40,
        period: { start: '2024-03-01', days: ['2024-03-01', '2024-03-11'] },
      },
    ])
  })

  test('compares a month that is over as it is', () => {
    const over = ask({ range: ['2025-01-01', '2025-02-28'] })
    expect(Object.keys(queriesOf(trend('won'), over))).toEqual(['series'])
    const [headline] = headlinesOf(trend('won'), over, { series })
    expect(headline?.isRunning).toBe(false)
    expect(headline?.comparisons[0]).toEqual({
      kind: 'previous',
      value: 100,
      period: { start: '2025-01-01' },
    })
  })

  test('of a balance compares with the end of the period before', () => {
    expect(Object.keys(queriesOf(trend('open'), ask()))).toEqual(['series'])
  })

  test('of whole periods is not cut to the days so far', () => {
    const queries = queriesOf(trend('slipped'), ask())
    expect(Object.keys(queries)).toEqual(['series'])
    expect(queries['series']?.filters).toEqual([
      { member: 'all.period_type', operator: 'equals', values: ['month'] },
    ])
  })

  test('of a ratio of balances is compared with the whole period, and says so', () => {
    const [headline] = headlinesOf(trend('coverage'), ask(), {
      series: [month('2025-02-01', { coverage: '1.2' }), month('2025-03-01', { coverage: '0.8' })],
      previousToDate: [{ 'all.coverage': null }],
    })
    expect(headline?.comparisons[0]).toEqual({
      kind: 'previous',
      value: 1.2,
      period: { start: '2025-02-01' },
    })
  })

  test('shows a month without events as nothing, not as unknown', () => {
    const { rows } = frameOf(trend('won'), ask(), { ...answers, series: series.toSpliced(2, 1) })
    expect(rows.map(({ values }) => values['all.won'])).toEqual([100, 0, 60])
  })

  test('answers by the next coarser period where its class has no finer one', () => {
    const [time] = queriesOf(trend('open'), ask({ grain: 'week' }))['series']?.timeDimensions ?? []
    expect(time?.granularity).toBe('month')
  })

  test('is filtered by what the measure knows only', () => {
    const filters = { owner: ['Anna'], segment: ['SMB'] }
    const asked = (name: string) => queriesOf(trend(name), ask({ filters }))['series']?.filters
    expect(asked('won')).toEqual([{ member: 'all.segment', operator: 'equals', values: ['SMB'] }])
    expect(asked('open')).toHaveLength(2)
  })
})

test('a change is of the last two months that are over, the largest first, and adds up', () => {
  const change: ChangeChart = {
    id: 'page.change',
    view: 'all',
    kind: 'change',
    measure: 'won',
    by: ['segment'],
  }
  const of = (values: Record<string, string>): Row[] =>
    Object.entries(values).map(([segment, won]) => ({
      'all.segment': segment,
      'all.won': won,
    }))
  const frame = frameOf(change, ask(), {
    before: of({ SMB: '100', Enterprise: '500' }),
    now: of({ SMB: '130', Enterprise: '300', Other: '10' }),
  })
  expect(frame.rows.map(({ key, title, values }) => [key, title, values['change']])).toEqual([
    ['Enterprise', 'Enterprise', -200],
    ['SMB', 'SMB', 30],
    ['Other', 'Andere', 10],
  ])
  expect(frame.headlines?.[0]?.period.start).toBe('2025-02-01')
  expect(frame.headlines?.[0]?.value).toBe(440)
  expect(frame.headlines?.[0]?.comparisons[0]?.value).toBe(600)
})

test('each of several measures has its headline', () => {
  const both: Chart = {
    id: 'page.both',
    view: 'all',
    kind: 'trend',
    measures: ['won', 'lost'],
    shape: 'bar',
  }
  const headlines = headlinesOf(both, ask({ range: ['2025-01-01', '2025-02-28'] }), {
    series: [
      month('2025-01-01', { won: '100', lost: '7' }),
      month('2025-02-01', { won: '200', lost: '9' }),
    ],
  })
  expect(headlines.map(({ value, comparisons }) => [value, comparisons[0]?.value])).toEqual([
    [200, 100],
    [9, 7],
  ])
})
