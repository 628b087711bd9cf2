/** What is told of an account: scores, bills, names and days, in SQL. */
import { expect, test } from 'vitest'
import { outstanding, totalLessRefunds } from '../../src/sql/bills.ts'
import { daysSince } from '../../src/sql/days.ts'
import { listing } from '../../src/sql/listing.ts'
import { totalExact } from '../../src/sql/money.ts'
import { partOfWhole, scoreBetween, weightedScore } from '../../src/sql/scores.ts'
import { evaluated, raw } from './fragments.ts'

test('a score lies on a line between the worst and the best, whichever is greater', async () => {
  const days = '(values (400), (180), (105), (31), (30), (0), (null)) t(days)'
  // (180 − 31) ÷ 150 = 99.33 %
  expect(await evaluated(scoreBetween(raw('days'), 180, 30), days)).toBe(
    'BIGINT: 0, 0, 50, 99, 100, 100, null',
  )
  expect(await evaluated(scoreBetween(raw('days'), 0, 300), days)).toBe(
    'BIGINT: 100, 60, 35, 10, 10, 0, null',
  )
})

test('a mean of scores leaves out those that are not known, with their weights', async () => {
  const mean = weightedScore([raw('one'), 30], [raw('other'), 10])
  expect(
    await evaluated(mean, '(values (100, 0), (50, null), (null, 7), (null, null)) t(one, other)'),
  ).toBe('BIGINT: 75, 50, 7, null')
})

test('a part of nothing is not known', async () => {
  expect(
    await evaluated(
      partOfWhole(raw('part'), raw('whole')),
      '(values (1, 4), (0, 0), (1, null)) t(part, whole)',
    ),
  ).toBe('DOUBLE: 0.25, null, null')
})

test('what was paid is less by what was given back, and a bill is never less than paid', async () => {
  const payments =
    '(values (119::decimal(18, 2), false), (19, true), (null, false)) t(amount, back)'
  expect(await evaluated(totalLessRefunds(raw('amount'), raw('back')), payments)).toBe(
    'DECIMAL(18,2): 100.00',
  )
  const bill = outstanding({ net: raw('net'), tax: raw('0.19 * net'), paid: raw('paid') })
  expect(
    await evaluated(
      bill,
      '(values (100.00, 19.00), (100.00, null), (100.00, 200.00)) t(net, paid)',
    ),
  ).toBe('DECIMAL(18,2): 100.00, 119.00, 0.00')
})

test('names of a group are listed once each, in their order', async () => {
  const names = "(values ('Reports'), ('Core'), (null), ('Core')) t(name)"
  expect(await evaluated(listing(raw('name')), names)).toBe('VARCHAR: Core, Reports')
  expect(await evaluated(listing(raw('null::varchar')), names)).toBe('VARCHAR: null')
})

test('days lie between a day and a later one', async () => {
  const days = "(values (date '2024-02-28'), (date '2024-03-02'), (null)) t(day)"
  expect(await evaluated(daysSince(raw('day'), raw("date '2024-03-01'")), days)).toBe(
    'BIGINT: 2, -1, null',
  )
})

test('expected values add up to the eighth place', async () => {
  const values = '(values (0.00000001::decimal(28, 8)), (1)) t(value)'
  expect(await evaluated(totalExact(raw('value')), values)).toBe('DECIMAL(28,8): 1.00000001')
  expect(await evaluated(totalExact(raw('null::decimal(28, 8)')))).toBe('DECIMAL(28,8): 0.00000000')
})
