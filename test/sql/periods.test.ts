/** Periods as people write them. */
import { expect, test } from 'vitest'
import { lastDayOf, periodStart, periodType } from '../../src/sql/periods.ts'
import { evaluated, raw, textOf } from './fragments.ts'

test.each([
  ['2024-05-01', '2024-05-01', 'month'],
  ['2024-05', '2024-05-01', 'month'],
  ['2024-Q2', '2024-04-01', 'quarter'],
  ['Q4 2024', '2024-10-01', 'quarter'],
  [' 2024 ', '2024-01-01', 'year'],
  ['next May', 'null', 'month'],
  [null, 'null', 'month'],
])('%s begins on %s and is a %s', async (written, start, type) => {
  expect(await evaluated(periodStart(textOf(written)))).toBe(`DATE: ${start}`)
  expect(await evaluated(periodType(textOf(written)))).toBe(`VARCHAR: ${type}`)
})

test.each([
  ['month', '2024-02-29'],
  ['quarter', '2024-04-30'],
  ['year', '2025-01-31'],
] as const)('a %s from 2024-02-01 ends on %s', async (type, last) => {
  const start = raw("date '2024-02-01'")
  expect(await evaluated(lastDayOf(start, raw(`'${type}'`)))).toBe(`DATE: ${last}`)
})
