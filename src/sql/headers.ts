/** Headers of exports that name a record, in SQL. */
import { type Expression, type RawBuilder, sql } from 'kysely'

/** An id as HubSpot writes it into the name of a property: lower case, all but letters and digits as `_`. */
export const headerOf = (id: Expression<string>): RawBuilder<string> =>
  sql`regexp_replace(lower(${id}), '[^a-z0-9]', '_', 'g')`
