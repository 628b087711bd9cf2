/** Statements over views: planned, prepared in DuckDB, and streamed. */
import {
  DuckDBListType,
  type DuckDBPreparedStatement,
  type DuckDBResult,
  DuckDBTypeId,
  type DuckDBValue,
} from '@duckdb/node-api'
import type { ServedBuild } from '../../semantic/served_build.ts'
import { sqlErrorOf } from '../duckdb_errors.ts'
import type { Plan } from '../planner.ts'
import { SqlError } from '../sql_error.ts'
import { parameterText } from '../wire/decode.ts'
import { type Column, columnOf } from '../wire/encode.ts'
import { dataRow, formatOf, noticeResponse } from '../wire/messages.ts'
import { declaredType, pg, pgTypeOf } from '../wire/types.ts'
import { Reader } from './reader.ts'
import type { Binding, Fetched, Portal, Statement } from './statement.ts'

/** What a statement needs of its session. */
export interface Running {
  /** Plans a text anew: for the build that is served now. */
  plan(types: readonly (string | undefined)[]): Promise<{ plan: Plan; build: ServedBuild }>
  /** The session's reader of a build. */
  reader(build: ServedBuild): Promise<Reader>
  /** Runs under the timeout, so that a cancel reaches the reader. */
  interruptible<T>(reader: Reader, work: () => Promise<T>): Promise<T>
  send(message: Buffer): void
  /** Whether the client has to take something first. */
  readonly isFull: boolean
  flush(): Promise<void>
}

interface Described {
  readonly types: readonly (string | undefined)[]
  readonly parameters: readonly number[]
  readonly columns: readonly Column[]
}

/** Prepares a statement whose first plan is known. */
export async function governedStatement(
  first: { plan: Plan; build: ServedBuild },
  oids: readonly number[],
  running: Running,
): Promise<Statement> {
  const described = await describe(first, oids, running)
  return {
    parameters: described.parameters,
    columns: described.columns,
    open: (binding) => open(described, binding, running),
  }
}

/** Finds the types of parameters, where the client leaves them to us, and of the columns. */
async function describe(
  { plan, build }: { plan: Plan; build: ServedBuild },
  oids: readonly number[],
  running: Running,
): Promise<Described> {
  const reader = await running.reader(build)
  const declared = Array.from({ length: plan.parameters }, (_, index) =>
    declaredType(oids[index] ?? 0),
  )
  const probe = await running.interruptible(reader, () => reader.prepare(plan.sql))
  const types = [...declared]
  const parameters = declared.map((_, index) => oids[index] || pg.text.oid)
  for (let index = 1; index <= probe.parameterCount; index++) {
    const place = Number(probe.parameterName(index)) - 1
    if (oids[place]) continue
    parameters[place] = inferredOid(probe, index)
    types[place] = declaredType(parameters[place])
  }
  const typed = await running.plan(types)
  const prepared = await running.interruptible(reader, () => reader.prepare(typed.plan.sql))
  return { types, parameters, columns: columnsOf(prepared) }
}

/** The type that DuckDB finds for a parameter; text where it finds none. */
function inferredOid(prepared: DuckDBPreparedStatement, index: number): number {
  if (prepared.parameterTypeId(index) === DuckDBTypeId.INVALID) return pg.text.oid
  const type = prepared.parameterType(index)
  return type instanceof DuckDBListType ? pgTypeOf(type.valueType).array : pgTypeOf(type).oid
}

const columnsOf = (prepared: DuckDBPreparedStatement): Column[] =>
  Array.from({ length: prepared.columnCount }, (_, index) =>
    columnOf(prepared.columnName(index), prepared.columnType(index)),
  )

async function open(described: Described, binding: Binding, running: Running): Promise<Portal> {
  const { columns, parameters, types } = described
  if (binding.values.length !== parameters.length)
    throw new SqlError(
      '08P01',
      `${binding.values.length} values are bound, and the statement has ${parameters.length} parameters.`,
    )
  const values = binding.values.map((value, index) =>
    parameterText(value, {
      isBinary: formatOf(binding.formats, index) === 1,
      oid: parameters[index]!,
    }),
  )
  const isBinary = columns.map((_, index) => formatOf(binding.results, index) === 1)
  const { plan, build } = await running.plan(types)
  for (const notice of plan.notices) running.send(noticeResponse(notice))
  const rows = new Rows(plan.sql, build, values, running)
  return {
    columns,
    results: binding.results,
    async fetch(most): Promise<Fetched> {
      let sent = 0
      for (;;) {
        if (most > 0 && sent === most) return { sent, isDone: false }
        const row = await rows.next(most > 0)
        if (!row) return { sent, isDone: true }
        running.send(dataRow(columns, row, isBinary))
        sent++
        if (running.isFull) await running.flush()
      }
    },
    tag: (count) => `SELECT ${count}`,
    close: () => rows.close(),
  }
}

/** The rows of a statement, a chunk of DuckDB's at a time. */
class Rows {
  readonly #sql: string
  readonly #build: ServedBuild
  readonly #values: readonly (string | null)[]
  readonly #running: Running
  #reader: Reader | undefined
  #isOwn = false
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
  }

  /** @param isPart whether the client may ask for other things before it asks for the rest */
  async next(isPart: boolean): Promise<readonly DuckDBValue[] | undefined> {
    if (this.#at < this.#chunk.length) return this.#chunk[this.#at++]
    if (this.#isDone) return undefined
    try {
      this.#result ??= await this.#start(isPart)
      const chunk = await this.#running.interruptible(this.#reader!, () =>
        this.#result!.fetchChunk(),
      )
      this.#chunk = chunk?.rowCount ? (chunk.getRows() as DuckDBValue[][]) : []
    } catch (error) {
      throw sqlErrorOf(error)
    }
    this.#at = 0
    this.#isDone = this.#chunk.length === 0
    return this.#isDone ? undefined : this.#chunk[this.#at++]
  }

  async close() {
    if (this.#isOwn) this.#reader?.close()
    this.#isOwn = false
    this.#isDone = true
    this.#chunk = []
    this.#result = undefined
  }

  async #start(isPart: boolean): Promise<DuckDBResult> {
    // Rows that wait block their connection, so a portal in parts has one of its own.
    this.#isOwn = isPart
    this.#reader = isPart ? await Reader.open(this.#build) : await this.#running.reader(this.#build)
    const reader = this.#reader
    return this.#running.interruptible(reader, async () => {
      const prepared = await reader.prepare(this.#sql)
      for (let index = 1; index <= prepared.parameterCount; index++) {
        const value = this.#values[Number(prepared.parameterName(index)) - 1]
        if (value === null || value === undefined) prepared.bindNull(index)
        else prepared.bindVarchar(index, value)
      }
      return prepared.stream()
    })
  }
}
