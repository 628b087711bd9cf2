/** True and false, in SQL. */
import { type Expression, type RawBuilder, sql } from 'kysely'

/** Whether any of several flags is true; null counts as false. */
export const anyTrue = (...flags: readonly Expression<boolean | null>[]): RawBuilder<boolean> =>
  sql`(${sql.join(
    flags.map((flag) => sql`coalesce(${flag}, false)`),
    sql` or `,
  )})`
