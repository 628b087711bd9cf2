/** Neighbouring rows, in SQL. */
import { type Expression, type RawBuilder, sql } from 'kysely'

interface Over {
  /** Rows of the same values belong together. */
  readonly by: readonly Expression<unknown>[]
  /** And stand in this order. */
  readonly order: readonly Expression<unknown>[]
}

const over = ({ by, order }: Over) =>
  by.length === 0
    ? sql`over (order by ${sql.join(order)})`
    : sql`over (partition by ${sql.join(by)} order by ${sql.join(order)})`

/** The value of the row before; null in the first row. */
export const previous = <T>(value: Expression<T>, rows: Over): RawBuilder<T | null> =>
  sql`lag(${value}) ${over(rows)}`

/** The value of the row after; null in the last row. */
export const following = <T>(value: Expression<T>, rows: Over): RawBuilder<T | null> =>
  sql`lead(${value}) ${over(rows)}`

/** The place of the row, from 1. */
export const place = (rows: Over): RawBuilder<number> => sql`row_number() ${over(rows)}`

/** The last value up to this row that is not null. */
export const carried = <T>(value: Expression<T>, rows: Over): RawBuilder<T> =>
  sql`last_value(${value} ignore nulls) ${over(rows)}`

/** The last value up to this row that is not null; where there is none yet, the first one after it. */
export const carriedBothWays = <T>(value: Expression<T>, rows: Over): RawBuilder<T> =>
  sql`coalesce(${carried(value, rows)}, first_value(${value} ignore nulls) over (partition by ${sql.join(rows.by)}
    order by ${sql.join(rows.order)} rows between unbounded preceding and unbounded following))`

/** Whether the row differs from the one before it in any of the values; true in the first row. */
export const isChange = (values: readonly Expression<unknown>[], rows: Over): RawBuilder<boolean> =>
  sql`row(${sql.join(values)}) is distinct from lag(row(${sql.join(values)})) ${over(rows)}`

/** The last value up to this row that is not null; `nothing` before the first one, null where there is none at all. */
export const carriedFrom = <T>(
  value: Expression<T>,
  nothing: Expression<T>,
  rows: Over,
): RawBuilder<T> =>
  sql`case when ${carriedBothWays(value, rows)} is not null
    then coalesce(${carried(value, rows)}, ${nothing}) end`

/** The greatest value of all rows that belong together; nulls are passed over. */
export const greatestAmong = <T>(value: Expression<T>, { by }: Pick<Over, 'by'>): RawBuilder<T> =>
  sql`max(${value}) over (partition by ${sql.join(by)})`
