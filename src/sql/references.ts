/** Ids in files that refer to records of other systems, in SQL. */
import { type Expression, type RawBuilder, sql } from 'kysely'
import { sourceKey } from './text.ts'

/**
 * The scoped id of a record that a file of a system refers to. An id that says already of which
 * system it is, as `hubspot:12` or `hubspot.emea:12`, stays as it is.
 *
 * @param systems the names that are systems; another `x:12` is an id with a colon in it
 */
export const referenceKey = <T extends string | null>(
  system: string,
  systems: readonly string[],
  instance: Expression<string>,
  id: Expression<T>,
): RawBuilder<T> =>
  sql`case when regexp_matches(${id}, ${sql.lit(`^(${systems.join('|')})(\\.[^:]+)?:`)})
    then ${id} else ${sourceKey(system, instance, id)} end`

/** The scoped ids of a list that is written with semicolons; null for an empty one. */
export const sourceKeys = (
  system: string,
  instance: Expression<string>,
  ids: Expression<string | null>,
): RawBuilder<string | null> =>
  sql`nullif(array_to_string(list_transform(
    list_filter(list_transform(string_split(${ids}, ';'), lambda item: trim(item)), lambda item: item <> ''),
    lambda item: ${sourceKey(system, instance, sql`item`)}), ';'), '')`
