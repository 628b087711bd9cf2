/** What is known of several values, and days as instants. */
import { expect, test } from 'vitest'
import { microsecondsLater, midnightOf, writtenDayOf } from '../../src/sql/days.ts'
import { earliest, firstInOrder, firstKnown, holdsForMost, isKnown } from '../../src/sql/known.ts'
import { asText } from '../../src/sql/text.ts'
import { evaluated, raw, textOf } from './fragments.ts'

test('the first value that is not null is known', async () => {
  expect(await evaluated(firstKnown(textOf(null), textOf('a'), textOf('b')))).toBe('VARCHAR: a')
  expect(await evaluated(firstKnown(textOf(null), textOf(null)))).toBe('VARCHAR: null')
  expect(await evaluated(isKnown(textOf('a')))).toBe('BOOLEAN: true')
  expect(await evaluated(isKnown(textOf(null)))).toBe('BOOLEAN: false')
})

test('a day begins at its midnight, whatever the zone', async () => {
  expect(await evaluated(midnightOf(raw("date '2024-03-31'")))).toBe(
    'TIMESTAMP: 2024-03-31T00:00:00.000Z',
  )
  expect(await evaluated(writtenDayOf(raw("timestamp '2024-03-31 23:30:00'")))).toBe(
    'DATE: 2024-03-31',
  )
})

test('instants of one day get an order by microseconds', async () => {
  const later = microsecondsLater(raw("timestamp '2024-03-31 00:00:00'"), raw('2::bigint'))
  expect(await evaluated(asText(later))).toBe('VARCHAR: 2024-03-31 00:00:00.000002')
  expect(await evaluated(later)).toMatch(/^TIMESTAMP: /)
})

test('of a group the first known value stands, and what most rows say', async () => {
  const rows = `(values (1, null, true), (3, 'c', false), (2, 'b', true), (4, 'd', null)) as row(number, value, holds)`
  expect(await evaluated(firstInOrder(raw('value'), raw('number')), rows)).toBe('VARCHAR: b')
  expect(await evaluated(holdsForMost(raw('holds')), rows)).toBe('BOOLEAN: true')
  expect(await evaluated(holdsForMost(raw('null::boolean')), rows)).toBe('BOOLEAN: false')
})

test('the earliest known value of a group is the least of those at one instant', async () => {
  const rows = `(values (timestamp '2024-01-02', 'c'), (timestamp '2024-01-02', 'b'),
    (timestamp '2024-01-01', null), (timestamp '2024-01-03', 'a')) as row(told, value)`
  expect(await evaluated(earliest(raw('value'), raw('told')), rows)).toBe('VARCHAR: b')
})
