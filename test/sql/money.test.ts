/** Money, rates and recurring values in SQL: exact, and of the stated scale. */
import { expect, test } from 'vitest'
import { fromMinorUnits, minorUnitsOf } from '../../src/sql/minor_units.ts'
import { convert, convertRecurring, total, totalOrMissing } from '../../src/sql/money.ts'
import { one, quotient } from '../../src/sql/rates.ts'
import {
  monthlyValue,
  oneIfAny,
  recurringFromMinorUnits,
  shareOfRecurring,
  totalRecurring,
} from '../../src/sql/recurring.ts'
import { evaluated, raw, textOf } from './fragments.ts'

const rate = raw('1.0875::decimal(18, 8)')

test('large money converts without overflow, to the cent', async () => {
  // 123 456 789.00 × 1.0875 = 134 259 258.0375
  expect(await evaluated(convert(raw('123456789.00::decimal(18, 2)'), rate))).toBe(
    'DECIMAL(18,2): 134259258.04',
  )
})

test('money without a rate has no value in the reporting currency', async () => {
  const none = raw('null::decimal(18, 8)')
  expect(await evaluated(convert(raw('1::decimal(18, 2)'), none))).toBe('DECIMAL(18,2): null')
  expect(await evaluated(convertRecurring(raw('1::decimal(28, 8)'), none))).toBe(
    'DECIMAL(28,8): null',
  )
})

test('recurring values convert to eight places', async () => {
  // 8.33333333 × 1.0875 = 9.062499996375
  expect(await evaluated(convertRecurring(raw('8.33333333::decimal(28, 8)'), rate))).toBe(
    'DECIMAL(28,8): 9.06250000',
  )
})

test('a total of which a part is missing is missing', async () => {
  const sum = totalOrMissing(raw('amount::decimal(18, 2)'))
  expect(await evaluated(sum, '(values (1.10), (2.20)) t(amount)')).toBe('DECIMAL(18,2): 3.30')
  expect(await evaluated(sum, '(values (1.10), (null)) t(amount)')).toBe('DECIMAL(18,2): null')
})

test('a share of a large recurring value is exact to eight places', async () => {
  // 12 345 678.12345678 × 0.7825 = 9 660 493.13160493…
  expect(
    await evaluated(shareOfRecurring(raw('12345678.12345678::decimal(28, 8)'), raw('0.7825'))),
  ).toBe('DECIMAL(28,8): 9660493.13160493')
})

test('an account with any recurring value is a customer', async () => {
  const values = '(values (0.00000001), (0), (-1)) t(mrr)'
  expect(await evaluated(oneIfAny(raw('mrr::decimal(28, 8)')), values)).toBe('BIGINT: 1, 0, 0')
})

test('the total of nothing is zero', async () => {
  expect(await evaluated(total(raw('null::decimal(18, 2)')))).toBe('DECIMAL(18,2): 0.00')
  expect(await evaluated(totalRecurring(raw('null::decimal(28, 8)')))).toBe(
    'DECIMAL(28,8): 0.00000000',
  )
})

test.each([
  ['EUR', 'BIGINT: 100', 'DECIMAL(18,2): 12.34'],
  ['JPY', 'BIGINT: 1', 'DECIMAL(18,2): 1234.00'],
  ['KWD', 'BIGINT: 1000', 'DECIMAL(18,2): 1.23'],
])('1234 minor units of %s', async (currency, units, amount) => {
  expect(await evaluated(minorUnitsOf(textOf(currency)))).toBe(units)
  expect(await evaluated(fromMinorUnits(raw('1234::bigint'), textOf(currency)))).toBe(amount)
})

test('minor units are exact past the reach of a double', async () => {
  expect(await evaluated(fromMinorUnits(raw('900719925474099'), textOf('EUR')))).toBe(
    'DECIMAL(18,2): 9007199254740.99',
  )
})

test('minor units a month are recurring values', async () => {
  const amount = raw('1234::bigint')
  expect(await evaluated(recurringFromMinorUnits(amount, textOf('EUR')))).toBe(
    'DECIMAL(28,8): 12.34000000',
  )
  expect(await evaluated(recurringFromMinorUnits(amount, textOf('KWD')))).toBe(
    'DECIMAL(28,8): 1.23400000',
  )
})

test.each([
  // 3 × 100.00 a year = 25 a month
  [3, 10_000, 'year', 1, '25.00000000'],
  // 100.00 a year = 8.333… a month
  [1, 10_000, 'year', 1, '8.33333333'],
  // 99.00 in three months = 33 a month
  [1, 9_900, 'month', 3, '33.00000000'],
  // 10.00 a week = 10 × 52 / 12 = 43.333… a month
  [1, 1_000, 'week', 1, '43.33333333'],
  // 1.00 a day = 365 / 12 = 30.41666666… a month, rounded half up
  [1, 100, 'day', 1, '30.41666667'],
] as const)(
  '%i units of %i minor units a %s × %i',
  async (quantity, amount, interval, count, value) => {
    const price = {
      unitAmount: raw(`${amount}::bigint`),
      interval: raw(`'${interval}'`),
      intervalCount: raw(`${count}::bigint`),
      currency: textOf('EUR'),
    }
    expect(await evaluated(monthlyValue(raw(`${quantity}::bigint`), price))).toBe(
      `DECIMAL(28,8): ${value}`,
    )
  },
)

test('a price without an amount has no monthly value', async () => {
  const price = {
    unitAmount: raw('null::bigint'),
    interval: raw("'month'"),
    intervalCount: raw('1::bigint'),
    currency: textOf('EUR'),
  }
  expect(await evaluated(monthlyValue(raw('1::bigint'), price))).toBe('DECIMAL(28,8): null')
})

test('a rate into itself is one, and of two rates follows a third', async () => {
  expect(await evaluated(one)).toBe('DECIMAL(18,8): 1.00000000')
  const rateOf = (value: string) => raw(`${value}::decimal(18, 8)`)
  expect(await evaluated(quotient(rateOf('1.2'), rateOf('1')))).toBe('DECIMAL(18,8): 1.20000000')
  expect(await evaluated(quotient(rateOf('1.2'), rateOf('0.9')))).toBe('DECIMAL(18,8): 1.33333333')
})
