/** Cohorts, each held against others of the same age: worked by hand. */
import { describe, expect, test } from 'vitest'
import type { CohortChart } from '../../../web/src/charts/chart.ts'
import { frameOf, queriesOf } from '../../../web/src/kinds/index.ts'
import { asking, measure, modelWith, month, row } from './frame_model.ts'

const model = modelWith(
  [
    measure('kept', { class: 'ratio', unit: 'percent', granularities: ['month', 'year'] }),
    measure('began', { granularities: ['month', 'year'] }),
  ],
  ['months'],
)
const ask = asking(model, ['2025-01-01', '2025-02-28'])

describe('cohorts', () => {
  const cohorts: CohortChart = {
    id: 'page.cohorts',
    view: 'all',
    kind: 'cohort',
    measure: 'kept',
    size: 'began',
    months: 'months',
  }
  const of = (start: string, shares: readonly string[]) =>
    shares.map((kept, age) => month(start, { months: String(age), kept, began: '10' }))
  const answers = {
    cells: [...of('2025-01-01', ['1', '0.9', '0.8']), ...of('2025-02-01', ['1', '0.7'])],
    year: [
      ...of('2024-01-01', ['1', '0.8', '0.85', '0.1']),
      ...of('2024-02-01', ['1', '0.6']),
      ...of('2024-12-01', ['1', '0.95', '0.5']),
    ],
    total: ['1', '0.82', '0.8'].map((kept, age) => row({ months: String(age), kept, began: '20' })),
  }

  test('ask for those of the year before too, and for all together as the server adds them up', () => {
    const queries = queriesOf(cohorts, ask())
    const spans = Object.entries(queries).map(([name, { timeDimensions }]) => [
      name,
      timeDimensions?.[0]?.dateRange,
      timeDimensions?.[0]?.granularity,
    ])
    expect(spans).toEqual([
      ['cells', ['2025-01-01', '2025-02-28'], 'month'],
      ['year', ['2024-01-01', '2024-12-31'], 'month'],
      ['total', ['2025-01-01', '2025-02-28'], undefined],
    ])
  })

  test('are told with the one before and that of last year, at the same age, and with all of them', () => {
    const { rows, columns, offered } = frameOf(cohorts, ask(), answers)
    expect(columns.map(({ key }) => key)).toEqual(['size', '0', '1', '2'])
    expect(rows.map(({ key, values }) => [key, ...Object.values(values)])).toEqual([
      ['2025-01-01', 1, 0.9, 0.8, 10],
      ['2025-02-01', 1, 0.7, null, 10],
      ['total', 1, 0.82, 0.8, 20],
    ])
    const against = (index: number, age: string) =>
      rows[index]?.cells?.[age]?.comparisons.map(({ period, value }) => [period.start, value])
    expect(against(0, '1')).toEqual([
      ['2024-12-01', 0.95],
      ['2024-01-01', 0.8],
    ])
    expect(against(1, '1')).toEqual([
      ['2025-01-01', 0.9],
      ['2024-02-01', 0.6],
    ])
    // March runs: it is the third month of what began in January.
    const running = ['1', '2'].map((age) => rows[0]?.cells?.[age]?.isRunning)
    expect(running).toEqual([false, true])
    expect(offered).toEqual({ chosen: 'share', all: ['share', 'previous', 'year'] })
  })

  test('are shown by their difference to another cohort where that is chosen', () => {
    const shown = (choice: string) => {
      const { rows, columns } = frameOf(cohorts, ask({ choice }), answers)
      expect(columns.every(({ key, isDifference }) => key === 'size' || isDifference)).toBe(true)
      return rows.map(({ key, values }) => [key, values['0'], values['1'], values['2']])
    }
    expect(shown('previous')).toEqual([
      ['2025-01-01', 0, -0.05, 0.3],
      ['2025-02-01', 0, -0.2, null],
    ])
    expect(shown('year')).toEqual([
      ['2025-01-01', 0, 0.1, -0.05],
      ['2025-02-01', 0, 0.1, null],
    ])
  })

  test('of years say nothing of months that not all of a year have reached', () => {
    const of = (year: string) =>
      ['1', '0.9', '0.8', '0.7'].map((kept, age) => ({
        'all.date.year': `${year}-01-01T00:00:00.000`,
        ...row({ months: String(age), kept, began: '10' }),
      }))
    const years = ask({ grain: 'year', range: ['2023-01-01', '2024-12-31'] })
    const { rows } = frameOf(cohorts, years, { cells: [...of('2023'), ...of('2024')] })
    // What began in December 2024 is two months old on 11 March.
    expect(rows.map(({ key, values }) => [key, values['2'], values['3']])).toEqual([
      ['2023-01-01', 0.8, 0.7],
      ['2024-01-01', 0.8, null],
    ])
  })

  test('of years are held against the year before once', () => {
    const years = frameOf(cohorts, ask({ grain: 'year' }), {})
    expect(years.offered?.all).toEqual(['share', 'previous'])
  })
})
