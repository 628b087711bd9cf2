/** What a range and movements are held against: worked by hand. */
import { describe, expect, test } from 'vitest'
import type { Chart, MovementsChart } from '../../../web/src/charts/chart.ts'
import { frameOf, queriesOf } from '../../../web/src/kinds/index.ts'
import { asking, measure, modelWith, month, rangesOf, row, targetOf } from './frame_model.ts'

const model = modelWith(
  [
    measure('won'),
    measure('lost', { good: 'down' }),
    measure('net'),
    measure('coverage', { class: 'ratio', granularities: ['month'] }),
    measure('open', { class: 'balance' }),
    { ...measure('target'), name: 'scorecard.target' },
  ],
  ['segment'],
)
const ask = asking(model, ['2025-01-01', '2025-03-31'])

describe('what is of a range as a whole', () => {
  const figures: Chart = {
    id: 'page.figures',
    view: 'all',
    kind: 'figures',
    measures: ['won', 'open', 'coverage'],
    title: { view: true },
  }
  test('is compared to date where it comes over time, and as it stood where it is a balance', () => {
    expect(rangesOf(figures, ask())).toEqual({
      all: [
        ['2025-03-01', '2025-03-31'],
        ['all.won', 'all.open', 'all.coverage'],
      ],
      previous: [
        ['2025-02-01', '2025-02-28'],
        ['all.open', 'all.coverage'],
      ],
      year: [
        ['2024-03-01', '2024-03-31'],
        ['all.open', 'all.coverage'],
      ],
      previousToDate: [
        ['2025-02-01', '2025-02-11'],
        ['all.won', 'all.coverage'],
      ],
      yearToDate: [
        ['2024-03-01', '2024-03-11'],
        ['all.won', 'all.coverage'],
      ],
    })
    const { rows } = frameOf(figures, ask(), {
      all: [{ 'all.won': '60', 'all.open': '10', 'all.coverage': '0.5' }],
      previous: [{ 'all.open': '8', 'all.coverage': '1.2' }],
      previousToDate: [{ 'all.won': '80', 'all.coverage': null }],
    })
    expect(rows.map(({ comparisons }) => comparisons?.[0])).toEqual([
      {
        kind: 'previous',
        value: 80,
        period: { start: '2025-02-01', days: ['2025-02-01', '2025-02-11'] },
      },
      { kind: 'previous', value: 8, period: { start: '2025-02-01', grain: 'month' } },
      { kind: 'previous', value: 1.2, period: { start: '2025-02-01', grain: 'month' } },
    ])
  })

  test('by members is compared with as many periods before, and with those of the year before', () => {
    const breakdown: Chart = {
      id: 'page.won_by',
      view: 'all',
      kind: 'breakdown',
      measure: 'won',
      by: ['segment'],
    }
    const over = ask({ range: ['2024-11-01', '2025-02-28'] })
    expect(rangesOf(breakdown, over)).toEqual({
      members: [['2024-11-01', '2025-02-28'], ['all.won']],
      previous: [['2024-07-01', '2024-10-31'], ['all.won']],
      year: [['2023-11-01', '2024-02-29'], ['all.won']],
    })
    const of = (segment: string | null, won: string) => row({ segment, won })
    const { rows, columns } = frameOf(breakdown, over, {
      members: [of('SMB', '30'), of(null, '50')],
      previous: [of('SMB', '20'), of('Gone', '5')],
      year: [of(null, '40')],
    })
    expect(columns.map(({ key }) => key)).toEqual([
      'all.won',
      'previous',
      'previousDifference',
      'year',
      'yearDifference',
    ])
    expect(rows.map(({ key, values }) => [key, ...Object.values(values)])).toEqual([
      ['–', 50, null, null, 40, 10],
      ['SMB', 30, 20, 10, null, null],
    ])
    expect(rows[0]?.spans?.['year']).toEqual({ from: '2023-11-01', to: '2024-02-29' })
  })

  test('of as many periods as a year has is held against the year before, once', () => {
    const year = ask({ range: ['2024-01-01', '2024-12-31'], grain: 'quarter' })
    expect(Object.keys(queriesOf({ ...figures, kind: 'funnel', stages: ['won'] }, year))).toEqual([
      'all',
      'year',
    ])
  })
})

test('movements are each held against the year before, the running month to date', () => {
  const movements: MovementsChart = {
    id: 'page.movements',
    view: 'all',
    kind: 'movements',
    plus: ['won'],
    minus: ['lost'],
    net: 'net',
    title: { view: true },
  }
  const { rows, columns, headlines } = frameOf(movements, ask(), {
    series: [
      month('2024-02-01', { won: '70', lost: '5', net: '65' }),
      month('2024-03-01', { won: '90', lost: '20', net: '70' }),
      month('2025-02-01', { won: '80', lost: '10', net: '70' }),
      month('2025-03-01', { won: '60', lost: '2', net: '58' }),
    ],
    previousToDate: [row({ won: '30', lost: '1', net: '29' })],
    yearToDate: [row({ won: '40', lost: '8', net: '32' })],
    targets: [targetOf('all.net', '50')],
  })
  expect(columns.map(({ key, role }) => [key, role])).toEqual([
    ['all.won', undefined],
    ['year:all.won', 'year'],
    ['all.lost', 'minus'],
    ['year:all.lost', 'year'],
    ['all.net', 'net'],
    ['year:all.net', 'year'],
  ])
  expect(rows.slice(1).map(({ values, spans }) => [values, spans?.['year:all.won']])).toEqual([
    [
      {
        'all.won': 80,
        'year:all.won': 70,
        'all.lost': 10,
        'year:all.lost': 5,
        'all.net': 70,
        'year:all.net': 65,
      },
      { from: '2024-02-01', to: '2024-02-29' },
    ],
    [
      {
        'all.won': 60,
        'year:all.won': 40,
        'all.lost': 2,
        'year:all.lost': 8,
        'all.net': 58,
        'year:all.net': 32,
      },
      { from: '2024-03-01', to: '2024-03-11' },
    ],
  ])
  expect(
    headlines?.map(({ measure, comparisons }) => [measure, comparisons.map(({ value }) => value)]),
  ).toEqual([
    ['all.won', [30, 40]],
    ['all.lost', [1, 8]],
    ['all.net', [29, 32, 50]],
  ])
})
