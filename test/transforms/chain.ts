/** Runs a chain of transforms in memory: hand it inputs, make the tables, read any of them. */
import { DuckDBInstance } from '@duckdb/node-api'
import { Kysely, sql } from 'kysely'
import { sqlTypeOf } from '../../src/columns.ts'
import type { AnyTable } from '../../src/table.ts'
import type { TestDatabase } from '../../src/testing.ts'
import { duckdbDialect } from '../../src/warehouse/dialect.ts'

/** A database in memory; destroy it after the test. */
export const openMemory = async (): Promise<TestDatabase> =>
  new Kysely({ dialect: duckdbDialect(await DuckDBInstance.create(':memory:')) })

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
  const broken = await sql<{ rows: number }>`select count(*) as rows from (
    select ${grain} from ${sql.table(table.name)} group by all having count(*) > 1)`.execute(db)
  if (broken.rows[0]?.rows) throw new Error(`${table.name} has several rows of one ${table.grain}.`)
  for (const [name, column] of Object.entries<AnyTable['columns'][string]>(table.columns)) {
    if (column.safeParse(null).success) continue
    const nulls = await sql<{ rows: number }>`select count(*) as rows from ${sql.table(table.name)}
      where ${sql.id(name)} is null`.execute(db)
    if (nulls.rows[0]?.rows) throw new Error(`${table.name}.${name} is null in a row.`)
  }
  for (const { name, severity, broken } of table.audits) {
    if (severity === 'warn') continue
    const { rows } = await sql`from (${broken(db)}) limit 1`.execute(db)
    if (rows.length > 0)
      throw new Error(`${table.name}: not so that ${name}: ${JSON.stringify(rows[0])}`)
  }
}
