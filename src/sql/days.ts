/** Days that are instants, and instants that are days, in SQL: without a time zone. */
import { type Expression, type RawBuilder, sql } from 'kysely'
import type { Day } from '../columns.ts'

/** The instant that a day without a time stands for: its midnight. */
export const midnightOf = <T extends Day | null>(
  day: Expression<T>,
): RawBuilder<Date | Extract<T, null>> => sql`cast(${day} as timestamp)`

/** The day of an instant that stands for a day, such as the date of a file. */
export const writtenDayOf = <T extends Date | null>(
  at: Expression<T>,
): RawBuilder<Day | Extract<T, null>> => sql`cast(${at} as date)`

/** A number of microseconds later: so that what happened on one day has an order. */
export const microsecondsLater = (
  at: Expression<Date>,
  count: Expression<number>,
): RawBuilder<Date> => sql`${at} + to_microseconds(${count})`

/** How many days lie between a day and a later one; negative where it is earlier. */
export const daysSince = <A extends Day | null, B extends Day | null>(
  day: Expression<A>,
  until: Expression<B>,
): RawBuilder<number | Extract<A | B, null>> => sql`cast(${until} - ${day} as bigint)`
