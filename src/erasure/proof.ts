/** Looks into every file of a warehouse for addresses that must not be there. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { DuckDBConnection } from '@duckdb/node-api'
import { identifier, literal } from '../warehouse/quoting.ts'
import { fileList } from '../warehouse/view.ts'

/** A pattern of any of these addresses, in plain text and in links, as RE2 and JavaScript read it. */
export const patternOf = (addresses: Iterable<string>): string =>
  `(^|[^a-z0-9._%+-])(${[...addresses]
    .map((address) =>
      address
        .replaceAll(/[^a-z0-9@]/g, (sign) => (/[\x21-\x7e]/.test(sign) ? `\\${sign}` : sign))
        .replace('@', '(@|%40)'),
    )
    .join('|')})($|[^a-z0-9_-])`

/** The files, relative to the warehouse folder, that hold one of the addresses. */
export async function filesWith(
  connection: DuckDBConnection,
  warehouse: string,
  addresses: Iterable<string>,
): Promise<string[]> {
  const pattern = patternOf(addresses)
  const inText = new RegExp(pattern, 'i')
  const files = readdirSync(warehouse, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort()
  const found: string[] = []
  for (const path of files)
    if (await holds(connection, path, pattern, inText)) found.push(path.slice(warehouse.length + 1))
  return found
}

async function holds(
  connection: DuckDBConnection,
  path: string,
  pattern: string,
  inText: RegExp,
): Promise<boolean> {
  if (path.endsWith('.parquet'))
    return tableHolds(connection, `read_parquet(${fileList([path])})`, pattern)
  if (!path.endsWith('.duckdb')) return inText.test(readFileSync(path, 'utf8'))
  await connection.run(`attach ${literal(path)} as searched (read_only)`)
  try {
    const tables = await connection.runAndReadAll(
      `select table_name from duckdb_tables() where database_name = 'searched'`,
    )
    for (const { table_name } of tables.getRowObjectsJS())
      if (await tableHolds(connection, `searched.main.${identifier(String(table_name))}`, pattern))
        return true
    return false
  } finally {
    await connection.run('detach searched')
  }
}

/** Whether a table has an address in a column that holds text. */
async function tableHolds(connection: DuckDBConnection, table: string, pattern: string) {
  const described = await connection.runAndReadAll(`describe from ${table}`)
  const columns = described
    .getRowObjectsJS()
    .filter((column) => /VARCHAR|JSON/.test(String(column['column_type'])))
    .map((column) => `lower(cast(${identifier(String(column['column_name']))} as varchar))`)
  if (columns.length === 0) return false
  const isHit = columns.map(
    (cell) =>
      `(contains(replace(${cell}, '%40', '@'), '@') and regexp_matches(${cell}, ${literal(pattern)}))`,
  )
  const result = await connection.runAndReadAll(
    `select 1 from ${table} where ${isHit.join(' or ')} limit 1`,
  )
  return result.currentRowCount > 0
}
