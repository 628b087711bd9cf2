/** How long something took, in SQL. */
import { type Expression, type RawBuilder, sql } from 'kysely'

/** The whole seconds from one instant to another; null where one is missing. */
export const secondsBetween = (
  from: Expression<Date | null>,
  to: Expression<Date | null>,
): RawBuilder<number | null> => sql`date_diff('second', ${from}, ${to})`

/** The sum of seconds over the rows on which something holds; 0 over no rows. */
export const totalSecondsWhere = (
  seconds: Expression<number | null>,
  holds: Expression<unknown>,
): RawBuilder<number> => sql`cast(coalesce(sum(${seconds}) filter (where ${holds}), 0) as bigint)`

/** The minutes from one instant to another; null where one is missing, or the second is earlier. */
export const minutesBetween = (
  from: Expression<Date | null>,
  to: Expression<Date | null>,
): RawBuilder<number | null> =>
  sql`case when ${to} >= ${from} then date_diff('second', ${from}, ${to}) / 60 end`

/** A number of minutes after an instant, fractions included; null where either is missing. */
export const minutesLater = (
  at: Expression<Date>,
  minutes: Expression<number | null>,
): RawBuilder<Date | null> =>
  sql`${at} + to_microseconds(cast(round(${minutes} * 60000000) as bigint))`

/** Minutes as hours. */
export const hoursOf = <T extends number | null>(minutes: Expression<T>): RawBuilder<T> =>
  sql`${minutes} / 60`

/** A number of seconds after an instant. */
export const secondsLater = (at: Expression<Date>, seconds: number): RawBuilder<Date> =>
  sql`${at} + to_seconds(${sql.lit(seconds)})`
