/** The names of a group as one text, in SQL. */
import { type Expression, type RawBuilder, sql } from 'kysely'

/** The different names of a group in alphabetical order: `Core, Reports`; null where there is none. */
export const listing = (name: Expression<string | null>): RawBuilder<string | null> =>
  sql`string_agg(distinct ${name}, ', ' order by ${name})`
