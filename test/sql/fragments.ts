/** What a fragment of SQL gives, and its type: for tests that hold src/sql/ to what it states. */
import { DuckDBInstance } from '@duckdb/node-api'
import { type Expression, Kysely, type RawBuilder, sql } from 'kysely'
import { macros } from '../../src/sql/macros.ts'
import type { TestDatabase } from '../../src/testing.ts'
import { duckdbDialect } from '../../src/warehouse/dialect.ts'

let opened: Promise<TestDatabase> | undefined

/** A database with the macros; it keeps nothing, so all test files of a process share one. */
function database(): Promise<TestDatabase> {
  opened ??= open()
  return opened
}

async function open(): Promise<TestDatabase> {
  const db: TestDatabase = new Kysely({
    dialect: duckdbDialect(await DuckDBInstance.create(':memory:', { threads: '1' })),
  })
  for (const macro of macros) await sql.raw(macro).execute(db)
  return db
}

/** The type of a fragment and its values, one a row of `from`, as `TYPE: a, b`. */
export async function evaluated(fragment: Expression<unknown>, from = '(select 1)') {
  const { rows } = await sql<{ value: unknown; type: string }>`
    select ${fragment} as value, typeof(${fragment}) as type from ${sql.raw(from)}`.execute(
    await database(),
  )
  const types = [...new Set(rows.map(({ type }) => type))]
  return `${types.join(' and ')}: ${rows.map(({ value }) => shown(value)).join(', ')}`
}

/** The rows of a fragment that is a table. */
export const rowsOf = async (fragment: Expression<unknown>) =>
  (await sql<object>`from ${fragment}`.execute(await database())).rows

const shown = (value: unknown) => (value instanceof Date ? value.toISOString() : String(value))

/** SQL that stands for an expression of whatever type a fragment asks for. */
// biome-ignore lint/suspicious/noExplicitAny: of any type
export const raw = (text: string): RawBuilder<any> => sql.raw(text)

/** Text, or null, as an expression. */
export const textOf = (value: string | null): RawBuilder<string> =>
  value === null ? sql`null::varchar` : sql`${sql.lit(value)}`
