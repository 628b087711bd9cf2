/** The rows of a statement that runs, a chunk of DuckDB's at a time. */
import {
  type DuckDBPreparedStatement,
  type DuckDBResult,
  type DuckDBValue,
  ResultReturnType,
} from '@duckdb/node-api'
import type { ServedBuild } from '../../semantic/served_build.ts'
import { sqlErrorOf } from '../duckdb_errors.ts'
import { SqlError } from '../sql_error.ts'
import type { Running } from './governed.ts'
import type { Reader } from './readers.ts'
import type { Budget } from './work.ts'

export class Rows {
  readonly #sql: string
  readonly #build: ServedBuild
  readonly #values: readonly (string | null)[]
  readonly #running: Running
  readonly #budget: Budget
  #reader: Reader | undefined
  #result: DuckDBResult | undefined
  #chunk: readonly DuckDBValue[][] = []
  #at = 0
  #isDone = false

  constructor(
    sql: string,
    build: ServedBuild,
    values: readonly (string | null)[],
    running: Running,
  ) {
    this.#sql = sql
    this.#build = build
    this.#values = values
    this.#running = running
    this.#budget = running.budget()
  }

  /** The next row; undefined behind the last. @throws SqlError */
  async next(): Promise<readonly DuckDBValue[] | undefined> {
    if (this.#at < this.#chunk.length) return this.#chunk[this.#at++]
    if (this.#isDone) return undefined
    try {
      this.#result ??= await this.#start()
      const result = this.#result
      const chunk = await this.#running.work.run(this.#reader!, this.#budget, () =>
        result.fetchChunk(),
      )
      // A stream that fails ends as others do, and only its type tells.
      if (!chunk?.rowCount && result.returnType === ResultReturnType.INVALID) await this.#fail()
      this.#chunk = chunk?.rowCount ? (chunk.getRows() as DuckDBValue[][]) : []
    } catch (error) {
      this.close()
      throw sqlErrorOf(error)
    }
    this.#at = 0
    if (this.#chunk.length === 0) this.close()
    return this.#chunk[this.#at++]
  }

  close() {
    const reader = this.#reader
    this.#reader = undefined
    this.#result = undefined
    this.#chunk = []
    this.#at = 0
    if (reader === undefined) return
    // What is left of a result that nobody reads to its end goes with the next statement.
    if (!this.#isDone) reader.interrupt()
    this.#isDone = true
    this.#running.give(reader)
  }

  async #start(): Promise<DuckDBResult> {
    this.#reader = await this.#running.lease(this.#build)
    return this.#run((prepared) => prepared.stream())
  }

  /** Why the stream has failed: it says so where it is run without being streamed. */
  async #fail(): Promise<never> {
    await this.#run((prepared) => prepared.run())
    throw new SqlError('XX000', 'The statement failed behind some of its rows.')
  }

  #run(how: (prepared: DuckDBPreparedStatement) => Promise<DuckDBResult>): Promise<DuckDBResult> {
    const reader = this.#reader!
    return this.#running.work.run(reader, this.#budget, async () => {
      const prepared = await reader.prepare(this.#sql)
      for (let index = 1; index <= prepared.parameterCount; index++) {
        const value = this.#values[Number(prepared.parameterName(index)) - 1]
        if (value === null || value === undefined) prepared.bindNull(index)
        else prepared.bindVarchar(index, value)
      }
      return how(prepared)
    })
  }
}
