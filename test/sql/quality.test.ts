/** What the quality of data is measured by, in SQL. */
import { sql } from 'kysely'
import { expect, test } from 'vitest'
import {
  countOf,
  daysBetween,
  deviationFrom,
  isOutside,
  lackingByField,
  lastBefore,
  listed,
  medianOf,
  tolerance,
  totalOf,
  weekdayOf,
} from '../../src/sql/quality.ts'
import { evaluated, raw, rowsOf } from './fragments.ts'

const people = `(values
  ('crm', 'Ann', 'ann@acme.com', null, false),
  ('crm', 'Bob', null, null, false),
  ('crm', 'Gone', null, null, true),
  ('shop', 'Cid', null, '1', false)
) as person(source_system, name, email, phone, is_deleted)`

test('fields count by source, those that a source fills in no row are none of its fields', async () => {
  const lacking = lackingByField({
    table: raw(people),
    where: raw('not is_deleted'),
    filled: { email: raw('email is not null'), phone: raw('phone is not null') },
  })
  expect(await rowsOf(lacking)).toEqual(
    expect.arrayContaining([
      { source_system: 'crm', item: 'email', checked_count: 2, failed_count: 1 },
      { source_system: 'shop', item: 'phone', checked_count: 1, failed_count: 0 },
    ]),
  )
  expect(await rowsOf(lacking)).toHaveLength(2)
})

const counts = `(values ('a', 1, 4), ('a', 2, 10), ('a', 3, 6), ('a', 4, 100), ('b', 4, 7))
  as period(series, place, found)`
const before = lastBefore(raw('found'), 2, { of: [raw('series')], by: raw('place') })

test('the last rows before a row are those of its series, none of them later', async () => {
  expect(await evaluated(before, counts)).toMatch(/^INTEGER\[\]: null, 4, 4,10, 10,6, null$/)
})

test('the median of a list is null where the list is too short', async () => {
  const list = raw('[4, 10, 6]')
  expect(await evaluated(medianOf(list, 3))).toBe('DOUBLE: 6')
  expect(await evaluated(medianOf(list, 4))).toBe('DOUBLE: null')
  expect(await evaluated(medianOf(raw('null::integer[]'), 1))).toBe('DOUBLE: null')
})

test('the deviation is the median distance from the center', async () => {
  expect(await evaluated(deviationFrom(raw('[4, 10, 6]'), raw('6.0::double')))).toBe('DOUBLE: 2')
})

test('a band is as wide as values scatter, but no narrower than chance makes counts', async () => {
  const width = (median: string, deviation: string) =>
    evaluated(tolerance({ median: raw(median), deviation: raw(deviation) }, 4))
  expect(await width('100::double', '20::double')).toBe('DOUBLE: 118.61')
  expect(await width('100::double', '0::double')).toBe('DOUBLE: 40')
  expect(await width('0.25::double', '0::double')).toBe('DOUBLE: 4')
})

test('a count on the edge of a band is within it; without a band it is neither', async () => {
  const outside = (count: string, lowest = '2.0', highest = '8.0') =>
    evaluated(isOutside(raw(count), { lowest: raw(lowest), highest: raw(highest) }))
  expect(await outside('2')).toBe('BOOLEAN: false')
  expect(await outside('8')).toBe('BOOLEAN: false')
  expect(await outside('1')).toBe('BOOLEAN: true')
  expect(await outside('9')).toBe('BOOLEAN: true')
  expect(await outside('9', 'null::double', 'null::double')).toBe('BOOLEAN: null')
})

test('the days between two end before the second', async () => {
  const days = daysBetween(raw("date '2024-02-28'"), raw("date '2024-03-01'"))
  expect(await rowsOf(sql`(select ${days} as day)`)).toEqual([
    { day: '2024-02-28' },
    { day: '2024-02-29' },
  ])
  expect(await evaluated(days)).toMatch(/^DATE: /)
})

test('weeks begin with Monday', async () => {
  expect(await evaluated(weekdayOf(raw("date '2024-01-01'")))).toBe('BIGINT: 1')
})

test('sums and counts of rows are counts', async () => {
  expect(await evaluated(totalOf(raw('found::bigint')), counts)).toBe('BIGINT: 127')
  expect(await evaluated(countOf(raw('found > 6')), counts)).toBe('BIGINT: 3')
})

test('what code knows is a table of texts', async () => {
  expect(
    await rowsOf(
      listed(
        ['name', 'object'],
        [
          ['raw_a', 'people'],
          ["it's", 'x'],
        ],
      ),
    ),
  ).toEqual([
    { name: 'raw_a', object: 'people' },
    { name: "it's", object: 'x' },
  ])
})
