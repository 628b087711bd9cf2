/** The DuckDB that exports are loaded in: one for all that are loaded at the same time. */
import { join } from 'node:path'
import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api'
import { spillFolder } from '../stored.ts'

interface Workbench {
  readonly instance: Promise<DuckDBInstance>
  users: number
}

/** By warehouse folder; one stands while someone uses it, since opening one costs a small load. */
const workbenches = new Map<string, Workbench>()

/** Gives work a connection of its own, in UTC, whose temporary tables no one else sees. */
export async function withConnection<T>(
  warehouse: string,
  work: (connection: DuckDBConnection) => Promise<T>,
): Promise<T> {
  const workbench = workbenches.get(warehouse) ?? { instance: open(warehouse), users: 0 }
  workbenches.set(warehouse, workbench)
  workbench.users++
  try {
    const connection = await (await workbench.instance).connect()
    try {
      await connection.run("set timezone = 'UTC'")
      return await work(connection)
    } finally {
      connection.closeSync()
    }
  } finally {
    workbench.users--
    if (workbench.users === 0) {
      workbenches.delete(warehouse)
      ;(await workbench.instance).closeSync()
    }
  }
}

const open = (warehouse: string) =>
  DuckDBInstance.create(':memory:', {
    threads: '2',
    temp_directory: join(warehouse, spillFolder),
    autoinstall_known_extensions: 'false',
    autoload_known_extensions: 'false',
  })
