/** Holds every table's query to its declaration, on empty tables, and to the data alone: no clock, no chance. */
import { DuckDBInstance } from '@duckdb/node-api'
import { Kysely, sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type AnyColumn, descriptionOf, sqlTypeOf } from '../../src/columns.ts'
import { compiledQueryOf, dependenciesOf, inOrder } from '../../src/lineage.ts'
import { createEmpty, type TestDatabase } from '../../src/testing.ts'
import { duckdbDialect } from '../../src/warehouse/dialect.ts'
import { tables } from '../../transforms/index.ts'

const queried = tables.filter((table) => 'query' in table.source)

// A union that is written anew without a line loses a system without a word.
test('every staging table of a system is read by another table', () => {
  const read = new Set(tables.flatMap(dependenciesOf))
  const unread = tables.filter(({ name }) => /^stg_.*__/.test(name) && !read.has(name))
  expect(unread.map(({ name }) => name)).toEqual([])
})

describe('on empty tables', () => {
  let db: TestDatabase
  beforeAll(async () => {
    db = new Kysely({
      dialect: duckdbDialect(await DuckDBInstance.create(':memory:', { threads: '1' })),
    })
    for (const table of tables) await createEmpty(db, table)
  })
  afterAll(() => db.destroy())

  test.each(queried)('$name binds and has the columns that it declares', async (table) => {
    if (!('query' in table.source)) throw new TypeError('A table with a query was expected.')
    const described = await sql<{
      column_name: string
      column_type: string
    }>`describe (${table.source.query(db)})`.execute(db)
    const actual = Object.fromEntries(
      described.rows.map((row) => [row.column_name, row.column_type]),
    )
    const declared = Object.fromEntries(
      Object.entries(table.columns).map(([name, column]) => [
        name,
        sqlTypeOf(column as Parameters<typeof sqlTypeOf>[0]),
      ]),
    )
    expect(actual).toEqual(declared)
  })

  test.each(tables)('$name’s audits bind', async (table) => {
    for (const { broken } of table.audits)
      await sql`select count(*) from (${broken(db)})`.execute(db)
  })
})

describe('a transform', () => {
  const clockOrChance =
    /\b(now|today|current_date|current_time|current_timestamp|get_current_time|get_current_timestamp|localtime|localtimestamp|transaction_timestamp|random|uuid|gen_random_uuid|uuidv4|uuidv7|setseed)\b\s*(\(|$|\s|,|\))/i

  test.each(queried)('$name reads no clock and throws no dice', (table) => {
    expect(compiledQueryOf(table)!.sql.replaceAll(/"[^"]*"/g, '""')).not.toMatch(clockOrChance)
  })

  test('is listed after all that it reads', () => {
    const known = new Set<string>()
    for (const table of inOrder(tables)) known.add(table.name)
    expect(known.size).toBe(tables.length)
  })

  test.each(tables)('$name says what it is, column by column', (table) => {
    expect(table.description).toMatch(/\.$/)
    expect(table.grain.length).toBeGreaterThan(0)
    for (const [name, column] of Object.entries(table.columns)) {
      expect(`${name}: ${descriptionOf(column as AnyColumn)}`).toMatch(/: .+\.$/)
    }
  })
})
