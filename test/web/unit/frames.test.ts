/** What charts ask, and what they make of the answers: worked by hand. */
import { describe, expect, test } from 'vitest'
import type { Row } from '../../../web/src/api/cube.ts'
import type { BridgeChart, ChangeChart, Chart } from '../../../web/src/charts/chart.ts'
import type { Ask } from '../../../web/src/kinds/ask.ts'
import { bridgeSpans } from '../../../web/src/kinds/bridge.ts'
import { frameOf, queriesOf } from '../../../web/src/kinds/index.ts'
import { type Measure, modelOf } from '../../../web/src/model/meta.ts'

const measure = (name: string, meta: Partial<Measure['meta']>): Measure => ({
  name: `sales.${name}`,
  shortTitle: name,
  type: 'number',
  meta: { class: 'additive', dimensions: ['segment'], unit: 'currency', good: 'up', ...meta },
})

const model = modelOf([
  {
    name: 'sales',
    title: 'Sales',
    measures: [
      measure('won', {}),
      measure('lost', {}),
      measure('slipped', { one_of: ['period_type'] }),
      measure('coverage', { class: 'ratio', granularities: ['month'] }),
      measure('open', { class: 'balance', dimensions: ['segment', 'owner'] }),
    ],
    dimensions: ['segment', 'owner'].map((name) => ({
      name: `sales.${name}`,
      shortTitle: name,
      type: 'string',
    })),
    folders: [],
  },
])

const ask = (of: Partial<Ask> = {}): Ask => ({
  model,
  grain: 'month',
  range: ['2025-01-01', '2025-03-31'],
  filters: {},
  choice: undefined,
  dataAsOf: '2025-03-11T08:00:00.000Z',
  ...of,
})

const trend = (name: string): Chart => ({
  id: `page.${name}`,
  view: 'sales',
  kind: 'trend',
  measures: [name],
  shape: 'line',
})

const month = (start: string, values: Record<string, string>): Row => ({
  'sales.date.month': `${start}T00:00:00.000`,
  ...Object.fromEntries(Object.entries(values).map(([name, value]) => [`sales.${name}`, value])),
})

describe('a trend', () => {
  const series = [
    month('2024-03-01', { won: '90' }),
    month('2025-01-01', { won: '100' }),
    month('2025-02-01', { won: '200' }),
    month('2025-03-01', { won: '60' }),
  ]
  const answers = {
    series,
    previousToDate: [{ 'sales.won': '80' }],
    yearToDate: [{ 'sales.won': '40' }],
  }

  test('asks for the year before, and for the days so far of the other periods', () => {
    const queries = queriesOf(trend('won'), ask())
    const range = (name: string) => queries[name]?.timeDimensions?.[0]?.dateRange
    expect(range('series')).toEqual(['2024-01-01', '2025-03-31'])
    expect(range('previousToDate')).toEqual(['2025-02-01', '2025-02-11'])
    expect(range('yearToDate')).toEqual(['2024-03-01', '2024-03-11'])
  })

  test('compares the running month to date', () => {
    const { headline } = frameOf(trend('won'), ask(), answers)
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
    const { headline } = frameOf(trend('won'), over, { series })
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
      { member: 'sales.period_type', operator: 'equals', values: ['month'] },
    ])
  })

  test('of a ratio of balances is compared with the whole period, and says so', () => {
    const { headline } = frameOf(trend('coverage'), ask(), {
      series: [month('2025-02-01', { coverage: '1.2' }), month('2025-03-01', { coverage: '0.8' })],
      previousToDate: [{ 'sales.coverage': null }],
    })
    expect(headline?.comparisons[0]).toEqual({
      kind: 'previous',
      value: 1.2,
      period: { start: '2025-02-01' },
    })
  })

  test('shows a month without events as nothing, not as unknown', () => {
    const { rows } = frameOf(trend('won'), ask(), { ...answers, series: series.toSpliced(2, 1) })
    expect(rows.map(({ values }) => values['sales.won'])).toEqual([100, 0, 60])
  })

  test('answers by the next coarser period where its class has no finer one', () => {
    const [time] = queriesOf(trend('open'), ask({ grain: 'week' }))['series']?.timeDimensions ?? []
    expect(time?.granularity).toBe('month')
  })

  test('is filtered by what the measure knows only', () => {
    const filters = { owner: ['Anna'], segment: ['SMB'] }
    const asked = (name: string) => queriesOf(trend(name), ask({ filters }))['series']?.filters
    expect(asked('won')).toEqual([{ member: 'sales.segment', operator: 'equals', values: ['SMB'] }])
    expect(asked('open')).toHaveLength(2)
  })
})

describe('a bridge', () => {
  const bridge: BridgeChart = {
    id: 'page.bridge',
    view: 'sales',
    kind: 'bridge',
    start: 'balance',
    end: 'open',
    plus: ['won'],
    minus: ['lost'],
    title: { view: true },
  }
  const frame = frameOf(bridge, ask(), {
    start: [{ 'sales.open': '100' }],
    steps: [{ 'sales.won': '50', 'sales.lost': '30' }],
    end: [{ 'sales.open': '120' }],
  })

  test('asks for the balance at the end of the period before', () => {
    expect(queriesOf(bridge, ask())['start']?.timeDimensions?.[0]?.dateRange).toEqual([
      '2024-12-01',
      '2024-12-31',
    ])
  })

  test('hangs each step where the one before ended, and ends where the end is', () => {
    expect(bridgeSpans(frame)).toEqual([
      { low: 0, high: 100 },
      { low: 100, high: 150 },
      { low: 120, high: 150 },
      { low: 0, high: 120 },
    ])
  })
})

test('a change is of the last two months that are over, the largest first, and adds up', () => {
  const change: ChangeChart = {
    id: 'page.change',
    view: 'sales',
    kind: 'change',
    measure: 'won',
    by: ['segment'],
  }
  const of = (values: Record<string, string>): Row[] =>
    Object.entries(values).map(([segment, won]) => ({
      'sales.segment': segment,
      'sales.won': won,
    }))
  const frame = frameOf(change, ask(), {
    before: of({ SMB: '100', Enterprise: '500' }),
    now: of({ SMB: '130', Enterprise: '300', Other: '10' }),
  })
  expect(frame.rows.map(({ key, values }) => [key, values['change']])).toEqual([
    ['Enterprise', -200],
    ['SMB', 30],
    ['Other', 10],
  ])
  expect(frame.headline?.period.start).toBe('2025-02-01')
  expect(frame.headline?.value).toBe(440)
  expect(frame.headline?.comparisons[0]?.value).toBe(600)
})
