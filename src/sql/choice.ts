/** Choices among listed values, in SQL. */
import { type Expression, type RawBuilder, sql } from 'kysely'

/** What a list of pairs gives for a value; `otherwise` for a value that is not listed, null for null. */
export const chosen = (
  value: Expression<string | null>,
  pairs: readonly (readonly [string, string])[],
  otherwise: Expression<string | null>,
): RawBuilder<string | null> =>
  sql`case ${sql.join(
    pairs.map(([key, result]) => sql`when ${value} = ${sql.lit(key)} then ${sql.lit(result)}`),
    sql` `,
  )} when ${value} is not null then ${otherwise} end`

/** Whether a value is one of those listed; false for null, and where none is listed. */
export const isOneOf = (
  value: Expression<string | null>,
  listed: readonly string[],
): RawBuilder<boolean> =>
  listed.length === 0
    ? sql`false`
    : sql`coalesce(${value} in (${sql.join(listed.map((item) => sql.lit(item)))}), false)`

/** Whether a value is the given one; null for null. */
export const isSame = (
  value: Expression<string | null>,
  given: string,
): RawBuilder<boolean | null> => sql`(${value} = ${sql.lit(given)})`

/** The place of a value in a list, from 1; null for one that is not listed. */
export const placeAmong = (
  value: Expression<string | null>,
  listed: readonly string[],
): RawBuilder<number | null> =>
  sql`nullif(list_position([${sql.join(listed.map((item) => sql.lit(item)))}], ${value}), 0)`
