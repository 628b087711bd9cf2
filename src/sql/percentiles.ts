/** Percentiles, in SQL. */
import { type Expression, type RawBuilder, sql } from 'kysely'

/** Of a group, the least value that a share of the values do not exceed; null where there is none. */
export const percentile = <T extends number | null>(
  value: Expression<T>,
  share: number,
): RawBuilder<number | null> => sql`quantile_disc(${value}, ${sql.lit(share)})`
