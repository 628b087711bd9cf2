/** Bridges, each step held against what it was before: worked by hand. */
import { describe, expect, test } from 'vitest'
import type { BridgeChart } from '../../../web/src/charts/chart.ts'
import { bridgeSpans } from '../../../web/src/kinds/bridge_spans.ts'
import { frameOf } from '../../../web/src/kinds/index.ts'
import { asking, measure, modelWith, rangesOf, row, targetOf } from './frame_model.ts'

const ofPeriods = ['due', 'grown', 'due_transferred_in', 'due_transferred_out', 'left']
const model = modelWith(
  [
    measure('won'),
    measure('lost', { good: 'down' }),
    measure('open', { class: 'balance' }),
    ...ofPeriods.map((name) => measure(name, { one_of: ['period_type'] })),
    { ...measure('target'), name: 'scorecard.target' },
  ],
  [],
)
const ask = asking(model, ['2025-01-01', '2025-03-31'])

describe('a bridge', () => {
  const bridge: BridgeChart = {
    id: 'page.bridge',
    view: 'all',
    kind: 'bridge',
    start: 'balance',
    end: 'open',
    plus: ['won'],
    minus: ['lost'],
    title: { view: true },
  }
  const answers = {
    start: [row({ open: '100' })],
    steps: [row({ won: '50', lost: '30' })],
    end: [row({ open: '120' })],
    previousStart: [row({ open: '70' })],
    previousToDate: [row({ won: '40', lost: '10' })],
    previousEnd: [row({ open: '100' })],
    yearStart: [row({ open: '60' })],
    yearToDate: [row({ won: '60', lost: '20' })],
    yearEnd: [row({ open: '100' })],
  }

  test('asks for steps to date, and for balances as they stood at the ends of months', () => {
    const days = (start: string, end: string) => [[start, end], ['all.open']]
    const steps = ['all.won', 'all.lost']
    expect(rangesOf(bridge, ask())).toEqual({
      steps: [['2025-01-01', '2025-03-31'], steps],
      previousToDate: [['2024-10-01', '2024-12-11'], steps],
      yearToDate: [['2024-01-01', '2024-03-11'], steps],
      start: days('2024-12-01', '2024-12-31'),
      end: days('2025-03-01', '2025-03-31'),
      previousStart: days('2024-09-01', '2024-09-30'),
      previousEnd: days('2024-12-01', '2024-12-31'),
      yearStart: days('2023-12-01', '2023-12-31'),
      yearEnd: days('2024-03-01', '2024-03-31'),
    })
  })

  test('holds each step against itself, and its differences add up as it does', () => {
    const { rows } = frameOf(bridge, ask(), answers)
    expect(rows.map(({ key, values }) => [key, ...Object.values(values)])).toEqual([
      ['start', 100, 70, 30, 60, 40],
      ['all.won', 50, 40, 10, 60, -10],
      ['all.lost', 30, 10, 20, 20, 10],
      ['end', 120, 100, 20, 100, 20],
    ])
    // The rows behind a figure of another time are those of its own days.
    expect(rows[1]?.spans).toEqual({
      previous: { from: '2024-10-01', to: '2024-12-11' },
      year: { from: '2024-01-01', to: '2024-03-11' },
    })
    expect(rows[0]?.spans?.['year']).toEqual({ from: '2023-12-01', to: '2023-12-31' })
  })

  test('hangs each step where the one before ended, and marks where it would end as of last year', () => {
    expect(bridgeSpans(frameOf(bridge, ask(), answers))).toEqual([
      { low: 0, high: 100, mark: 60 },
      { low: 100, high: 150, mark: 160 },
      { low: 120, high: 150, mark: 130 },
      { low: 0, high: 120, mark: 100 },
    ])
  })

  test('has no marks where nothing is known of before', () => {
    const { start, steps, end } = answers
    const spans = bridgeSpans(frameOf(bridge, ask(), { start, steps, end }))
    expect(spans.map(({ mark }) => mark)).toEqual([null, null, null, null])
  })

  test('of years is held against as many years before, which are marked', () => {
    const years = ask({ grain: 'year', range: ['2023-01-01', '2024-12-31'] })
    expect(rangesOf(bridge, years)['previous']?.[0]).toEqual(['2021-01-01', '2022-12-31'])
    expect(rangesOf(bridge, years)['year']).toBeUndefined()
    const frame = frameOf(bridge, years, { ...answers, previous: [row({ won: '5', lost: '1' })] })
    expect(bridgeSpans(frame).map(({ mark }) => mark)).toEqual([70, 105, 149, 100])
  })

  test('holds its end against the target of the last month', () => {
    const { rows, columns } = frameOf(bridge, ask(), {
      ...answers,
      targets: [targetOf('all.open', '125'), targetOf('all.won', '9')],
    })
    expect(columns.at(-1)).toMatchObject({ key: 'targetDifference', of: 'target' })
    expect(rows.map(({ values }) => values['targetDifference'])).toEqual([
      undefined,
      undefined,
      undefined,
      -5,
    ])
  })

  const waterfall: BridgeChart = {
    ...bridge,
    start: 'due',
    end: 'left',
    plus: ['grown', 'due_transferred_in'],
    minus: ['due_transferred_out'],
    periodType: 'period_type',
  }

  test('of rows that are of whole periods is held against whole ones', () => {
    const all = ['grown', 'due_transferred_in', 'due_transferred_out', 'due', 'left']
    const asked = all.map((name) => `all.${name}`)
    expect(rangesOf(waterfall, ask())).toEqual({
      steps: [['2025-03-01', '2025-03-31'], asked],
      previous: [['2025-02-01', '2025-02-28'], asked],
      year: [['2024-03-01', '2024-03-31'], asked],
    })
  })

  test('shows what was handed over only where it is not the same both ways, now or before', () => {
    const of = (came: string, went: string) => [
      row({ due: '5', grown: '1', left: '6', due_transferred_in: came, due_transferred_out: went }),
    ]
    const shown = (steps: object[], year: object[]) =>
      frameOf(waterfall, ask(), { steps, year } as Parameters<typeof frameOf>[2]).rows.length
    expect(shown(of('4', '4'), of('7', '7'))).toBe(3)
    expect(shown(of('4', '3'), of('7', '7'))).toBe(5)
    expect(shown(of('4', '4'), of('7', '6'))).toBe(5)
  })
})
