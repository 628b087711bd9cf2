/** Periods, and which part of one is compared with which. */
import { describe, expect, test } from 'vitest'
import {
  addMonths,
  defaultRange,
  endOf,
  isRunning,
  periodsIn,
  shift,
  startOf,
  toDate,
  yearBefore,
} from '../../../web/src/model/periods.ts'

test('a period begins on its first day, a week on Monday', () => {
  expect(startOf('week', '2025-06-01')).toBe('2025-05-26')
  expect(startOf('month', '2025-06-30')).toBe('2025-06-01')
  expect(startOf('quarter', '2025-06-30')).toBe('2025-04-01')
  expect(startOf('year', '2025-06-30')).toBe('2025-01-01')
})

test('a period ends on its last day, in leap years too', () => {
  expect(endOf('month', '2024-02-10')).toBe('2024-02-29')
  expect(endOf('quarter', '2025-02-10')).toBe('2025-03-31')
  expect(endOf('week', '2025-12-31')).toBe('2026-01-04')
})

test('a day that another month does not have is its last one', () => {
  expect(addMonths('2025-03-31', -1)).toBe('2025-02-28')
  expect(shift('quarter', '2025-01-01', -1)).toBe('2024-10-01')
})

test('the year before a week is 52 weeks before, so that it begins on a Monday', () => {
  expect(yearBefore('week', '2025-06-02')).toBe('2024-06-03')
  expect(yearBefore('month', '2024-02-01')).toBe('2023-02-01')
})

test('a range has the periods that it touches', () => {
  expect(periodsIn('month', '2025-01-15', '2025-03-01')).toEqual([
    '2025-01-01',
    '2025-02-01',
    '2025-03-01',
  ])
})

describe('the running period', () => {
  test('runs until data reaches beyond its last day', () => {
    expect(isRunning('month', '2025-12-01', '2025-12-31T23:00:00.000Z')).toBe(true)
    expect(isRunning('month', '2025-12-01', '2026-01-01T00:00:00.000Z')).toBe(false)
  })

  test('is compared with as many days of another', () => {
    const asOf = '2025-03-11T08:00:00.000Z'
    expect(toDate('month', '2025-02-01', '2025-03-01', asOf)).toEqual(['2025-02-01', '2025-02-11'])
    expect(toDate('quarter', '2024-10-01', '2025-01-01', asOf)).toEqual([
      '2024-10-01',
      '2024-12-09',
    ])
  })

  test('is compared with all of a shorter one', () => {
    expect(toDate('month', '2025-02-01', '2025-03-01', '2025-03-31T00:00:00.000Z')).toEqual([
      '2025-02-01',
      '2025-02-28',
    ])
  })
})

test('by default the running month and the twelve before are shown', () => {
  expect(defaultRange('month', '2025-12-31T23:00:00.000Z')).toEqual(['2024-12-01', '2025-12-31'])
})
