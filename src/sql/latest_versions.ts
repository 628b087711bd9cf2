/** The latest version of each row of a raw table that keeps versions, in SQL. */
import { type RawBuilder, sql } from 'kysely'
import type { Columns, RowOf } from '../columns.ts'
import type { AnyTable, Db, Table } from '../table.ts'

/**
 * Of each key the row with the latest `version_at`.
 *
 * @example db.selectFrom(latestOf(db, rawHubspotDeals).as('deal'))
 */
export function latestOf<C extends Columns>(db: Db, table: Table<C>): RawBuilder<RowOf<C>> {
  const { grain, as }: AnyTable = table
  const key = grain.filter((name) => name !== 'version_at')
  const columns = (of: string, names: readonly string[]) =>
    sql.join(names.map((name) => sql.ref(`${of}.${name}`)))
  const newest = sql`select ${columns('other', key)}, max(${sql.ref('other.version_at')})
    from ${as('other')} group by all`
  const rows = db
    .selectFrom(as('version'))
    .selectAll('version')
    .where(sql<boolean>`(${columns('version', [...key, 'version_at'])}) in (${newest})`)
  return sql`(${rows})`
}
