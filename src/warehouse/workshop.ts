/**
 * Where tables are made: one DuckDB in memory that reads finished tables behind views, and writes
 * each new one to a file of its own.
 */
import { mkdirSync, rmSync, statSync } from 'node:fs'
import { totalmem } from 'node:os'
import { dirname, join } from 'node:path'
import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api'
import { Findings } from '../errors.ts'
import { compiledQueryOf } from '../lineage.ts'
import { audit, typeDrift } from './audit.ts'
import { moveDurably, unfinishedPath } from './diskio.ts'
import type { FileAccount } from './manifest.ts'
import { attachTable, identifier, literal, session } from './open.ts'
import { refusedAs } from './refusal.ts'
import type { Version } from './resolve.ts'
import { type StoredTable, spillFolder, tableFile, writeStored } from './stored.ts'
import { toDuckDB } from './values.ts'

/** What a load says of the rows that it wrote. */
export interface Loaded {
  readonly files: FileAccount[]
  readonly observedAt: Date | null
  readonly warnings: string[]
}

/** How many tables are made at once; DuckDB shares its threads among them. */
export const tablesAtOnce = 2

export class Workshop {
  readonly #warehouse: string
  readonly #instance: DuckDBInstance
  /** The tables that stand behind a view, by name. */
  readonly #shelf = new Map<string, Promise<void>>()

  private constructor(warehouse: string, instance: DuckDBInstance) {
    this.#warehouse = warehouse
    this.#instance = instance
  }

  static async open(warehouse: string): Promise<Workshop> {
    const instance = await DuckDBInstance.create(':memory:', {
      memory_limit: `${Math.floor((memory() * 0.6) / 2 ** 20)}MiB`,
      temp_directory: join(warehouse, spillFolder),
      autoinstall_known_extensions: 'false',
      autoload_known_extensions: 'false',
    })
    return new Workshop(warehouse, instance)
  }

  close() {
    this.#instance.closeSync()
  }

  /** Makes a table by its query, holds it to its promises and puts it in its place. */
  async build(version: Version): Promise<StoredTable> {
    return this.#finish(version, async (connection, path) => {
      for (const [name, fingerprint] of Object.entries(version.ingredients.upstream))
        await this.#fetch(name, fingerprint)
      await this.#write(connection, version, path)
      return undefined
    })
  }

  /** Holds a table that `load` writes to a file to its promises and puts it in its place. */
  async load(version: Version, load: (path: string) => Promise<Loaded>): Promise<StoredTable> {
    return this.#finish(version, (_, path) => load(path))
  }

  async #finish(
    { table, fingerprint, ingredients }: Version,
    write: (connection: DuckDBConnection, path: string) => Promise<Loaded | undefined>,
  ): Promise<StoredTable> {
    const started = performance.now()
    const path = join(this.#warehouse, tableFile(table.name, fingerprint))
    const unfinished = unfinishedPath(path)
    mkdirSync(dirname(path), { recursive: true })
    rmSync(unfinished, { force: true })
    const connection = await this.#connect()
    try {
      const loaded = await write(connection, unfinished)
      await attachTable(connection, table.name, unfinished)
      const drift = await typeDrift(connection, table, `from ${identifier(table.name)}`, [])
      if (drift.length > 0) throw new Findings(`${table.name} is not what it declares:`, drift)
      const { rows, audits, failures } = await audit(connection, table)
      if (failures.length > 0) throw new Findings(`${table.name} breaks its promises:`, failures)
      const stored: StoredTable = {
        ingredients,
        bytes: statSync(unfinished).size,
        rows,
        ms: Math.round(performance.now() - started),
        audits,
        files: loaded?.files ?? [],
        observed_at: loaded?.observedAt?.toISOString() ?? null,
        warnings: loaded?.warnings ?? [],
      }
      writeStored(this.#warehouse, table.name, fingerprint, stored)
      moveDurably(unfinished, path)
      this.#shelf.set(table.name, Promise.resolve())
      return stored
    } catch (error) {
      rmSync(unfinished, { force: true })
      rmSync(`${unfinished}.wal`, { force: true })
      throw error
    } finally {
      connection.closeSync()
    }
  }

  /** Writes the rows of a table that is made by a query, or by the run. */
  async #write(connection: DuckDBConnection, { table, ingredients }: Version, path: string) {
    const { sql, parameters } = compiledQueryOf(table) ?? {
      sql: `select cast(${literal(ingredients.data)} as timestamp) as as_of`,
      parameters: [],
    }
    const refused = `${table.name} cannot be built`
    const drift = await refusedAs(refused, typeDrift(connection, table, sql, parameters))
    if (drift.length > 0) throw new Findings(`${table.name} is not what it declares:`, drift)
    const file = identifier(`new ${table.name}`)
    const columns = Object.keys(table.columns).map(identifier).join(', ')
    await connection.run(`attach ${literal(path)} as ${file}`)
    try {
      // In the order of the grain, so that equal builds answer alike where a query names no order.
      await refusedAs(
        refused,
        connection.run(
          `create table ${file}.main.${identifier(table.name)} as
             select ${columns} from (${sql}) order by ${table.grain.map(identifier).join(', ')}`,
          parameters.map(toDuckDB),
        ),
      )
      await connection.run(`checkpoint ${file}`)
    } finally {
      await connection.run(`detach ${file}`)
    }
  }

  /** Puts a finished table behind a view of its name, once. */
  #fetch(name: string, fingerprint: string): Promise<void> {
    const fetched = this.#shelf.get(name) ?? this.#attach(name, fingerprint)
    this.#shelf.set(name, fetched)
    return fetched
  }

  async #attach(name: string, fingerprint: string) {
    const connection = await this.#connect()
    try {
      await attachTable(connection, name, join(this.#warehouse, tableFile(name, fingerprint)))
    } finally {
      connection.closeSync()
    }
  }

  async #connect(): Promise<DuckDBConnection> {
    const connection = await this.#instance.connect()
    await connection.run(session.timeZone)
    await connection.run(session.optimizers)
    return connection
  }
}

/** The memory that this process may have, in bytes. */
function memory(): number {
  const allowed = process.constrainedMemory()
  return allowed > 0 ? Math.min(allowed, totalmem()) : totalmem()
}
