/** Opens the tables of a build for reading: one view a table, and nothing else within reach. */
import { join } from 'node:path'
import type { DuckDBConnection, DuckDBInstance } from '@duckdb/node-api'
import { macros } from '../sql/macros.ts'
import { filesOfTable, type Manifest, type ManifestTable, type Memory } from './manifest.ts'
import { identifier, literal } from './quoting.ts'
import { mostRows, threadsFor } from './threads.ts'
import { sqlOf } from './view.ts'

/** What every connection that answers is set to. */
export const session = {
  // Instants are UTC everywhere; DuckDB would otherwise use the machine's zone.
  timeZone: "set timezone = 'UTC'",
  // Wrong sums on SQL of the kind that Cube makes for fan-out protection, in 1.5.5 and 1.5.6.
  optimizers: "set disabled_optimizers = 'common_subplan'",
}

export interface OpenOptions {
  /** As many as the largest table keeps busy, by default. */
  readonly threads?: number
  readonly memoryLimit?: string
  /** Whether what does not fit into the memory may go to disk; by default it may. */
  readonly spills?: boolean
}

/**
 * A read-only DuckDB over the tables of a build. External access is off after the tables are
 * attached, so no query can read another file, or write one.
 */
export async function openBuild(
  warehouse: string,
  tables: Pick<Manifest, 'tables'>['tables'],
  {
    threads = threadsFor(mostRows(Object.values(tables))),
    memoryLimit,
    spills = true,
  }: OpenOptions = {},
): Promise<DuckDBInstance> {
  // Only now: who needs but the names below shall not wait for DuckDB.
  const { DuckDBInstance } = await import('@duckdb/node-api')
  const instance = await DuckDBInstance.create(':memory:', {
    threads: String(threads),
    ...(memoryLimit === undefined ? {} : { memory_limit: memoryLimit }),
    ...(spills ? {} : { temp_directory: '' }),
    autoinstall_known_extensions: 'false',
    autoload_known_extensions: 'false',
  })
  try {
    const connection = await instance.connect()
    try {
      for (const [name, table] of Object.entries(tables)) {
        const stands = standsAt(warehouse, table)
        if (table.memory?.earlier.length)
          await attachRemembered(connection, name, stands, table.memory, warehouse)
        else await attachTable(connection, name, stands)
      }
      for (const macro of macros) await connection.run(macro)
      const read = Object.values(tables).filter(({ view }) => view)
      const allowed = read.flatMap(filesOfTable).map((file) => literal(join(warehouse, file)))
      if (allowed.length > 0)
        await connection.run(`set allowed_paths = [${[...new Set(allowed)].join(', ')}]`)
      await connection.run('set enable_external_access = false')
    } finally {
      connection.closeSync()
    }
    return instance
  } catch (error) {
    instance.closeSync()
    throw error
  }
}

/** A connection that answers: in UTC, without the optimizer that gives wrong sums. */
export async function connectReader(instance: DuckDBInstance): Promise<DuckDBConnection> {
  const connection = await instance.connect()
  await connection.run(session.timeZone)
  await connection.run(session.optimizers)
  return connection
}

/** How a table stands: in a file, or as a query over files. */
export type Stands = { readonly path: string } | { readonly query: string }

export const standsAt = (
  warehouse: string,
  { file, view }: Pick<ManifestTable, 'file' | 'view'>,
): Stands => (view ? { query: sqlOf(view, warehouse) } : { path: join(warehouse, file!) })

/** Puts a table behind a view of its name. */
export async function attachTable(connection: DuckDBConnection, name: string, table: Stands) {
  if ('query' in table) {
    await connection.run(`create view ${identifier(name)} as ${table.query}`)
    return
  }
  const rows = await attachFile(connection, name, `file of ${name}`, table.path)
  await connection.run(`create view ${identifier(name)} as ${rows}`)
}

/**
 * Puts a table together with what it said in builds published before behind one view. Code changes
 * over the years: a column that an earlier version lacks is null in its rows.
 */
async function attachRemembered(
  connection: DuckDBConnection,
  name: string,
  table: Stands,
  { column, earlier }: Memory,
  warehouse: string,
) {
  const own =
    'query' in table
      ? table.query
      : await attachFile(connection, name, `file of ${name}`, table.path)
  const versions: string[] = []
  for (const { day, file } of earlier) {
    const rows = await attachFile(connection, name, `${name} of ${day}`, join(warehouse, file))
    versions.push(`(${rows} where ${identifier(column)} is not null)`)
  }
  await connection.run(
    `create view ${identifier(name)} as ${[`(${own})`, ...versions].join(' union all by name ')}`,
  )
}

/** Attaches the file of a table, and gives the query for its rows. */
async function attachFile(
  connection: DuckDBConnection,
  name: string,
  as: string,
  path: string,
): Promise<string> {
  const catalog = identifier(as)
  await connection.run(`attach ${literal(path)} as ${catalog} (read_only)`)
  return `from ${catalog}.main.${identifier(name)}`
}

export { identifier, literal } from './quoting.ts'
