/** Days and instants, in SQL. */
import { type Expression, type RawBuilder, sql } from 'kysely'
import type { Day } from '../columns.ts'
import { settings } from '../settings.ts'

/** The calendar day of an instant in the reporting time zone, whatever the zone of the session. */
export const dayOf = <T extends Date | null>(
  at: Expression<T>,
): RawBuilder<Day | Extract<T, null>> =>
  settings.reportingTimeZone === 'UTC'
    ? sql`cast(${at} as date)`
    : sql`cast(timezone(${sql.lit(settings.reportingTimeZone)}, timezone('UTC', ${at})) as date)`

/**
 * The calendar day of an instant that may be a date without a time, which stands as its midnight:
 * such a date is the day itself, in whatever zone we report.
 */
export const dateOf = <T extends Date | null>(
  at: Expression<T>,
): RawBuilder<Day | Extract<T, null>> =>
  sql`case when ${isDate(at)} then cast(${at} as date) else ${dayOf(at)} end`

/** A date without a time as the moment that is known within it; anything else as it is. */
export const atMoment = <T extends Date | null>(
  at: Expression<T>,
  moment: Expression<Date | null>,
): RawBuilder<T> =>
  sql`case when ${isDate(at)} and cast(${at} as date) = ${dayOf(moment)} then ${moment} else ${at} end`

const isDate = (at: Expression<Date | null>) => sql`${at} = date_trunc('day', ${at})`

/** The first instant of a day in the reporting time zone: what is true of the day before holds until then. */
export const firstInstantOf = <T extends Day | null>(
  day: Expression<T>,
): RawBuilder<Date | Extract<T, null>> =>
  settings.reportingTimeZone === 'UTC'
    ? sql`cast(${day} as timestamp)`
    : sql`timezone('UTC', timezone(${sql.lit(settings.reportingTimeZone)}, cast(${day} as timestamp)))`
