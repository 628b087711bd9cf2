/** Charts of predictions, of volumes, of models side by side: what they ask and show, worked by hand. */
import { describe, expect, test } from 'vitest'
import type { Row } from '../../../web/src/api/cube.ts'
import type {
  BreakdownChart,
  MatrixChart,
  PredictionChart,
  ProfileChart,
  VolumeChart,
} from '../../../web/src/charts/chart.ts'
import type { Ask } from '../../../web/src/kinds/ask.ts'
import { frameOf, queriesOf } from '../../../web/src/kinds/index.ts'
import { asking, measure, modelWith, month } from './frame_model.ts'

const ofPeriods = { class: 'company', dimensions: [], granularities: ['month', 'quarter'] } as const

const model = modelWith(
  [
    ...['came', 'p50', 'p10', 'p90', 'naive'].map((name) => measure(name, ofPeriods)),
    ...['wape', 'naive_wape'].map((name) =>
      measure(name, { class: 'ratio', dimensions: [], granularities: ['month', 'quarter'] }),
    ),
    ...['seen', 'expected', 'least', 'most', 'anomalies'].map((name) =>
      measure(name, { granularities: ['day', 'week'], dimensions: ['source'] }),
    ),
    measure('credit', { dimensions: ['channel'], default: { model: 'default_model' } }),
    measure('score', { class: 'ratio', dimensions: ['channel'], unit: 'ratio' }),
  ],
  ['channel', 'model', 'source'],
  { Email: 'E-Mail', linear: 'Linear', web: 'Web analytics' },
)
const ask = asking(model, ['2025-01-01', '2025-03-11'])

const filtersOf = (filters: unknown) =>
  Object.fromEntries(
    (filters as { member: string; values: string[] }[]).map(({ member, values }) => [
      member.split('.')[1],
      values.join(),
    ]),
  )

describe('a prediction', () => {
  const chart: PredictionChart = {
    id: 'page.prediction',
    view: 'all',
    kind: 'prediction',
    outcome: 'came',
    middle: 'p50',
    low: 'p10',
    high: 'p90',
    baselines: ['naive'],
    predictions: { month: 'by_month', quarter: 'by_quarter' },
    title: { view: true },
  }

  test('asks what was said on the eve of each month, and what is said now of twelve months more', () => {
    const { past, ahead } = queriesOf(chart, ask())
    expect(past?.timeDimensions?.[0]?.dateRange).toEqual(['2024-01-01', '2025-03-31'])
    expect(filtersOf(past?.filters)).toEqual({ prediction: 'by_month', horizon: '0' })
    expect(ahead?.timeDimensions?.[0]?.dateRange).toEqual(['2025-03-01', '2026-03-31'])
    expect(filtersOf(ahead?.filters)).toEqual({ prediction: 'by_month', horizon: 'current' })
  })

  test('of quarters is another one, by which days and years are answered too', () => {
    const asked = (grain: Ask['grain']) => queriesOf(chart, ask({ grain }))['past']
    expect(filtersOf(asked('quarter')?.filters)['prediction']).toBe('by_quarter')
    expect(filtersOf(asked('year')?.filters)['prediction']).toBe('by_quarter')
    expect(filtersOf(asked('day')?.filters)['prediction']).toBe('by_month')
  })

  test('looks ahead only from a range that reaches the present', () => {
    const over = ask({ range: ['2024-01-01', '2024-12-31'] })
    expect(Object.keys(queriesOf(chart, over))).toEqual(['past'])
  })

  test('goes on from what came with what is expected, and heads with the month that runs', () => {
    const { rows, columns, headlines } = frameOf(chart, ask(), {
      past: [
        month('2024-03-01', { came: '80', p50: '70' }),
        month('2025-01-01', { came: '100', p50: '90', p10: '50', p90: '130', naive: '95' }),
        month('2025-02-01', { came: '110', p50: '100' }),
        month('2025-03-01', { came: null, p50: '105' }),
      ],
      ahead: [
        month('2025-04-01', { came: null, p50: '130' }),
        month('2025-03-01', { came: null, p50: '120', p10: '90', p90: '150' }),
      ],
    })
    expect(columns.map(({ key, role }) => [key, role])).toEqual([
      ['all.came', undefined],
      ['all.p50', 'middle'],
      ['all.p10', 'low'],
      ['all.p90', 'high'],
      ['all.naive', 'baseline'],
    ])
    expect(rows.map(({ key, values }) => [key, values['all.came'], values['all.p50']])).toEqual([
      ['2025-01-01', 100, 90],
      ['2025-02-01', 110, 100],
      ['2025-03-01', null, 120],
      ['2025-04-01', null, 130],
    ])
    expect(filtersOf(rows[3]?.point?.filters)['horizon']).toBe('current')
    expect(filtersOf(rows[0]?.point?.filters)['horizon']).toBe('0')
    expect(headlines?.[0]).toMatchObject({ measure: 'all.p50', value: 120 })
    expect(headlines?.[0]?.comparisons.map(({ value }) => value)).toEqual([110, 80])
  })
})

test('a profile is in the order of its numbers, of the prediction that is chosen', () => {
  const chart: ProfileChart = {
    id: 'page.errors',
    view: 'all',
    kind: 'profile',
    measures: ['wape', 'naive_wape'],
    along: 'horizon',
    of: { dimension: 'prediction', members: ['by_quarter', 'by_month'] },
    title: { view: true },
  }
  const of = (horizon: string, wape: string | null): Row => ({
    'all.horizon': horizon,
    'all.wape': wape,
    'all.naive_wape': null,
  })
  const chosen = (choice: string | undefined) =>
    filtersOf(queriesOf(chart, ask({ choice }))['members']?.filters)['prediction']
  expect([chosen(undefined), chosen('by_month'), chosen('gone')]).toEqual([
    'by_quarter',
    'by_month',
    'by_quarter',
  ])
  const { rows } = frameOf(chart, ask(), {
    members: [
      of('10', '0.3'),
      of('2', '0.2'),
      of('-1', '0.1'),
      of('current', '0.9'),
      of('3', null),
    ],
  })
  expect(rows.map(({ key, values }) => [key, values['all.wape']])).toEqual([
    ['-1', 0.1],
    ['2', 0.2],
    ['10', 0.3],
  ])
})

test('a volume shows the series that left its band most often, unless another is chosen', () => {
  const chart: VolumeChart = {
    id: 'page.volume',
    view: 'all',
    kind: 'volume',
    outcome: 'seen',
    middle: 'expected',
    low: 'least',
    high: 'most',
    outside: 'anomalies',
    series: ['source', 'object'],
    periodType: 'band_period',
  }
  const of = (source: string, week: string, seen: string, anomalies: string, expected = '5') => ({
    'all.source': source,
    'all.object': 'people',
    'all.date.week': `${week}T00:00:00.000`,
    'all.seen': seen,
    'all.expected': expected,
    'all.anomalies': anomalies,
  })
  const asked = ask({ range: ['2025-02-24', '2025-03-09'], filters: { source: ['crm', 'web'] } })
  const query = queriesOf(chart, asked)['series']
  expect(query?.timeDimensions?.[0]?.granularity).toBe('week')
  expect(filtersOf(query?.filters)).toEqual({ source: 'crm,web', band_period: 'week' })
  const series = [
    of('crm', '2025-02-24', '4', '0'),
    of('crm', '2025-03-03', '6', '0'),
    of('web', '2025-03-03', '99', '1'),
    // Nothing is expected of it.
    of('old', '2025-03-03', '0', '2', ''),
  ]
  const shown = (choice: string | undefined) => frameOf(chart, { ...asked, choice }, { series })
  expect(shown(undefined).offered).toEqual({
    chosen: 'web · people',
    all: ['crm · people', 'web · people'],
    names: { 'crm · people': 'crm · people', 'web · people': 'Web analytics · people' },
  })
  const { rows } = shown('crm · people')
  expect(rows.map(({ values }) => values['all.seen'])).toEqual([4, 6])
  expect(filtersOf(rows[0]?.point?.filters)).toMatchObject({ source: 'crm', object: 'people' })
})

test('a matrix has a column for each model in the model’s own order, and the largest row first', () => {
  const chart: MatrixChart = {
    id: 'page.models',
    view: 'all',
    kind: 'matrix',
    measure: 'credit',
    by: ['channel'],
    across: 'model',
    order: 'model_number',
  }
  const of = (channel: string | null, model: string, number: string, credit: string): Row => ({
    'all.channel': channel,
    'all.model': model,
    'all.model_number': number,
    'all.credit': credit,
  })
  expect(queriesOf(chart, ask())['cells']?.dimensions).toEqual([
    'all.channel',
    'all.model',
    'all.model_number',
  ])
  const { rows, columns } = frameOf(chart, ask(), {
    cells: [
      of('Email', 'linear', '10', '3'),
      of('Email', 'first_touch', '2', '1'),
      of(null, 'linear', '10', '7'),
      of('Fairs', 'linear', '10', '0'),
    ],
  })
  expect(columns.map(({ key, title }) => [key, title])).toEqual([
    ['first_touch', 'first_touch'],
    ['linear', 'Linear'],
  ])
  expect(filtersOf(columns[0]?.filters)).toEqual({ model: 'first_touch' })
  expect(rows.map(({ key, title, values }) => [key, title, values])).toEqual([
    ['–', '–', { linear: 7 }],
    ['Email', 'E-Mail', { linear: 3, first_touch: 1 }],
  ])
  expect(rows[0]?.point?.filters.at(-1)).toEqual({ member: 'all.channel', operator: 'notSet' })
})

test('a breakdown may begin with what is worst', () => {
  const chart: BreakdownChart = {
    id: 'page.score',
    view: 'all',
    kind: 'breakdown',
    measure: 'score',
    by: ['channel'],
    worstFirst: true,
  }
  const of = (channel: string, score: string) => ({ 'all.channel': channel, 'all.score': score })
  const members = [of('a', '99'), of('Email', '70'), of('c', '80')]
  const { rows } = frameOf(chart, ask(), { members })
  expect(rows.map(({ key, title }) => [key, title])).toEqual([
    ['Email', 'E-Mail'],
    ['c', 'c'],
    ['a', 'a'],
  ])
})
