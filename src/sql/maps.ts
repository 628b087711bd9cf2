/** Maps by text, in SQL. */
import { type Expression, type RawBuilder, sql } from 'kysely'

type MapTo<V> = Expression<{ key: string; value: V }[] | null>

/** The keys of a map, one a row: in one select with `valuesOf`, key and value of an entry stand in one row. */
export const keysOf = (map: MapTo<unknown>): RawBuilder<string> => sql`unnest(map_keys(${map}))`

/** The values of a map, one a row. */
export const valuesOf = <V>(map: MapTo<V>): RawBuilder<V> => sql`unnest(map_values(${map}))`
