/**
 * DuckDB for statements. Its memory limit holds for an instance, so each statement that runs, and
 * each cursor that is open, has an instance of its own over the tables of the build. Those that are
 * done stay for the next ones, with what they have prepared: nothing of a session is left in them.
 */
import type { DuckDBConnection, DuckDBInstance, DuckDBPreparedStatement } from '@duckdb/node-api'
import type { ServedBuild } from '../../semantic/served_build.ts'
import { connectReader } from '../../warehouse/open.ts'
import { SqlError } from '../sql_error.ts'
import { Turns } from './turns.ts'

const keptStatements = 200
/** For so long an instance stays that nobody uses, in ms. */
const keptFor = 60_000

export interface ReadersOptions {
  /** What one statement may take, as DuckDB writes it: 512MB. */
  readonly memoryLimit: string
  /** How many statements run at once. */
  readonly running: number
}

export class Readers {
  /** Of those that run. */
  readonly turns: Turns
  readonly #memoryLimit: string
  readonly #mostIdle: number
  #idle: Reader[] = []
  readonly #open = new Set<Reader>()
  readonly #tidying: NodeJS.Timeout
  #isClosed = false

  constructor({ memoryLimit, running }: ReadersOptions) {
    this.turns = new Turns(running)
    this.#memoryLimit = memoryLimit
    this.#mostIdle = running
    this.#tidying = setInterval(() => this.#tidy(), keptFor / 2).unref()
  }

  /** How many instances there are. */
  get size() {
    return this.#open.size
  }

  /** An instance for one statement; `give` it back. */
  async lease(build: ServedBuild): Promise<Reader> {
    this.#tidy(build)
    // The one used last has the most of the tables in its memory.
    const place = this.#idle.findLastIndex((reader) => reader.build === build)
    if (place >= 0) return this.#idle.splice(place, 1)[0]!
    const reader = await Reader.open(build, this.#memoryLimit)
    if (this.#isClosed) {
      reader.close()
      throw new SqlError('57P01', 'The server is stopped.')
    }
    this.#open.add(reader)
    return reader
  }

  give(reader: Reader) {
    reader.idleSince = Date.now()
    if (this.#isClosed || this.#idle.length >= this.#mostIdle) this.#drop(reader)
    else this.#idle.push(reader)
  }

  /** Closes those that nobody uses, and each of the others as it is given back. */
  close() {
    this.#isClosed = true
    clearInterval(this.#tidying)
    for (const reader of this.#idle.splice(0)) this.#drop(reader)
  }

  /** Lets go of what is not used any more, and of builds other than the one that is served. */
  #tidy(served?: ServedBuild) {
    const before = Date.now() - keptFor
    const isKept = ({ build, idleSince }: Reader) =>
      idleSince > before && (served === undefined ? build.isOpen : build === served)
    for (const reader of this.#idle) if (!isKept(reader)) this.#drop(reader)
    this.#idle = this.#idle.filter((reader) => this.#open.has(reader))
  }

  #drop(reader: Reader) {
    this.#open.delete(reader)
    reader.close()
  }
}

export class Reader {
  readonly build: ServedBuild
  idleSince = 0
  readonly #instance: DuckDBInstance
  readonly #connection: DuckDBConnection
  readonly #prepared = new Map<string, DuckDBPreparedStatement>()

  private constructor(build: ServedBuild, instance: DuckDBInstance, connection: DuckDBConnection) {
    this.build = build
    this.#instance = instance
    this.#connection = connection
  }

  static async open(build: ServedBuild, memoryLimit: string): Promise<Reader> {
    const instance = await build.openAlone(memoryLimit)
    try {
      return new Reader(build, instance, await connectReader(instance))
    } catch (error) {
      instance.closeSync()
      throw error
    }
  }

  /** A statement, prepared once. */
  async prepare(sql: string): Promise<DuckDBPreparedStatement> {
    const prepared = this.#prepared.get(sql) ?? (await this.#connection.prepare(sql))
    this.#prepared.delete(sql)
    this.#prepared.set(sql, prepared)
    if (this.#prepared.size > keptStatements) {
      const [oldest, statement] = this.#prepared.entries().next().value!
      this.#prepared.delete(oldest)
      statement.destroySync()
    }
    return prepared
  }

  interrupt() {
    this.#connection.interrupt()
  }

  close() {
    for (const statement of this.#prepared.values()) statement.destroySync()
    this.#prepared.clear()
    this.#connection.closeSync()
    this.#instance.closeSync()
  }
}
