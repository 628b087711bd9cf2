/** Days, months and versions in SQL, in whatever zone the process runs. */
import { describe, expect, test } from 'vitest'
import {
  calendarDays,
  calendarEnd,
  calendarStart,
  daysLater,
  endOfNextYear,
  fiscalQuarter,
  fiscalYear,
  monthIsOver,
  monthsLater,
  partOf,
  startOf,
  startOfFirstWhole,
} from '../../src/sql/calendar.ts'
import { secondsBetween, secondsLater, totalSecondsWhere } from '../../src/sql/duration.ts'
import { firstDayOfMonth, monthNumberOf } from '../../src/sql/months.ts'
import { atMoment, dateOf, dayOf, firstInstantOf } from '../../src/sql/time.ts'
import { beginningDay, beginningInstant, endDay, endInstant } from '../../src/sql/versions.ts'
import { evaluated, raw, rowsOf } from './fragments.ts'

const day = (text: string | null) => raw(text === null ? 'null::date' : `date '${text}'`)
const at = (text: string | null) => raw(text === null ? 'null::timestamp' : `timestamp '${text}'`)

describe('time', () => {
  test('an instant falls on its UTC day, by the default settings', async () => {
    expect(await evaluated(dayOf(at('2024-12-31 23:59:59.999')))).toBe('DATE: 2024-12-31')
    expect(await evaluated(dayOf(at(null)))).toBe('DATE: null')
  })

  test('seconds later, and earlier', async () => {
    expect(await evaluated(secondsLater(at('2024-12-31 23:59:59'), 1))).toBe(
      'TIMESTAMP: 2025-01-01T00:00:00.000Z',
    )
    expect(await evaluated(secondsLater(at('2024-12-31'), -1))).toBe(
      'TIMESTAMP: 2024-12-30T23:59:59.000Z',
    )
  })

  test('a date without a time is the day itself', async () => {
    expect(await evaluated(dateOf(at('2024-12-31 00:00:00')))).toBe('DATE: 2024-12-31')
    expect(await evaluated(dateOf(at('2024-12-31 23:59:59')))).toBe('DATE: 2024-12-31')
    expect(await evaluated(dateOf(at(null)))).toBe('DATE: null')
  })

  test('a date takes the time of what is known to have happened on it', async () => {
    const noon = at('2024-12-31 12:00:00')
    const moments = ['2024-12-31', '2024-12-30', '2024-12-31 08:00:00', null].map((written) =>
      evaluated(atMoment(at(written), noon)),
    )
    expect(await Promise.all(moments)).toEqual([
      'TIMESTAMP: 2024-12-31T12:00:00.000Z',
      'TIMESTAMP: 2024-12-30T00:00:00.000Z',
      'TIMESTAMP: 2024-12-31T08:00:00.000Z',
      'TIMESTAMP: null',
    ])
    expect(await evaluated(atMoment(at('2024-12-31'), at(null)))).toBe(
      'TIMESTAMP: 2024-12-31T00:00:00.000Z',
    )
  })

  test('a day begins at its midnight, by the default settings', async () => {
    expect(await evaluated(firstInstantOf(day('2024-12-31')))).toBe(
      'TIMESTAMP: 2024-12-31T00:00:00.000Z',
    )
    expect(await evaluated(firstInstantOf(day(null)))).toBe('TIMESTAMP: null')
  })

  test('the calendar has every day of its years, once', async () => {
    const days = await rowsOf(calendarDays)
    // 21 years from 2015 to 2035, of which 2016, 2020, 2024, 2028 and 2032 are leap years
    expect(days).toHaveLength(21 * 365 + 5)
    expect([days[0], days.at(-1)]).toEqual([{ day: '2015-01-01' }, { day: '2035-12-31' }])
    expect(await evaluated(calendarStart)).toBe('DATE: 2015-01-01')
    expect(await evaluated(calendarEnd)).toBe('DATE: 2035-12-31')
  })

  test.each([
    ['week', '2024-03-03', '2024-02-26'],
    ['month', '2024-02-29', '2024-02-01'],
    ['quarter', '2024-03-31', '2024-01-01'],
    ['year', '2024-12-31', '2024-01-01'],
  ] as const)('the %s of %s starts on %s', async (period, of, start) => {
    expect(await evaluated(startOf(period, day(of)))).toBe(`DATE: ${start}`)
  })

  test('parts of a day follow the ISO week where they are of a week', async () => {
    expect(await evaluated(partOf('year', day('2024-12-30')))).toBe('BIGINT: 2024')
    expect(await evaluated(partOf('isoyear', day('2024-12-30')))).toBe('BIGINT: 2025')
    expect(await evaluated(partOf('week', day('2024-12-30')))).toBe('BIGINT: 1')
  })

  test('days later cross months', async () => {
    expect(await evaluated(daysLater(day('2024-02-28'), 2))).toBe('DATE: 2024-03-01')
    expect(await evaluated(daysLater(day('2024-03-01'), -1))).toBe('DATE: 2024-02-29')
    expect(await evaluated(daysLater(day(null), 1))).toBe('DATE: null')
  })

  test('months later end with the month', async () => {
    expect(await evaluated(monthsLater(day('2023-11-30'), 3))).toBe('DATE: 2024-02-29')
    expect(await evaluated(monthsLater(day('2024-02-29'), 0))).toBe('DATE: 2024-02-29')
    expect(await evaluated(monthsLater(day(null), 1))).toBe('DATE: null')
  })

  test('a period that a day begins is whole from it on, else the next one is', async () => {
    expect(await evaluated(startOfFirstWhole('quarter', day('2024-01-01')))).toBe(
      'DATE: 2024-01-01',
    )
    expect(await evaluated(startOfFirstWhole('quarter', day('2024-01-02')))).toBe(
      'DATE: 2024-04-01',
    )
    expect(await evaluated(startOfFirstWhole('quarter', day('2024-12-01')))).toBe(
      'DATE: 2025-01-01',
    )
  })

  test('the fiscal year is the calendar year, by the default settings', async () => {
    expect(await evaluated(fiscalYear(day('2024-12-31')))).toBe('VARCHAR: FY2024')
    expect(await evaluated(fiscalQuarter(day('2024-12-31')))).toBe('VARCHAR: FY2024-Q4')
  })

  test('a month is over on the first day of the next', async () => {
    expect(await evaluated(monthIsOver(day('2024-02-01'), day('2024-02-29')))).toBe(
      'BOOLEAN: false',
    )
    expect(await evaluated(monthIsOver(day('2024-02-29'), day('2024-03-01')))).toBe('BOOLEAN: true')
  })

  test('the year after that of an instant ends on its last day', async () => {
    expect(await evaluated(endOfNextYear(at('2025-06-30 12:00:00')))).toBe('DATE: 2026-12-31')
  })

  test('months count through from year to year', async () => {
    expect(await evaluated(monthNumberOf(day('2024-12-31')))).toBe(`BIGINT: ${2024 * 12 + 12}`)
    expect(await evaluated(monthNumberOf(day('2025-01-01')))).toBe(`BIGINT: ${2024 * 12 + 13}`)
    expect(await evaluated(firstDayOfMonth(monthNumberOf(day('2024-12-31'))))).toBe(
      'DATE: 2024-12-01',
    )
    expect(await evaluated(firstDayOfMonth(monthNumberOf(day('2025-01-31'))))).toBe(
      'DATE: 2025-01-01',
    )
  })

  test('seconds between instants are whole, and missing where one is', async () => {
    const morning = at('2024-03-31 00:00:00')
    expect(await evaluated(secondsBetween(morning, at('2024-03-31 06:00:01')))).toBe(
      'BIGINT: 21601',
    )
    expect(await evaluated(secondsBetween(morning, at(null)))).toBe('BIGINT: null')
  })

  test('seconds add up where something holds, to zero where nothing does', async () => {
    const rows = '(values (5::bigint, true), (7, true), (11, false)) as row(seconds, holds)'
    const { seconds, holds } = { seconds: raw('seconds'), holds: raw('holds') }
    expect(await evaluated(totalSecondsWhere(seconds, holds), rows)).toBe('BIGINT: 12')
    expect(await evaluated(totalSecondsWhere(seconds, raw('false')), rows)).toBe('BIGINT: 0')
  })

  test('versions tile all of time', async () => {
    expect(await evaluated(beginningDay)).toBe('DATE: 1900-01-01')
    expect(await evaluated(endDay)).toBe('DATE: 9999-12-31')
    expect(await evaluated(beginningInstant)).toBe('TIMESTAMP: 1900-01-01T00:00:00.000Z')
    expect(await evaluated(endInstant)).toBe('TIMESTAMP: 9999-12-31T00:00:00.000Z')
  })
})
