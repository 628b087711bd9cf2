/** Maps of text by text, in SQL. */
import { type Expression, type RawBuilder, sql } from 'kysely'

type TextMap = Expression<{ key: string; value: string }[]>

/** The keys of a map, one a row: in one select with `valuesOf`, key and value of an entry stand in one row. */
export const keysOf = (map: TextMap): RawBuilder<string> => sql`unnest(map_keys(${map}))`

/** The values of a map, one a row. */
export const valuesOf = (map: TextMap): RawBuilder<string> => sql`unnest(map_values(${map}))`
