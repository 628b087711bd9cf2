/** For tests of single transforms: hand a transform its inputs, read what it makes of them. */
import { type Kysely, sql } from 'kysely'
import type * as z from 'zod'
import type { Columns, RowOf } from './columns.ts'
import { sqlTypeOf } from './columns.ts'
import type { AnyTable, Table } from './table.ts'

// biome-ignore lint/complexity/noBannedTypes: Kysely's word for a database without named tables
export type TestDatabase = Kysely<{}>

/** A row as a test writes it: the columns that matter, and money and days as plain strings. */
export type Given<C extends Columns> = { [K in keyof C]?: Plain<RowOf<C>[K]> }
type Plain<T> = T extends z.$brand ? string : T

/** Creates a table with its columns and no rows: all that DuckDB needs to check a query over it. */
export async function createEmpty(db: TestDatabase, table: AnyTable): Promise<void> {
  const columns = Object.entries<AnyTable['columns'][string]>(table.columns).map(
    ([name, column]) => sql`${sql.id(name)} ${sql.raw(sqlTypeOf(column))}`,
  )
  await sql`create or replace table ${sql.table(table.name)} (${sql.join(columns)})`.execute(db)
}

/** Fills a table with rows; columns that a row leaves out are null, or what the loader fills in. */
export async function given<C extends Columns>(
  db: TestDatabase,
  table: Table<C>,
  rows: readonly Given<C>[],
): Promise<void> {
  await createEmpty(db, table)
  const automatic = 'contract' in table.source ? { source_instance: '', is_gone: false } : undefined
  for (const given of rows) {
    const row = { ...automatic, ...given }
    const names = Object.keys(row)
    await sql`insert into ${sql.table(table.name)} (${sql.join(names.map((name) => sql.id(name)))})
      values (${sql.join(Object.values(row))})`.execute(db)
  }
}

/** The rows that a table's query makes of what was given. */
export async function rowsOf<C extends Columns>(
  db: TestDatabase,
  table: Table<C>,
): Promise<RowOf<C>[]> {
  if (!('query' in table.source))
    throw new TypeError(`${table.name} is loaded from files; only a query has rows to test.`)
  return (await sql<RowOf<C>>`from (${table.source.query(db)})`.execute(db)).rows
}
