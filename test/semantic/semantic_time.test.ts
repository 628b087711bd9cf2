import { afterAll, beforeAll, expect, test } from 'vitest'
import { openSemantic, type Semantic } from '../../src/semantic/compile.ts'
import { model, publishedWarehouse } from './warehouses.ts'

let semantic: Semantic
const zone = process.env['TZ']
beforeAll(async () => {
  // Where no other zone is asked for, this one: its midnight is another day in UTC.
  if (zone === undefined || zone === 'UTC') process.env['TZ'] = 'Asia/Tokyo'
  semantic = await openSemantic({ warehouse: await publishedWarehouse(), model })
})
afterAll(async () => {
  if (zone === undefined) delete process.env['TZ']
  else process.env['TZ'] = zone
  await semantic.close()
})

const load = async (timeDimension: object) => {
  const { rows } = await semantic.load(
    {
      measures: ['pipeline.deal_count'],
      timeDimensions: [{ dimension: 'pipeline.date', ...timeDimension }],
    },
    { role: 'admin' },
  )
  return rows
}
const days = async (granularity: string) =>
  (await load({ granularity })).map((row) => row[`pipeline.date.${granularity}`])

test('the machine is in another zone than UTC', () => {
  expect(new Date('2024-01-10T00:00:00').toISOString()).not.toBe('2024-01-10T00:00:00.000Z')
})

test('a day is the day of the data, whatever the zone of the machine', async () => {
  expect(await days('day')).toEqual([
    '2024-01-10T00:00:00.000',
    '2024-01-20T00:00:00.000',
    '2024-02-05T00:00:00.000',
    '2024-02-29T00:00:00.000',
  ])
  // ISO weeks begin on Monday.
  expect(await days('week')).toEqual([
    '2024-01-08T00:00:00.000',
    '2024-01-15T00:00:00.000',
    '2024-02-05T00:00:00.000',
    '2024-02-26T00:00:00.000',
  ])
})

test('a date range holds both of its days, and no day beside them', async () => {
  const count = async (...dateRange: string[]) =>
    (await load({ dateRange }))[0]?.['pipeline.deal_count']
  expect(await count('2024-01-10', '2024-02-29')).toBe('4')
  expect(await count('2024-01-11', '2024-02-28')).toBe('2')
  expect(await count('2024-02-29', '2024-02-29')).toBe('1')
})
