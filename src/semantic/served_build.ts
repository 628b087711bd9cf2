/** One build that is open for queries: its tables, read-only, and a small pool of connections. */
import type { DuckDBConnection, DuckDBInstance } from '@duckdb/node-api'
import type { Manifest } from '../warehouse/manifest.ts'
import { connectReader, type OpenOptions, openBuild } from '../warehouse/open.ts'
import { readModelFiles } from './model_files.ts'

export interface PoolOptions extends OpenOptions {
  /** How many queries run side by side; the others wait for a free connection. */
  readonly connections?: number
  /** The folder of the model: only the tables that it names are within reach. All by default. */
  readonly model?: string | undefined
}

interface Opened {
  readonly manifest: Manifest
  readonly warehouse: string
  /** Those within reach. */
  readonly tables: Manifest['tables']
  readonly threads: number | undefined
  readonly instance: DuckDBInstance
  readonly connections: DuckDBConnection[]
}

export class ServedBuild {
  readonly manifest: Manifest
  readonly #instance: DuckDBInstance
  readonly #warehouse: string
  readonly #tables: Manifest['tables']
  readonly #threads: number | undefined
  readonly #idle: DuckDBConnection[]
  readonly #waiting: ((connection: DuckDBConnection) => void)[] = []
  #taken = 0
  #retired = false
  #closed = false

  private constructor({ manifest, instance, connections, ...opened }: Opened) {
    this.manifest = manifest
    this.#instance = instance
    this.#idle = connections
    this.#warehouse = opened.warehouse
    this.#tables = opened.tables
    this.#threads = opened.threads
  }

  static async open(
    warehouse: string,
    manifest: Manifest,
    { connections = 4, model, ...options }: PoolOptions = {},
  ): Promise<ServedBuild> {
    const tables = model === undefined ? manifest.tables : namedBy(model, manifest.tables)
    const instance = await openBuild(warehouse, tables, options)
    try {
      const pool = await Promise.all(
        Array.from({ length: connections }, () => connectReader(instance)),
      )
      const { threads } = options
      return new ServedBuild({ manifest, warehouse, tables, threads, instance, connections: pool })
    } catch (error) {
      instance.closeSync()
      throw error
    }
  }

  /** False once it is closed: its tables can no longer be read. */
  get isOpen() {
    return !this.#closed
  }

  /** Runs a query on a free connection, and waits for one where all are taken. */
  async use<T>(query: (connection: DuckDBConnection) => Promise<T>): Promise<T> {
    const connection = await this.take()
    try {
      return await query(connection)
    } finally {
      this.give(connection)
    }
  }

  /** A connection for as long as a stream needs one; `give` it back. */
  take(): Promise<DuckDBConnection> {
    this.#taken++
    const idle = this.#idle.pop()
    if (idle) return Promise.resolve(idle)
    return new Promise((resolve) => this.#waiting.push(resolve))
  }

  give(connection: DuckDBConnection) {
    this.#taken--
    const next = this.#waiting.shift()
    if (next) next(connection)
    else this.#idle.push(connection)
    this.#closeIfDone()
  }

  /**
   * Another instance over the same tables, with a memory of its own and nowhere to spill what does
   * not fit into it. It is its owner's to close.
   */
  openAlone(memoryLimit: string): Promise<DuckDBInstance> {
    return openBuild(this.#warehouse, this.#tables, {
      ...(this.#threads !== undefined && { threads: this.#threads }),
      memoryLimit,
      spills: false,
    })
  }

  /** Closes now, or when its last query ends. */
  retire() {
    this.#retired = true
    this.#closeIfDone()
  }

  #closeIfDone() {
    if (!this.#retired || this.#closed || this.#taken > 0) return
    this.#closed = true
    for (const connection of this.#idle) connection.closeSync()
    this.#instance.closeSync()
  }
}

/** The tables whose names stand somewhere in the model. */
function namedBy(model: string, tables: Manifest['tables']): Manifest['tables'] {
  const words = new Set([...readModelFiles(model).values()].join('\n').match(/\w+/g))
  return Object.fromEntries(Object.entries(tables).filter(([name]) => words.has(name)))
}
