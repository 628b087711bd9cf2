/** What a KPI is compared with: the period before, and of a running one the same part. */
import { expect, test } from 'vitest'
import { changeOf } from '../../src/cli/figures.ts'
import { comparisons, daysBefore, isByDay } from '../../src/cli/kpi_comparison.ts'
import type { KpiQuery } from '../../src/cli/kpi_query.ts'
import type { KpiRow } from '../../src/cli/kpi_rows.ts'

test('a period that is over is compared with the whole one before it', () => {
  expect(daysBefore('2024-03-01', 'month', '2024-04-02', true)).toEqual({
    from: '2024-02-01',
    to: '2024-02-29',
  })
  expect(daysBefore('2024-01-01', 'quarter', '2024-04-02', true)).toEqual({
    from: '2023-10-01',
    to: '2023-12-31',
  })
  expect(daysBefore('2024-03-04', 'week', '2024-04-02', true)).toEqual({
    from: '2024-02-26',
    to: '2024-03-03',
  })
})

test('a running period is compared with as many days of the one before, and no more than it has', () => {
  expect(daysBefore('2024-03-01', 'month', '2024-03-10', true)).toEqual({
    from: '2024-02-01',
    to: '2024-02-10',
  })
  expect(daysBefore('2024-03-01', 'month', '2024-03-31', true)).toEqual({
    from: '2024-02-01',
    to: '2024-02-29',
  })
  // A balance has no part: it is compared with the end of the month before.
  expect(daysBefore('2024-03-01', 'month', '2024-03-10', false).to).toBe('2024-02-29')
})

test('what is told by days follows from the class, unless the measure says otherwise', () => {
  expect(isByDay({ meta: { class: 'additive' } })).toBe(true)
  expect(isByDay({ meta: { class: 'balance' } })).toBe(false)
  expect(isByDay({ meta: { class: 'ratio', granularities: ['month', 'quarter'] } })).toBe(false)
})

test('rows are compared slice by slice, and only what they lack is asked for', async () => {
  const asked: unknown[] = []
  const query: KpiQuery = {
    measures: ['sales.won'],
    dimensions: ['sales.segment'],
    timeDimensions: [{ dimension: 'sales.date', granularity: 'month' }],
    filters: [],
    order: [],
    limit: 10,
  }
  const row = (date: string, segment: string, won: number): KpiRow => ({ date, segment, won })
  const found = await comparisons({
    query,
    grain: 'month',
    rows: [
      row('2024-02-01', 'SMB', 8),
      row('2024-02-01', 'Enterprise', 5),
      row('2024-03-01', 'SMB', 4),
    ],
    today: '2024-03-10',
    isByDay: true,
    ask: async ({ timeDimensions }) => {
      const [from] = timeDimensions[0]!.dateRange!
      asked.push(timeDimensions[0]!.dateRange)
      return [row(from, 'SMB', from === '2024-01-01' ? 6 : 3)]
    },
  })
  expect(asked).toEqual([
    ['2024-01-01', '2024-01-31'],
    ['2024-02-01', '2024-02-10'],
  ])
  expect(found).toEqual([
    { before: 6, from: '2024-01-01', to: '2024-01-31' },
    { before: null, from: '2024-01-01', to: '2024-01-31' },
    { before: 3, from: '2024-02-01', to: '2024-02-10' },
  ])
})

test('a change is a share of what was, and of shares a difference', () => {
  expect(changeOf(13, 12, 'count')).toBe('+8.3 %')
  expect(changeOf(9, 12, 'currency')).toBe('-25.0 %')
  expect(changeOf(0.42, 0.4, 'percent')).toBe('+2.0 points')
  expect(changeOf(1, 0, 'count')).toBe('–')
  expect(changeOf(null, 1, 'count')).toBe('–')
})
