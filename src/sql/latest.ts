/** The latest of several values of a group, in SQL. */
import { type Expression, type RawBuilder, sql } from 'kysely'

/** The value of the row with the greatest `by`; nulls are passed over. */
export const latest = <T>(value: Expression<T>, by: Expression<unknown>): RawBuilder<T | null> =>
  sql`arg_max(${value}, ${by})`

/** The same over the rows on which something holds. */
export const latestWhere = <T>(
  value: Expression<T>,
  by: Expression<unknown>,
  holds: Expression<unknown>,
): RawBuilder<T | null> => sql`arg_max(${value}, ${by}) filter (where ${holds})`

/** The least value of the rows on which something holds; null where it holds on none. */
export const leastWhere = <T>(
  value: Expression<T>,
  holds: Expression<unknown>,
): RawBuilder<T | null> => sql`min(${value}) filter (where ${holds})`

/** Whether something holds on any row of the group. */
export const holdsForAny = (holds: Expression<unknown>): RawBuilder<boolean> =>
  sql`coalesce(bool_or(${holds}), false)`

/** The greatest value of the rows on which something holds; null where it holds on none. */
export const greatestWhere = <T>(
  value: Expression<T>,
  holds: Expression<unknown>,
): RawBuilder<T | null> => sql`max(${value}) filter (where ${holds})`
