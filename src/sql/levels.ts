/** One thing that is told at several levels of detail: which level counts, in SQL. */
import { type Expression, type RawBuilder, sql } from 'kysely'

/** Whether a row is of the first level that its group has. */
export const isOfFirstLevel = (
  level: Expression<number>,
  by: readonly Expression<unknown>[],
): RawBuilder<boolean> => sql`${level} = min(${level}) over (partition by ${sql.join(by)})`

/** Whether a row has a value, or none of its group has. */
export const hasOrNoneHas = (
  value: Expression<unknown>,
  by: readonly Expression<unknown>[],
): RawBuilder<boolean> =>
  sql`(${value} is not null or count(${value}) over (partition by ${sql.join(by)}) = 0)`
