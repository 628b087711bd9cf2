/**
 * Tables that are no file of their own: a query over files that never change. Raw tables are such,
 * over the loaded files of their exports; and tables without rows, over no file at all.
 */
import { join } from 'node:path'
import * as z from 'zod'
import { type AnyColumn, sqlTypeOf } from '../columns.ts'
import type { AnyTable } from '../table.ts'
import { identifier, literal } from './quoting.ts'

export const viewSchema = z.object({
  /** The query; `{name}` stands for a list of files. */
  sql: z.string(),
  /** The lists of files, relative to the warehouse folder. */
  files: z.record(z.string(), z.array(z.string())),
})
export type View = z.output<typeof viewSchema>

/** A table without rows. */
export function emptyView(table: AnyTable): View {
  const columns = Object.entries<AnyColumn>(table.columns).map(
    ([name, column]) => `cast(null as ${sqlTypeOf(column)}) as ${identifier(name)}`,
  )
  return { sql: `select ${columns.join(', ')} where false`, files: {} }
}

/** The view's query, over the files where they stand. */
export const sqlOf = ({ sql, files }: View, warehouse: string): string =>
  sql.replaceAll(/\{(\w+)\}/g, (placeholder, name: string) =>
    name in files ? fileList(files[name]!.map((file) => join(warehouse, file))) : placeholder,
  )

/** A list of files, for `read_parquet`. */
export const fileList = (paths: readonly string[]) =>
  `[${paths.map((path) => literal(withoutWildcards(path))).join(', ')}]`

/** A path in which nothing is a wildcard to DuckDB. */
const withoutWildcards = (path: string) => path.replaceAll(/[*?[]/g, (wildcard) => `[${wildcard}]`)

/** The files that a view reads, relative to the warehouse folder. */
export const filesOfView = ({ files }: View): string[] => Object.values(files).flat()
