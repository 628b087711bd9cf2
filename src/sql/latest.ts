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

/** The value of the first row, in an order, whose value is not null; null where there is none. */
export const firstKnown = <T>(
  value: Expression<T>,
  order: readonly Expression<unknown>[],
): RawBuilder<T | null> =>
  sql`first(${value} order by ${sql.join(order)}) filter (where ${value} is not null)`

/** The greatest first, in the order of `firstKnown`; nulls last. */
export const descending = (value: Expression<unknown>): RawBuilder<unknown> =>
  sql`${value} desc nulls last`

/** Whether something holds on any row of the group. */
export const holdsForAny = (holds: Expression<unknown>): RawBuilder<boolean> =>
  sql`coalesce(bool_or(${holds}), false)`

/** The greatest value of the rows on which something holds; null where it holds on none. */
export const greatestWhere = <T>(
  value: Expression<T>,
  holds: Expression<unknown>,
): RawBuilder<T | null> => sql`max(${value}) filter (where ${holds})`

/** How many rows of the group something holds on. */
export const countWhere = (holds: Expression<unknown>): RawBuilder<number> =>
  sql`count(*) filter (where ${holds})`

/** For `latest`: rows by instant, those of one instant by a key. */
export const byInstant = (at: Expression<Date>, key: Expression<string>): RawBuilder<unknown> =>
  sql`struct_pack(happened_at := ${at}, happened := ${key})`
