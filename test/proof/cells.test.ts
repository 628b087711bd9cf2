/** What counts as a difference between two answers. */
import { expect, test } from 'vitest'
import { differences } from './cells.ts'

const between = (own: number | null, ours: number | null, kind: string) =>
  differences({ all: { x: own } }, { all: { x: ours } }, ['x'], () => kind)

test('a cent in ten million is one, the noise of floating point is none', () => {
  expect(between(10_000_000, 10_000_000.01, 'additive')).toEqual([
    'x of all is 10000000.01, not 10000000',
  ])
  expect(between(0.1 + 0.2, 0.3, 'ratio')).toEqual([])
})

test('of estimates, what is beyond the room that they are given is one', () => {
  const within = (ours: number | null) =>
    differences({ all: { x: 100 } }, { all: { x: ours } }, ['x'], () => 'none', 0.1)
  expect(within(100.03)).toEqual([])
  expect(within(100.2)).toEqual(['x of all is 100.2, not 100'])
  expect(within(null)).toEqual(['x of all is null, not 100'])
})

test('a sum of nothing may be 0 or NULL, a rate of nothing is NULL and not 0', () => {
  expect(between(null, 0, 'additive')).toEqual([])
  expect(between(0, null, 'balance')).toEqual([])
  expect(between(null, 0, 'ratio')).toEqual(['x of all is 0, not null'])
  expect(between(null, null, 'trailing')).toEqual([])
})

test('a cell that only one side has is one', () => {
  expect(differences({}, { May: { x: 1 } }, ['x'], () => 'additive')).toEqual([
    'x of May is 1, not null',
  ])
})
