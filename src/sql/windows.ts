/** Windows that count rows, in SQL: Kysely has no word for their frames. */
import { type Expression, type RawBuilder, sql } from 'kysely'
import type { Recurring } from '../columns.ts'

/** Which rows are in one series, and what orders them. A series has a row a month, without gaps. */
export interface Series {
  readonly of: readonly Expression<unknown>[]
  readonly by: Expression<unknown>
}

/** The value of the row that stands `count` rows earlier; null where there is none. */
export const rowsBefore = <T>(
  value: Expression<T>,
  count: number,
  { of, by }: Series,
): RawBuilder<T | null> =>
  sql`lag(${value}, ${sql.lit(count)}) over (partition by ${sql.join(of)} order by ${by})`

/** The sum of a recurring value over the last `count` rows, this one included. */
export const sumOfLast = (
  value: Expression<Recurring>,
  count: number,
  { of, by }: Series,
): RawBuilder<Recurring> =>
  sql`cast(sum(${value}) over (partition by ${sql.join(of)} order by ${by} rows between ${sql.lit(count - 1)} preceding and current row) as decimal(28, 8))`

/** The sum of a count over the last `count` rows, this one included or the ones before it. */
export const countOfLast = (
  value: Expression<number>,
  count: number,
  { of, by }: Series,
  until: 'this row' | 'the row before' = 'this row',
): RawBuilder<number> =>
  until === 'this row'
    ? sql`cast(sum(${value}) over (partition by ${sql.join(of)} order by ${by} rows between ${sql.lit(count - 1)} preceding and current row) as bigint)`
    : sql`cast(coalesce(sum(${value}) over (partition by ${sql.join(of)} order by ${by} rows between ${sql.lit(count)} preceding and 1 preceding), 0) as bigint)`

/** The sum of a recurring value over all rows of the series up to this one and its peers. */
export const runningTotal = <T extends string>(
  value: Expression<T>,
  { of, by }: Series,
): RawBuilder<T> =>
  sql`cast(sum(${value}) over (partition by ${sql.join(of)} order by ${by}) as decimal(28, 8))`
