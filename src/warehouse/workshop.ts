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
import type { AnyTable } from '../table.ts'
import { audit, auditedWithoutRows, typeDrift } from './audit.ts'
import { moveDurably, unfinishedPath } from './diskio.ts'
import type { LoadReport } from './load/load_export.ts'
import { attachTable, identifier, literal, session, standsAt } from './open.ts'
import { refusedAs } from './refusal.ts'
import type { Version, Versions } from './resolve.ts'
import type { RunContent } from './run_content.ts'
import { type StoredTable, spillFolder, tableFile, writeStored } from './stored.ts'
import { threadsFor } from './threads.ts'
import { toDuckDB } from './values.ts'
import { emptyView, filesOfView, sqlOf, type View } from './view.ts'

/** A table that was made: in a file under an unfinished name, or as a view over files that stand. */
interface Written {
  readonly view?: View
  /** The rows that have to be held to the promises, where not all; and how many there are in all. */
  readonly added?: View | undefined
  readonly rows?: number
  /** What else is noted of it. */
  readonly noted?: Partial<StoredTable>
}

/** A query whose rows make a table. */
interface Query {
  readonly table: AnyTable
  readonly sql: string
  readonly parameters: readonly unknown[]
  /** The file to write. */
  readonly path: string
  /** Whether nothing that it reads has rows: then it mostly has none either. */
  readonly isOfNothing: boolean
}

/**
 * How many tables are made at once; DuckDB shares its threads among them. More than there are
 * processors, since each waits for the disk while it is synced.
 */
export const tablesAtOnce = 4

/**
 * The layout of the files. By default DuckDB writes one that releases of years ago read too, for
 * which it tries older compressions on every text as well: that takes twice the time.
 */
const storageVersion = 'v1.4.0'

export class Workshop {
  readonly #warehouse: string
  readonly #instance: DuckDBInstance
  /** The tables that stand behind a view, by name. */
  readonly #shelf = new Map<string, Promise<void>>()
  /** The names of those that have no rows. */
  readonly #empty = new Set<string>()

  private constructor(warehouse: string, instance: DuckDBInstance) {
    this.#warehouse = warehouse
    this.#instance = instance
  }

  static async open(warehouse: string): Promise<Workshop> {
    const instance = await DuckDBInstance.create(':memory:', {
      threads: '1',
      memory_limit: `${Math.floor((memory() * 0.6) / 2 ** 20)}MiB`,
      temp_directory: join(warehouse, spillFolder),
      autoinstall_known_extensions: 'false',
      autoload_known_extensions: 'false',
    })
    const connection = await instance.connect()
    try {
      await connection.run("set global timezone = 'UTC'")
      await connection.run(session.optimizers)
      // The loaded files behind raw tables never change, and are read again and again.
      await connection.run('set global parquet_metadata_cache = true')
    } finally {
      connection.closeSync()
    }
    return new Workshop(warehouse, instance)
  }

  close() {
    this.#instance.closeSync()
  }

  /** Lets as many threads work as tables of so many rows keep busy; one, until this is said. */
  async expect(rows: number): Promise<void> {
    const connection = await this.#instance.connect()
    await connection.run(`set threads = ${threadsFor(rows)}`)
    connection.closeSync()
  }

  /**
   * Makes a table by its query, holds it to its promises and puts it in its place.
   *
   * @param versions those that it reads are among them
   */
  async build(version: Version, versions: Versions): Promise<StoredTable> {
    const { table, ingredients } = version
    return this.#finish(version, async (connection, path) => {
      const upstream = Object.keys(ingredients.upstream)
      for (const name of upstream) await this.#fetch(versions.get(name)!)
      const isOfNothing = upstream.length > 0 && upstream.every((name) => this.#empty.has(name))
      const { sql, parameters } = compiledQueryOf(table)!
      return this.#write(connection, { table, sql, parameters, path, isOfNothing })
    })
  }

  /** Makes a table that the run itself fills. */
  async fill(version: Version, content: RunContent): Promise<StoredTable> {
    const { table } = version
    return this.#finish(version, async (connection, path) =>
      'view' in content
        ? content
        : this.#write(connection, { parameters: [], ...content, table, path, isOfNothing: false }),
    )
  }

  /** Holds the rows that a load lets stand to the promises of their table. */
  async load(version: Version, load: () => Promise<LoadReport>): Promise<StoredTable> {
    return this.#finish(version, async () => {
      const { view, added, rows, parts, quarantine, files, observedAt, warnings } = await load()
      return {
        view,
        added,
        rows,
        noted: {
          parts,
          ...(quarantine && { quarantine }),
          files,
          observed_at: observedAt?.toISOString() ?? null,
          warnings,
        },
      }
    })
  }

  async #finish(
    { table, fingerprint, ingredients }: Version,
    write: (connection: DuckDBConnection, path: string) => Promise<Written>,
  ): Promise<StoredTable> {
    const started = performance.now()
    const file = tableFile(table.name, fingerprint)
    const path = join(this.#warehouse, file)
    const unfinished = unfinishedPath(path)
    mkdirSync(dirname(path), { recursive: true })
    rmSync(unfinished, { force: true })
    const connection = await this.#instance.connect()
    try {
      const { view, added, rows, noted } = await write(connection, unfinished)
      const audited = await this.#audit(connection, table, { view, added, unfinished })
      const stored: StoredTable = {
        ingredients,
        bytes: view ? 0 : statSync(unfinished).size,
        ...(view && { view }),
        rows: rows ?? audited.rows,
        ms: Math.round(performance.now() - started),
        audits: audited.audits,
        files: [],
        observed_at: null,
        warnings: [],
        ...noted,
      }
      await writeStored(this.#warehouse, table.name, fingerprint, stored)
      if (!view) await moveDurably(unfinished, path)
      // Of what came anew only that stood here.
      if (!added) this.#shelf.set(table.name, Promise.resolve())
      if (stored.rows === 0) this.#empty.add(table.name)
      return stored
    } catch (error) {
      rmSync(unfinished, { force: true })
      rmSync(`${unfinished}.wal`, { force: true })
      throw error
    } finally {
      connection.closeSync()
    }
  }

  /**
   * Puts a table that was made behind a view of its name, and holds it to its promises. Of a table
   * to which rows came, only these, and only while they are held to them.
   */
  async #audit(
    connection: DuckDBConnection,
    table: AnyTable,
    { view, added, unfinished }: Pick<Written, 'view' | 'added'> & { unfinished: string },
  ) {
    const name = identifier(table.name)
    if (added) await connection.run(`create temp view ${name} as ${sqlOf(added, this.#warehouse)}`)
    else {
      const stands = view ? { query: sqlOf(view, this.#warehouse) } : { path: unfinished }
      await attachTable(connection, table.name, stands)
    }
    // What rows come to was what it declares, and a load of the same contract gives no other columns.
    if (!added) await refuseDrift(connection, table, `from ${name}`)
    const isEmpty = view && filesOfView(view).length === 0
    if (isEmpty && table.audits.length === 0) return auditedWithoutRows(table)
    const { failures, ...audited } = await audit(connection, table, added !== undefined)
    if (failures.length > 0) throw new Findings(`${table.name} breaks its promises:`, failures)
    return audited
  }

  /** Writes the rows of a query to a file; nowhere, where there are none since it reads none. */
  async #write(
    connection: DuckDBConnection,
    { table, sql, parameters, path, isOfNothing }: Query,
  ): Promise<Written> {
    const values = parameters.map(toDuckDB)
    const refused = `${table.name} cannot be built`
    if (isOfNothing) {
      await refuseDrift(connection, table, sql, parameters)
      const query = `select 1 from (${sql}) limit 1`
      const found = await refusedAs(refused, connection.runAndReadAll(query, values))
      if (found.currentRowCount === 0) return { view: emptyView(table) }
    }
    const file = identifier(`new ${table.name}`)
    const columns = Object.keys(table.columns).map(identifier).join(', ')
    // Until it is whole nobody opens it, so nothing of it has to be mended after a crash.
    await connection.run(
      `attach ${literal(path)} as ${file} (recovery_mode no_wal_writes, storage_version '${storageVersion}')`,
    )
    try {
      // In the order of the grain, so that equal builds answer alike where a query names no order;
      // with columns that are not declared, for the look at its types.
      await connection
        .run(
          `create table ${file}.main.${identifier(table.name)} as
             select ${columns}, * exclude (${columns}) from (${sql})
             order by ${table.grain.map(identifier).join(', ')}`,
          values,
        )
        .catch(async (cause: unknown) => {
          await refuseDrift(connection, table, sql, parameters)
          return refusedAs(refused, Promise.reject(cause))
        })
      await connection.run(`checkpoint ${file}`)
    } finally {
      await connection.run(`detach ${file}`)
    }
    return {}
  }

  /** Puts a finished table behind a view of its name, once. */
  #fetch(version: Version): Promise<void> {
    const { name } = version.table
    const fetched = this.#shelf.get(name) ?? this.#attach(version)
    this.#shelf.set(name, fetched)
    return fetched
  }

  async #attach({ table: { name }, fingerprint, stored }: Version) {
    if (stored?.rows === 0) this.#empty.add(name)
    const connection = await this.#instance.connect()
    try {
      const file = tableFile(name, fingerprint)
      const view = stored?.view
      await attachTable(connection, name, standsAt(this.#warehouse, { file, view }))
    } finally {
      connection.closeSync()
    }
  }
}

/** Throws where the columns of a query are not those that a table declares. */
async function refuseDrift(
  connection: DuckDBConnection,
  table: AnyTable,
  query: string,
  parameters: readonly unknown[] = [],
) {
  const described = typeDrift(connection, table, query, parameters)
  const drift = await refusedAs(`${table.name} cannot be built`, described)
  if (drift.length > 0) throw new Findings(`${table.name} is not what it declares:`, drift)
}

/** The memory that this process may have, in bytes. */
function memory(): number {
  const allowed = process.constrainedMemory()
  return allowed > 0 ? Math.min(allowed, totalmem()) : totalmem()
}
