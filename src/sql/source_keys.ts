/** Lists of the ids of a source's records, in SQL. */
import { type Expression, type RawBuilder, sql } from 'kysely'
import { sourceKey } from './text.ts'

/**
 * The ids of a list that is written as text, each one of its kind over all systems, sorted and
 * each once: `hubspot:1;hubspot:2`; null where there is none.
 */
export const sourceKeys = (
  system: string,
  instance: Expression<string>,
  list: Expression<string | null>,
): RawBuilder<string | null> =>
  sql`nullif(array_to_string(list_transform(list_sort(list_distinct(list_filter(list_transform(
    string_split(${list}, ';'), lambda item: trim(item)), lambda item: item <> ''))),
    lambda item: ${sourceKey(system, instance, sql<string>`item`)}), ';'), '')`

/** Lists that are written as text, put together; null where all are null or empty. */
export const combined = (
  ...lists: readonly Expression<string | null>[]
): RawBuilder<string | null> => sql`nullif(concat_ws(';', ${sql.join(lists)}), '')`

/** The different ids of a group as a list. */
export const idsOf = (id: Expression<string | null>): RawBuilder<string | null> =>
  sql`string_agg(distinct ${id}, ';' order by ${id})`

/**
 * The id of another system's record that a system holds: `hubspot:12`; null for null. Of an
 * instance of the other system it says so itself: `emea:12` becomes `hubspot.emea:12`.
 */
export const linkedKey = (
  system: string,
  id: Expression<string | null>,
): RawBuilder<string | null> =>
  sql`cast(${sql.lit(system)} || case when contains(${id}, ':') then '.' else ':' end || nullif(trim(${id}), '') as varchar)`

/** A list of ids without the instants behind them: `12:1612345678901;13:…` becomes `12;13`. */
export const withoutInstants = (list: Expression<string | null>): RawBuilder<string | null> =>
  sql`regexp_replace(${list}, ':[0-9]+', '', 'g')`

/** A list whose items stand behind blanks, commas or semicolons, with semicolons. */
export const bySemicolon = (list: Expression<string | null>): RawBuilder<string | null> =>
  sql`regexp_replace(trim(${list}), '[ ,;]+', ';', 'g')`
