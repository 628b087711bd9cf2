/** Figures for people, and names that they may have meant. */
import { describe, expect, test } from 'vitest'
import { age, counted, instant, inUnit, size, took } from '../../src/cli/figures.ts'
import { tableLines } from '../../src/cli/output.ts'
import { didYouMean, nearest } from '../../src/nearest.ts'

describe('a value in its unit', () => {
  test.each([
    [0.4, 'percent', '40.0 %'],
    [0, 'percent', '0.0 %'],
    [1234.5, 'currency', '1,234.50 EUR'],
    [1666.6667, 'currency_per_day', '1,666.67 EUR a day'],
    [41.25, 'days', '41.3 days'],
    [12, 'minutes', '12.0 minutes'],
    [3.5, 'hours', '3.5 hours'],
    [12_345, 'count', '12,345'],
    [1.2142857, 'ratio', '1.214'],
    [null, 'percent', '–'],
  ])('%s in %s is %s', (value, unit, text) => {
    expect(inUnit(value, unit, 'EUR')).toBe(text)
  })
})

test('spans, ages and sizes are told in their largest unit', () => {
  expect([took(85), took(2400), took(65_000)]).toEqual(['85 ms', '2.4 s', '1 min 05 s'])
  const minute = 60_000
  expect([age(1), age(minute), age(90 * minute), age(49 * 60 * minute)]).toEqual([
    'less than a minute',
    '1 minute',
    '1 hour',
    '2 days',
  ])
  expect([size(812), size(9_800_000)]).toEqual(['812 bytes', '9.8 MB'])
  expect([counted(1, 'row'), counted(1200, 'row')]).toEqual(['1 row', '1,200 rows'])
})

test('an instant of any zone is told in UTC', () => {
  expect(instant('2025-12-31T18:30:59+01:00')).toBe('2025-12-31 17:30 UTC')
})

test('the nearest names are those that differ least, or hold what was written', () => {
  const names = ['pipeline.win_rate', 'pipeline.won_amount', 'revenue.mrr', 'revenue.arr']
  expect(nearest('pipeline.winrate', names)[0]).toBe('pipeline.win_rate')
  expect(nearest('mrr', names)).toEqual(['revenue.mrr'])
  expect(didYouMean('revenue.mr', names)).toMatch(/^ Did you mean revenue.mrr/)
  expect(didYouMean('quite something else altogether', names)).toBe('')
})

test('a table lines up its columns, numbers to the right', () => {
  expect(
    tableLines(
      [{ title: 'name' }, { title: 'rows', align: 'right' }],
      [
        ['a', '1,200'],
        ['longer', '7'],
      ],
    ),
  ).toEqual(['name     rows', '──────  ─────', 'a       1,200', 'longer      7'])
})
