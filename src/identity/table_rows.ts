/** Tables as expressions, and SQL as the rows of a table: between the typed tables and the SQL of identity. */
import { type RawBuilder, sql } from 'kysely'
import type { Columns, RowOf } from '../columns.ts'
import type { AnyTable } from '../table.ts'

/** A table in SQL; lineage sees it. */
export const at = ({ name }: AnyTable): RawBuilder<unknown> => sql.table(name)

/** SQL as rows of columns, in their types: the build holds it to them. */
export const rowsOf = <C extends Columns>(
  columns: C,
  rows: RawBuilder<unknown>,
): RawBuilder<RowOf<C>> =>
  sql<RowOf<C>>`select ${sql.join(Object.keys(columns).map((name) => sql.id(name)))} from ${rows}`
