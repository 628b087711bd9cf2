/** DuckDB's own parser as a library: SQL to syntax tree and back. It reads nothing but the text. */
import {
  type DuckDBConnection,
  DuckDBInstance,
  type DuckDBPreparedStatement,
} from '@duckdb/node-api'
import { SqlError } from './sql_error.ts'
import { type Ast, rawJSON } from './tree.ts'

export interface Parser {
  /** The names of the aggregate functions, `measure` among them. */
  readonly aggregates: ReadonlySet<string>
  /** The tree of one statement. Throws a SqlError for a mistake of syntax. */
  parse(sql: string): Promise<Ast>
  /** The SQL of a tree. */
  deparse(tree: Ast): Promise<string>
  close(): void
}

export async function openParser(): Promise<Parser> {
  const instance = await DuckDBInstance.create(':memory:', { threads: '1' })
  const connection = await instance.connect()
  const serialize = await connection.prepare('select json_serialize_sql($1::varchar)')
  const deserialize = await connection.prepare('select json_deserialize_sql($1::json)')
  const inTurn = turns()
  return {
    aggregates: await aggregatesOf(connection),
    async parse(sql) {
      return treeOf(await inTurn(() => textOf(serialize, sql)), sql)
    },
    deparse(tree) {
      const json = JSON.stringify(tree, (key, value) =>
        key === 'query_location' ? undefined : value,
      )
      return inTurn(() => textOf(deserialize, json))
    },
    close() {
      connection.closeSync()
      instance.closeSync()
    },
  }
}

/** One after the other: a prepared statement holds the values of one run. */
function turns() {
  let last: Promise<unknown> = Promise.resolve()
  return <T>(work: () => Promise<T>): Promise<T> => {
    const next = last.then(work)
    last = next.catch(() => undefined)
    return next
  }
}

async function textOf(statement: DuckDBPreparedStatement, value: string): Promise<string> {
  statement.bindVarchar(1, value)
  return (await statement.runAndReadAll()).getRows()[0]![0] as string
}

async function aggregatesOf(connection: DuckDBConnection): Promise<Set<string>> {
  const { rows } = await connection
    .runAndReadAll(
      "select distinct function_name from duckdb_functions() where function_type = 'aggregate'",
    )
    .then((result) => ({ rows: result.getRows() }))
  return new Set([...rows.map(([name]) => name as string), 'measure'])
}

function treeOf(json: string, sql: string): Ast {
  const characters = charactersOf(sql)
  const tree = JSON.parse(json, ((key: string, value: unknown, context: { source: string }) => {
    if (typeof value !== 'number') return value
    if (key === 'query_location') return characters(context.source)
    return String(value) === context.source ? value : rawJSON(context.source)
  }) as (key: string, value: unknown) => unknown)
  if (tree.error) throw mistake(tree, characters)
  if (tree.statements.length !== 1)
    throw new SqlError('42601', 'A statement holds one query here; send them one by one.')
  return tree
}

/** DuckDB counts bytes from 0, and writes 2^64 − 1 for no place. */
function charactersOf(sql: string) {
  const bytes = Buffer.from(sql)
  return (source: string): number | undefined => {
    const place = Number(source)
    if (!(place <= bytes.length)) return undefined
    return bytes.length === sql.length ? place : bytes.subarray(0, place).toString().length
  }
}

interface Mistake {
  readonly error_type: string
  readonly error_message: string
  readonly position?: string
}

function mistake(
  { error_type, error_message, position }: Mistake,
  characters: (source: string) => number | undefined,
): SqlError {
  const place = position === undefined ? undefined : characters(position)
  return new SqlError(error_type === 'parser' ? '42601' : '0A000', error_message, {
    ...(place === undefined ? {} : { position: place + 1 }),
    ...(error_type === 'parser' ? {} : { hint: 'Only SELECT statements are answered.' }),
  })
}
