/** The calendar, in SQL. */
import { type Expression, type RawBuilder, sql } from 'kysely'
import type { Day } from '../columns.ts'
import { settings } from '../settings.ts'

/** The days that the calendar of the warehouse has: a table with the one column `day`. */
export const calendarDays: RawBuilder<{ day: Day }> = sql`(select cast(day as date) as day
    from range(timestamp '2015-01-01', timestamp '2036-01-01', interval 1 day) as days(day))`

/** The first day of the calendar. */
export const calendarStart: RawBuilder<Day> = sql`date '2015-01-01'`

/** The last day of the calendar. */
export const calendarEnd: RawBuilder<Day> = sql`date '2035-12-31'`

/** The first day of the week (Monday), month or quarter that a day belongs to. */
export const startOf = (
  period: 'week' | 'month' | 'quarter' | 'year',
  day: Expression<Day>,
): RawBuilder<Day> => sql`cast(date_trunc(${sql.lit(period)}, ${day}) as date)`

/** The last day of the year after that of an instant. */
export const endOfNextYear = (at: Expression<Date>): RawBuilder<Day> =>
  sql`make_date(cast(year(${at}) + 1 as bigint), 12, 31)`

/** The number of a part of a day. */
export const partOf = (
  part: 'year' | 'quarter' | 'month' | 'isoyear' | 'week',
  day: Expression<Day>,
): RawBuilder<number> => sql`cast(date_part(${sql.lit(part)}, ${day}) as bigint)`

/** A number of days later; negative for earlier. */
export const daysLater = <T extends Day | null>(day: Expression<T>, days: number): RawBuilder<T> =>
  sql`cast(${day} + ${sql.lit(days)} as date)`

/** The same day some months later, or that month’s last day where it has none. */
export const monthsLater = <T extends Day | null>(
  day: Expression<T>,
  months: number,
): RawBuilder<T> => sql`cast(${day} + to_months(${sql.lit(months)}) as date)`

/** The first day of the first period that does not begin before a day. */
export const startOfFirstWhole = (
  period: 'month' | 'quarter' | 'year',
  day: Expression<Day>,
): RawBuilder<Day> =>
  sql`cast(date_trunc(${sql.lit(period)}, ${day} - 1) + interval 1 ${sql.raw(period)} as date)`

/** A day, moved so that the fiscal year that it is in becomes the calendar year: named by its last month's year. */
const fiscal = (day: Expression<Day>) =>
  sql`(${day} + to_months(${sql.lit((13 - settings.fiscalYearStart) % 12)}))`

/** The fiscal year of a day, named by the year that it ends in: `FY2024`. */
export const fiscalYear = (day: Expression<Day>): RawBuilder<string> =>
  sql`'FY' || year(${fiscal(day)})`

/** The fiscal quarter of a day: `FY2024-Q1`. */
export const fiscalQuarter = (day: Expression<Day>): RawBuilder<string> =>
  sql`'FY' || year(${fiscal(day)}) || '-Q' || quarter(${fiscal(day)})`

/** Whether the month of a day lies wholly before an instant, by the reporting time zone. */
export const monthIsOver = (day: Expression<Day>, on: Expression<Day>): RawBuilder<boolean> =>
  sql`date_trunc('month', ${day}) < date_trunc('month', ${on})`
