/** Where exports are loaded: a DuckDB for all that are loaded at the same time, and one for the small. */
import { join } from 'node:path'
import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api'
import { spillFolder } from '../stored.ts'

interface Workbench {
  readonly instance: Promise<DuckDBInstance>
  users: number
}

/**
 * By warehouse folder and number of threads; one stands while someone uses it, since opening one
 * costs a small load.
 */
const workbenches = new Map<string, Workbench>()

/**
 * Gives work a connection of its own, in UTC, whose temporary tables no one else sees.
 *
 * @param threads how many read for one query; with one, small queries side by side do best, since
 *   each thread makes ready for a query before it knows whether there is anything for it to do
 */
export async function withConnection<T>(
  warehouse: string,
  work: (connection: DuckDBConnection) => Promise<T>,
  threads = 2,
): Promise<T> {
  const key = `${warehouse} ${threads}`
  const workbench = workbenches.get(key) ?? { instance: open(warehouse, threads), users: 0 }
  workbenches.set(key, workbench)
  workbench.users++
  try {
    const connection = await (await workbench.instance).connect()
    try {
      return await work(connection)
    } finally {
      connection.closeSync()
    }
  } finally {
    workbench.users--
    if (workbench.users === 0) {
      workbenches.delete(key)
      ;(await workbench.instance).closeSync()
    }
  }
}

async function open(warehouse: string, threads: number): Promise<DuckDBInstance> {
  const instance = await DuckDBInstance.create(':memory:', {
    threads: String(threads),
    temp_directory: join(warehouse, spillFolder),
    autoinstall_known_extensions: 'false',
    autoload_known_extensions: 'false',
  })
  const connection = await instance.connect()
  await connection.run("set global timezone = 'UTC'")
  // It makes a join of a list of spellings, which of a few rows costs more than it saves.
  await connection.run("set global disabled_optimizers = 'in_clause'")
  connection.closeSync()
  return instance
}
