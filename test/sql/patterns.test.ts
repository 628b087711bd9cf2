/** Patterns, places and percentiles. */
import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { placeAmong } from '../../src/sql/choice.ts'
import { byInstant, latest } from '../../src/sql/latest.ts'
import { matchesPattern } from '../../src/sql/patterns.ts'
import { percentile } from '../../src/sql/percentiles.ts'
import { evaluated, raw, rowsOf, textOf } from './fragments.ts'

test('a pattern is found whatever the case, and never in nothing', async () => {
  expect(await evaluated(matchesPattern(textOf('CPC'), '^(.*cp.*|ppc)$'))).toBe('BOOLEAN: true')
  expect(await evaluated(matchesPattern(textOf('email'), '^(.*cp.*|ppc)$'))).toBe('BOOLEAN: false')
  expect(await evaluated(matchesPattern(textOf(null), 'a'))).toBe('BOOLEAN: false')
})

test('a percentile is one of the values: the least that the share does not exceed', async () => {
  const numbers = '(select quantity as n from unnest(range(1, 11)) as numbers(quantity))'
  expect(
    await rowsOf(sql`(select ${percentile(raw('n'), 0.9)} as value from ${raw(numbers)})`),
  ).toEqual([{ value: 9 }])
})

test('a value has its place in a list', async () => {
  expect(await evaluated(placeAmong(textOf('b'), ['a', 'b']))).toBe('INTEGER: 2')
  expect(await evaluated(placeAmong(textOf('c'), ['a', 'b']))).toBe('INTEGER: null')
  expect(await evaluated(placeAmong(textOf(null), ['a', 'b']))).toBe('INTEGER: null')
})

test('of rows in time, those of one instant stand by their key', async () => {
  const rows =
    "(values (timestamp '2024-01-01', 'a'), (timestamp '2024-01-01', 'b')) as touch(moment, key)"
  const last = latest(raw('key'), byInstant(raw('moment'), raw('key')))
  expect(await rowsOf(sql`(select ${last} as value from ${raw(rows)})`)).toEqual([{ value: 'b' }])
})
