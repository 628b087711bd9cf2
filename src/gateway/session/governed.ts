/** Statements over views: planned, described by DuckDB, and run by it. */
import { DuckDBListType, type DuckDBPreparedStatement, DuckDBTypeId } from '@duckdb/node-api'
import type { ServedBuild } from '../../semantic/served_build.ts'
import { sqlErrorOf } from '../duckdb_errors.ts'
import type { Plan, Planned } from '../planner.ts'
import { SqlError } from '../sql_error.ts'
import { parameterText } from '../wire/decode.ts'
import { type Column, columnOf } from '../wire/encode.ts'
import { dataRow, formatOf, noticeResponse } from '../wire/messages.ts'
import { decimalTypeOf } from '../wire/numeric.ts'
import { declaredType, pg, pgTypeOf } from '../wire/types.ts'
import type { Reader } from './readers.ts'
import { Rows } from './rows.ts'
import type { Binding, Portal, Statement } from './statement.ts'
import type { Budget, Work } from './work.ts'

type Types = readonly (string | undefined)[]

/** What a statement needs of its session. */
export interface Running {
  /** Plans a text anew: for the build that is served now. */
  plan(types: Types): Promise<Planned>
  /** An instance of DuckDB for one statement. */
  lease(build: ServedBuild): Promise<Reader>
  give(reader: Reader): void
  readonly work: Work
  /** What a statement may take. */
  budget(): Budget
  send(message: Buffer): void
  /** Whether the client has to take something first. */
  readonly isFull: boolean
  flush(): Promise<void>
}

interface Described {
  /** What was described: a plan is the same object for as long as its build is served. */
  readonly plan: Plan
  readonly types: Types
  readonly parameters: readonly number[]
  readonly columns: readonly Column[]
}

/** Prepares a statement whose first plan is known. */
export async function governedStatement(
  first: Planned,
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
  { plan, build }: Planned,
  oids: readonly number[],
  running: Running,
): Promise<Described> {
  const types = Array.from({ length: plan.parameters }, (_, index) =>
    declaredType(oids[index] ?? 0),
  )
  const parameters = types.map((_, index) => oids[index] || pg.text.oid)
  if (plan.parameters > 0)
    await prepared({ plan, build }, running, (probe) => {
      for (let index = 1; index <= probe.parameterCount; index++) {
        const place = Number(probe.parameterName(index)) - 1
        if (oids[place]) continue
        parameters[place] = inferredOid(probe, index)
        types[place] = declaredType(parameters[place])
      }
    })
  const typed = types.some((type) => type !== undefined)
    ? await running.plan(types)
    : { plan, build }
  return { plan: typed.plan, types, parameters, columns: await columnsOf(typed, running) }
}

/** Looks at a statement that DuckDB has prepared. */
async function prepared<T>(
  { plan, build }: Planned,
  running: Running,
  look: (statement: DuckDBPreparedStatement) => T,
): Promise<T> {
  const reader = await running.lease(build)
  try {
    return await running.work.run(reader, running.budget(), async () =>
      look(await reader.prepare(plan.sql)),
    )
  } catch (error) {
    throw sqlErrorOf(error)
  } finally {
    running.give(reader)
  }
}

const columnsOf = (planned: Planned, running: Running): Promise<Column[]> =>
  prepared(planned, running, (statement) =>
    Array.from({ length: statement.columnCount }, (_, index) =>
      columnOf(statement.columnName(index), statement.columnType(index)),
    ),
  )

/** The type that DuckDB finds for a parameter; text where it finds none. */
function inferredOid(statement: DuckDBPreparedStatement, index: number): number {
  if (statement.parameterTypeId(index) === DuckDBTypeId.INVALID) return pg.text.oid
  const type = statement.parameterType(index)
  return type instanceof DuckDBListType ? pgTypeOf(type.valueType).array : pgTypeOf(type).oid
}

async function open(described: Described, binding: Binding, running: Running): Promise<Portal> {
  const values = valuesOf(described, binding)
  // How wide a number is, only its value tells.
  const types = described.types.map((type, index) => {
    const value = values[index]
    const isNumber = described.parameters[index] === pg.numeric.oid
    return isNumber && typeof value === 'string' ? decimalTypeOf(value) : type
  })
  const planned = await running.plan(types)
  const columns = await columnsNow(described, planned, running)
  for (const notice of planned.plan.notices) running.send(noticeResponse(notice))
  const rows = new Rows(planned.plan.sql, planned.build, values, running)
  return {
    columns,
    results: binding.results,
    async fetch(most, formats = binding.results) {
      const isBinary = columns.map(
        (_, index) => formats !== 'none' && formatOf(formats, index) === 1,
      )
      for (let sent = 0; ; sent++) {
        if (most > 0 && sent === most) return { sent, isDone: false }
        const row = await rows.next()
        if (!row) return { sent, isDone: true }
        if (formats === 'none') continue
        running.send(dataRow(columns, row, isBinary))
        if (running.isFull) await running.flush()
      }
    },
    tag: (count) => `SELECT ${count}`,
    async close() {
      rows.close()
    },
  }
}

function valuesOf({ parameters }: Described, binding: Binding): (string | null)[] {
  if (binding.values.length !== parameters.length)
    throw new SqlError(
      '08P01',
      `${binding.values.length} values are bound, and the statement has ${parameters.length} parameters.`,
    )
  return binding.values.map((value, index) =>
    parameterText(value, {
      isBinary: formatOf(binding.formats, index) === 1,
      oid: parameters[index]!,
    }),
  )
}

/** Another build may answer in other types than the client was told. */
async function columnsNow(
  { plan, columns }: Described,
  planned: Planned,
  running: Running,
): Promise<readonly Column[]> {
  if (planned.plan === plan) return columns
  const now = await columnsOf(planned, running)
  const isSame =
    now.length === columns.length &&
    now.every(
      ({ name, oid }, index) => name === columns[index]!.name && oid === columns[index]!.oid,
    )
  if (!isSame)
    throw new SqlError('0A000', 'cached plan must not change result type', {
      detail: 'Another build is served since the statement was prepared.',
      hint: 'Prepare the statement anew.',
    })
  return now
}
