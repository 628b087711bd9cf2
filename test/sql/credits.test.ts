/** Shares of credit, and of money by them. */
import { describe, expect, test } from 'vitest'
import {
  centsOf,
  differentAmong,
  exactShare,
  halved,
  knownAmong,
  knownExactTotal,
  knownTotal,
  largestAt,
  moneyOf,
  oneCentMore,
  partOfOne,
  shareLeft,
  shareOf,
  shareOfMoney,
  shareWith,
  together,
  totalAmong,
  totalOf,
} from '../../src/sql/credits.ts'
import { evaluated, raw } from './fragments.ts'

const thirds = '(values (1 / 3, 1), (1 / 3, 2), (1 / 3, 3)) as part(share, place)'
const [share, place, cents] = [raw('share'), raw('place'), raw('10000::bigint')]

describe('shares', () => {
  test('add up exactly, by group and among rows', async () => {
    expect(await evaluated(totalOf(share), thirds)).toBe('DOUBLE: 0.999999999999999')
    expect(await evaluated(totalOf(raw('null::double')))).toBe('DOUBLE: 0')
    const rows = "(values ('a', 0.5::double), ('a', 0.25), ('b', 1)) as part(key, share)"
    expect(await evaluated(totalAmong(share, [raw('key')]), `(from ${rows} order by key)`)).toBe(
      'DOUBLE: 0.75, 0.75, 1',
    )
  })

  test('of a whole that is nothing are nothing, and sums stay together', async () => {
    expect(await evaluated(shareOf(raw('6'), raw('1 + 1'), raw('2 + 2')))).toBe('DOUBLE: 3')
    expect(await evaluated(shareOf(raw('6'), raw('0'), raw('0')))).toBe('DOUBLE: 0')
    expect(await evaluated(partOfOne(raw('2 * 2')))).toBe('DOUBLE: 0.25')
    expect(await evaluated(together(raw('0.5::double'), raw('0.25::double')))).toBe('DOUBLE: 0.75')
  })

  test('a weight halves with each half-life', async () => {
    const [then, now] = [raw("timestamp '2024-01-01'"), raw("timestamp '2024-01-15'")]
    expect(await evaluated(halved(then, now, raw('7')))).toBe('DOUBLE: 0.25')
    expect(await evaluated(halved(now, now, raw('7')))).toBe('DOUBLE: 1')
  })

  test('null is no value', async () => {
    const values = [raw('3'), raw('null'), raw('3'), raw('4')] as const
    expect(await evaluated(differentAmong(...values))).toBe('UBIGINT: 2')
    expect(await evaluated(knownAmong(...values))).toBe('BIGINT: 3')
  })

  test('to ten places, with what is left over in one place', async () => {
    expect(await evaluated(exactShare(raw('1 / 3')))).toBe('DECIMAL(12,10): 0.3333333333')
    expect(await evaluated(shareLeft(share), thirds)).toBe('DECIMAL(12,10): 0.0000000001')
    expect(await evaluated(largestAt(share, place), thirds)).toBe('INTEGER: 3')
    const left = raw('0.0000000001')
    expect(await evaluated(shareWith(share, left, raw('place = 3')), thirds)).toBe(
      'DECIMAL(12,10): 0.3333333333, 0.3333333333, 0.3333333334',
    )
  })
})

describe('money', () => {
  test('in cents', async () => {
    expect(await evaluated(centsOf(raw('12.34::decimal(18, 2)')))).toBe('BIGINT: 1234')
    expect(await evaluated(centsOf(raw('null::decimal(18, 2)')))).toBe('BIGINT: null')
  })

  test('goes out in whole cents, those left to the largest remainders', async () => {
    expect(await evaluated(oneCentMore(share, cents, place), thirds)).toBe('INTEGER[]: 1')
    const uneven = '(values (0.005, 1), (0.009, 2), (0.986, 3)) as part(share, place)'
    const dollar = raw('100::bigint')
    expect(await evaluated(oneCentMore(raw('share::double'), dollar, place), uneven)).toBe(
      'INTEGER[]: 2,3',
    )
    expect(await evaluated(moneyOf(share, cents, place, raw('[1]')), thirds)).toBe(
      'DECIMAL(18,2): 33.34, 33.33, 33.33',
    )
    expect(await evaluated(moneyOf(share, raw('null::bigint'), place, raw('[]')), thirds)).toBe(
      'DECIMAL(18,2): null, null, null',
    )
  })

  test('a share that is whole cents gets no cent more or less', async () => {
    const half = '(values (0.29::double, 1), (0.71::double, 2)) as part(share, place)'
    const hundred = raw('100::bigint')
    const due = await evaluated(oneCentMore(share, hundred, place), half)
    expect(due).toBe('INTEGER[]: 1,2')
    expect(await evaluated(moneyOf(share, hundred, place, raw('[1, 2]')), half)).toBe(
      'DECIMAL(18,2): 0.29, 0.71',
    )
  })

  test('is added up where it is known', async () => {
    const rows = '(values (1.5::decimal(18, 2)), (null)) as part(amount)'
    expect(await evaluated(knownTotal(raw('amount')), rows)).toBe('DECIMAL(18,2): 1.50')
    expect(await evaluated(knownExactTotal(raw('amount')), rows)).toBe('DECIMAL(28,8): 1.50000000')
    expect(await evaluated(shareOfMoney(raw('10.01'), raw('0.75')))).toBe(
      'DECIMAL(28,8): 7.50750000',
    )
  })
})
