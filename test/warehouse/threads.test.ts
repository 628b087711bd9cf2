/** How many threads a query gets, by the size of the tables. */
import { availableParallelism } from 'node:os'
import { expect, test } from 'vitest'
import { mostRows, threadsFor } from '../../src/warehouse/threads.ts'

test('tables that DuckDB would not divide are read by one thread', () => {
  expect([0, 1, 245_759].map(threadsFor)).toEqual([1, 1, 1])
})

test('from two parts of a table on there are as many threads as processors', () => {
  expect(threadsFor(245_760)).toBe(availableParallelism())
})

test('the largest of the tables decides, and of none there are no rows', () => {
  expect(mostRows([{ rows: 3 }, { rows: 7 }, { rows: 5 }])).toBe(7)
  expect(mostRows([])).toBe(0)
})
