/** Figures in the words of each language, and what of them a file takes along. */
import { describe, expect, test } from 'vitest'
import { directionOf, formatChange, formatDifference } from '../../../web/src/format/changes.ts'
import { csvLines } from '../../../web/src/format/csv.ts'
import { formatPeriod, formatTime } from '../../../web/src/format/dates.ts'
import { figure, formatValue, scaled } from '../../../web/src/format/values.ts'

const formats = (locale: string) => ({
  locale,
  currency: 'EUR',
  perDay: (amount: string) => `${amount}/day`,
})
/** Languages write blanks of several widths. */
const plain = (text: string | undefined) => text?.replaceAll(/[\u00a0\u202f]/g, ' ')
const value = (of: number | null, unit: string, locale = 'en', compact = false) =>
  plain(formatValue(of, unit, formats(locale), { compact }))

describe('a figure', () => {
  test('is written as its unit and language want', () => {
    expect(value(1234.5, 'currency')).toBe('€1,235')
    expect(value(12.5, 'currency')).toBe('€12.50')
    expect(value(1234567, 'currency', 'de')).toBe('1.234.567 €')
    expect(value(0.4567, 'percent')).toBe('45.7%')
    expect(value(0.4567, 'percent', 'fi')).toBe('45,7 %')
    expect(value(3, 'days')).toBe('3 days')
    expect(value(1666.67, 'currency_per_day')).toBe('€1,667/day')
  })

  test('that rounds to nothing has no sign', () => {
    expect(value(-0.004, 'currency')).toBe('€0.00')
    expect(value(-0.3, 'currency', 'en', true)).toBe('€0')
    expect(value(-0, 'count')).toBe('0')
    expect(value(-0.0001, 'percent', 'de')).toBe('0 %')
    expect(value(-12, 'currency', 'en', true)).toBe('-€12')
  })

  test('is short where there is little room', () => {
    expect(value(5_171_474, 'currency', 'en', true)).toBe('€5.2M')
    expect(value(5_171_474, 'currency', 'de', true)).toBe('5,2 Mio. €')
    expect(value(5_171_474, 'currency', 'ja', true)).toBe('€517.1万')
  })

  test('has no digits behind the point where thousands have no short word', () => {
    expect(value(163_715.36, 'currency', 'de', true)).toBe('163.715 €')
  })

  test('that is missing is a dash, and zero is not missing', () => {
    expect(value(null, 'currency')).toBe('–')
    expect(value(0, 'count')).toBe('0')
    expect(figure('')).toBeNull()
    expect(figure('0')).toBe(0)
  })

  test('of minutes is read as hours or days where it is long', () => {
    expect(scaled(90, 'minutes')).toEqual({ unit: 'minutes', by: 1 })
    expect(scaled(300, 'minutes')).toEqual({ unit: 'hours', by: 1 / 60 })
    expect(value(5760, 'minutes', 'en', true)).toBe('4 days')
  })
})

describe('a change', () => {
  const change = (now: number | null, before: number | null, unit: string) =>
    plain(formatChange(now, before, unit, formats('en'), (points) => `${points} pts`))

  test('of a share is in points, of all else relative', () => {
    expect(change(0.42, 0.4, 'percent')).toBe('+2 pts')
    expect(change(120, 100, 'currency')).toBe('+20%')
    expect(change(99, 100, 'count')).toBe('-1%')
  })

  test('from below zero goes by what was there', () => {
    expect(change(50, -100, 'currency')).toBe('+150%')
  })

  test('from nothing or from the unknown is none', () => {
    expect(change(5, 0, 'count')).toBeUndefined()
    expect(change(5, null, 'count')).toBeUndefined()
  })
})

test('a difference has its sign: of a share in points, of all else in its unit', () => {
  const difference = (value: number | null, unit: string) =>
    plain(formatDifference(value, unit, formats('en'), (points) => `${points} pts`))
  expect(difference(1234.4, 'currency')).toBe('+€1,234')
  expect(difference(-5, 'count')).toBe('-5')
  expect(difference(0.051, 'percent')).toBe('+5.1 pts')
  expect(difference(0, 'percent')).toBe('0 pts')
  expect(difference(null, 'percent')).toBe('–')
})

test('what rounds to nothing has not moved', () => {
  expect(directionOf(2, 1, '+100%')).toBe('up')
  expect(directionOf(1, 2, '-50%')).toBe('down')
  expect(directionOf(1_000_001, 1_000_000, '0%')).toBe('same')
})

test('a time is told as its period, or as its days', () => {
  expect(formatTime({ start: '2025-04-01', grain: 'quarter' }, 'en')).toBe('Q2 2025')
  const days = ['2025-04-01', '2025-04-11'] as const
  expect(formatTime({ start: '2025-04-01', days }, 'en')).toBe('Apr 1, 2025 – Apr 11, 2025')
})

test('periods have names', () => {
  expect(formatPeriod('2025-04-01', 'quarter', 'en')).toBe('Q2 2025')
  expect(formatPeriod('2025-04-01', 'month', 'de')).toBe('Apr. 2025')
  expect(formatPeriod('2025-12-29', 'week', 'en')).toBe('W1 Dec 29, 2025')
})

test('a file keeps commas and quotes, and no cell of it is a formula', () => {
  expect(csvLines([['a,b', 'say "x"', -1.5, null, '=SUM(A1)']])).toBe(
    `"a,b","say ""x""",-1.5,,'=SUM(A1)`,
  )
})
