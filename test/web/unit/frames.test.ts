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
      { member: 'sales.period_type', operator: 'equals', values: ['month'] },
    ])
  })

  test('of a ratio of balances is compared with the whole period, and says so', () => {
    const [headline] = headlinesOf(trend('coverage'), ask(), {
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
  expect(frame.headlines?.[0]?.period.start).toBe('2025-02-01')
  expect(frame.headlines?.[0]?.value).toBe(440)
  expect(frame.headlines?.[0]?.comparisons[0]?.value).toBe(600)
})

describe('what is of a range as a whole', () => {
  const figures: Chart = {
    id: 'page.figures',
    view: 'sales',
    kind: 'figures',
    measures: ['won', 'open', 'coverage'],
    title: { view: true },
  }
  const rangesOf = (chart: Chart, of: Ask) =>
    Object.fromEntries(
      Object.entries(queriesOf(chart, of)).map(([name, { timeDimensions, measures }]) => [
        name,
        [timeDimensions?.[0]?.dateRange, measures],
      ]),
    )

  test('is compared to date where it comes over time, and as it stood where it is a balance', () => {
    expect(rangesOf(figures, ask())).toEqual({
      all: [
        ['2025-03-01', '2025-03-31'],
        ['sales.won', 'sales.open', 'sales.coverage'],
      ],
      previous: [
        ['2025-02-01', '2025-02-28'],
        ['sales.open', 'sales.coverage'],
      ],
      year: [
        ['2024-03-01', '2024-03-31'],
        ['sales.open', 'sales.coverage'],
      ],
      previousToDate: [
        ['2025-02-01', '2025-02-11'],
        ['sales.won', 'sales.coverage'],
      ],
      yearToDate: [
        ['2024-03-01', '2024-03-11'],
        ['sales.won', 'sales.coverage'],
      ],
    })
    const { rows } = frameOf(figures, ask(), {
      all: [{ 'sales.won': '60', 'sales.open': '10', 'sales.coverage': '0.5' }],
      previous: [{ 'sales.open': '8', 'sales.coverage': '1.2' }],
      previousToDate: [{ 'sales.won': '80', 'sales.coverage': null }],
    })
    expect(rows.map(({ comparisons }) => comparisons?.[0])).toEqual([
      {
        kind: 'previous',
        value: 80,
        period: { start: '2025-02-01', days: ['2025-02-01', '2025-02-11'] },
      },
      { kind: 'previous', value: 8, period: { start: '2025-02-01' } },
      { kind: 'previous', value: 1.2, period: { start: '2025-02-01' } },
    ])
  })

  test('by members is compared with as many periods before, and with those of the year before', () => {
    const breakdown: Chart = {
      id: 'page.won_by',
      view: 'sales',
      kind: 'breakdown',
      measure: 'won',
      by: ['segment'],
    }
    const over = ask({ range: ['2024-11-01', '2025-02-28'] })
    expect(rangesOf(breakdown, over)).toEqual({
      members: [['2024-11-01', '2025-02-28'], ['sales.won']],
      previous: [['2024-07-01', '2024-10-31'], ['sales.won']],
      year: [['2023-11-01', '2024-02-29'], ['sales.won']],
    })
    const of = (segment: string | null, won: string): Row => ({
      'sales.segment': segment,
      'sales.won': won,
    })
    const { rows, columns } = frameOf(breakdown, over, {
      members: [of('SMB', '30'), of(null, '50')],
      previous: [of('SMB', '20'), of('Gone', '5')],
      year: [of(null, '40')],
    })
    expect(columns.map(({ key }) => key)).toEqual(['sales.won', 'previous', 'year'])
    expect(rows.map(({ key, values }) => [key, ...Object.values(values)])).toEqual([
      ['–', 50, null, 40],
      ['SMB', 30, 20, null],
    ])
  })
})

test('each of several measures has its headline', () => {
  const both: Chart = {
    id: 'page.both',
    view: 'sales',
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
