/** What is known of several values, in SQL. */
import { type Expression, type RawBuilder, sql } from 'kysely'

/** The first value that is not null. */
export const firstKnown = <T>(
  ...values: readonly [Expression<T | null>, ...Expression<T | null>[]]
): RawBuilder<T> => sql`coalesce(${sql.join(values)})`

/** Whether a value is not null. */
export const isKnown = (value: Expression<unknown>): RawBuilder<boolean> =>
  sql`(${value} is not null)`

/** Of a group, the value of the row that is first in an order; nulls are passed over. */
export const firstInOrder = <T>(
  value: Expression<T>,
  ...order: readonly [Expression<unknown>, ...Expression<unknown>[]]
): RawBuilder<T | null> =>
  sql`first(${value} order by ${sql.join(order)}) filter (where ${value} is not null)`

/** Whether something holds on most rows of the group, of those on which it is known. */
export const holdsForMost = (holds: Expression<boolean | null>): RawBuilder<boolean> =>
  sql`coalesce(avg(case ${holds} when true then 1 when false then 0 end) > 0.5, false)`

/** Of a group, the value of the earliest row that has one; of several at one instant, the least. */
export const earliest = <T>(value: Expression<T>, at: Expression<Date>): RawBuilder<T | null> =>
  sql`struct_extract(min(struct_pack(told_at := ${at}, told := ${value})) filter (where ${value} is not null), 'told')`
