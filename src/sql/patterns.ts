/** Patterns that text is held to, in SQL. */
import { type Expression, type RawBuilder, sql } from 'kysely'

/** Whether a regular expression is found in a text, whatever its case; false for null. */
export const matchesPattern = (
  value: Expression<string | null>,
  pattern: string,
): RawBuilder<boolean> => sql`coalesce(regexp_matches(lower(${value}), ${sql.lit(pattern)}), false)`
