/** Runs a chain of transforms in memory: hand it inputs, make the tables, read any of them. */
import { DuckDBInstance } from '@duckdb/node-api'
import { Kysely, sql } from 'kysely'
import { sqlTypeOf } from '../../src/columns.ts'
import type { AnyTable } from '../../src/table.ts'
import type { TestDatabase } from '../../src/testing.ts'
import { duckdbDialect } from '../../src/warehouse/dialect.ts'

/** A database in memory; destroy it after the test. */
export const openMemory = async (): Promise<TestDatabase> =>
  new Kysely({ dialect: duckdbDialect(await DuckDBInstance.create(':memory:', { threads: '1' })) })

/**
 * Makes tables by their queries, in the order given, with the columns as declared. Throws
 * where a promise of a table is broken: the grain, a value that must not be null, an audit.
 */
export async function make(db: TestDatabase, tables: readonly AnyTable[]): Promise<void> {
  for (const table of tables) {
    if (!('query' in table.source)) throw new TypeError(`${table.name} has no query.`)
    const columns = Object.entries<AnyTable['columns'][string]>(table.columns).map(
      ([name, column]) =>
        sql`cast(${sql.id(name)} as ${sql.raw(sqlTypeOf(column))}) as ${sql.id(name)}`,
    )
    await sql`create or replace table ${sql.table(table.name)} as
      select ${sql.join(columns)} from (${table.source.query(db)})`.execute(db)
    await audit(db, table)
  }
}

async function audit(db: TestDatabase, table: AnyTable): Promise<void> {
  const grain = sql.join(table.grain.map((name) => sql.id(name)))
  const full = Object.entries<AnyTable['columns'][string]>(table.columns).flatMap(
    ([name, column]) => (column.safeParse(null).success ? [] : [name]),
  )
  const nulls = full.map((name) => sql`count(*) filter (where ${sql.id(name)} is null)`)
  const { rows } = await sql<{ nulls: number[]; repeated: number }>`
    select [${sql.join(nulls)}]::bigint[] as nulls,
      count(*) - count(distinct row(${grain})) as repeated
    from ${sql.table(table.name)}`.execute(db)
  const [found] = rows
  if (found?.repeated) throw new Error(`${table.name} has several rows of one ${table.grain}.`)
  const broken = full.find((_, place) => found?.nulls[place])
  if (broken !== undefined) throw new Error(`${table.name}.${broken} is null in a row.`)
  for (const { name, severity, broken } of table.audits) {
    if (severity === 'warn') continue
    const { rows } = await sql`from (${broken(db)}) limit 1`.execute(db)
    if (rows.length > 0)
      throw new Error(`${table.name}: not so that ${name}: ${JSON.stringify(rows[0])}`)
  }
}
