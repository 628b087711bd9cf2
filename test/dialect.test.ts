/** Kysely over DuckDB: what comes back, what goes in, and what is refused. */
import { DuckDBInstance } from '@duckdb/node-api'
import { Kysely, sql } from 'kysely'
import { beforeEach, describe, expect, test } from 'vitest'
import { duckdbDialect } from '../src/warehouse/dialect.ts'

interface Tables {
  payments: { id: number; paid_at: Date; tags: string[]; day: string; amount: string }
  numbers: { id: number }
}

let db: Kysely<Tables>
beforeEach(async () => {
  db = new Kysely({
    dialect: duckdbDialect(await DuckDBInstance.create(':memory:', { threads: '1' })),
  })
  return () => db.destroy()
})

const evaluate = async (expression: string) => {
  const { rows } = await sql.raw<{ value: unknown }>(`select ${expression} as value`).execute(db)
  return rows[0]?.value
}

test.each([
  ['12345678901234.56::decimal(18, 2)', '12345678901234.56'],
  ['0.10::decimal(28, 8)', '0.10000000'],
  ["'2024-03-10'::date", '2024-03-10'],
  ["['a', 'b']", ['a', 'b']],
  ['[1.5::decimal(9, 2)]', ['1.50']],
  ["{a: 1, b: 2.50::decimal(9, 2), c: '2024-01-01'::date}", { a: 1, b: '2.50', c: '2024-01-01' }],
  ["map {'x': 1::bigint}", [{ key: 'x', value: 1 }]],
  ['(select count(*) from range(3))', 3],
  ['(select sum(range) from range(10))', 45],
  ['1.5::double', 1.5],
  ['true', true],
  ['null', null],
  ["'6f9619ff-8b86-d011-b42d-00cf4fc964ff'::uuid", '6f9619ff-8b86-d011-b42d-00cf4fc964ff'],
  ["'x'::enum('x', 'y')", 'x'],
])('%s comes back as %j', async (expression, value) => {
  expect(await evaluate(expression)).toEqual(value)
})

test('an integer that JavaScript cannot hold is refused, not rounded', async () => {
  expect(await evaluate('9007199254740991')).toBe(9007199254740991)
  await expect(evaluate('9007199254740993')).rejects.toThrow('too large for a JavaScript number')
})

test('a column may be called count', async () => {
  const { rows } = await sql`select count(*) as count from range(3)`.execute(db)
  expect(rows).toEqual([{ count: 3 }])
})

describe('parameters', () => {
  beforeEach(async () => {
    await sql`create table payments (id integer, paid_at timestamp, tags varchar[], day date,
      amount decimal(18, 2))`.execute(db)
    const paid_at = new Date('2024-03-10T02:30:00Z')
    const row = { id: 1, paid_at, tags: ['a', 'b'], day: '2024-01-01', amount: '0.10' }
    await db.insertInto('payments').values(row).execute()
  })

  test('of every kind come back as they went in', async () => {
    expect(await db.selectFrom('payments').selectAll().execute()).toEqual([
      {
        id: 1,
        paid_at: new Date('2024-03-10T02:30:00Z'),
        tags: ['a', 'b'],
        day: '2024-01-01',
        amount: '0.10',
      },
    ])
  })

  test('compare instants and lists', async () => {
    const ids = db.selectFrom('payments').select('id')
    const paidBefore = (at: string) => ids.where('paid_at', '<', new Date(at)).execute()
    expect(await paidBefore('2024-03-10T02:30:00Z')).toEqual([])
    expect(await paidBefore('2024-03-10T02:30:01Z')).toEqual([{ id: 1 }])
    expect(await ids.where('id', 'in', [1, 2]).execute()).toEqual([{ id: 1 }])
    expect(await ids.where((eb) => eb('tags', '=', eb.val(['a', 'b']))).execute()).toHaveLength(1)
    expect(await ids.where((eb) => eb('tags', '=', eb.val(['b', 'a']))).execute()).toEqual([])
  })

  test('that are undefined are refused', async () => {
    const lost = db.selectFrom('payments').select('id').where('id', '=', sql.val(undefined))
    await expect(lost.execute()).rejects.toThrow('use null for SQL null')
  })
})

test('changes say how many rows they changed', async () => {
  await sql`create table numbers as select range::integer as id from range(3)`.execute(db)
  const inserted = await db.insertInto('numbers').values({ id: 7 }).returning('id').execute()
  expect(inserted).toEqual([{ id: 7 }])
  const updated = await db.updateTable('numbers').set({ id: 5 }).executeTakeFirst()
  expect(updated.numUpdatedRows).toBe(4n)
  const deleted = await db.deleteFrom('numbers').executeTakeFirst()
  expect(deleted.numDeletedRows).toBe(4n)
})

test('a transaction that fails leaves nothing', async () => {
  await sql`create table numbers as select range::integer as id from range(3)`.execute(db)
  const failing = db.transaction().execute(async (transaction) => {
    await transaction.deleteFrom('numbers').execute()
    throw new Error('no luck')
  })
  await expect(failing).rejects.toThrow('no luck')
  expect(await db.selectFrom('numbers').selectAll().execute()).toHaveLength(3)
})

test('introspection tells tables from views', async () => {
  await sql`create table numbers (id integer not null, name varchar)`.execute(db)
  await sql`create view named as select name from numbers`.execute(db)
  const tables = await db.introspection.getTables()
  expect(tables.map(({ name, isView, columns }) => ({ name, isView, columns }))).toMatchObject([
    { name: 'named', isView: true, columns: [{ name: 'name', dataType: 'VARCHAR' }] },
    { name: 'numbers', isView: false, columns: [{ isNullable: false }, { isNullable: true }] },
  ])
  expect((await db.introspection.getSchemas()).map(({ name }) => name)).toContain('main')
})

describe('a stream', () => {
  const rows = (count: number) =>
    db.selectFrom(sql<{ range: number }>`range(${sql.lit(count)})`.as('row')).select('range')

  test('gives every row', async () => {
    let total = 0
    for await (const { range } of rows(100_000).stream()) total += range
    expect(total).toBe((99_999 * 100_000) / 2)
  })

  test('may be left early', async () => {
    for await (const { range } of rows(10_000_000).stream()) if (range === 10) break
    expect(await evaluate('1')).toBe(1)
  })
})

test('a query that is cancelled ends', async () => {
  const endless = db
    .selectFrom(sql<{ range: number }>`range(100000000000)`.as('row'))
    .select(({ fn }) => fn.sum('range').as('sum'))
  const signal = AbortSignal.timeout(100)
  await expect(
    endless.execute({ signal, inflightQueryAbortStrategy: 'cancel query' }),
  ).rejects.toThrow()
  expect(await evaluate('1')).toBe(1)
})

test('an error is DuckDB’s own', async () => {
  await expect(evaluate('nowhere')).rejects.toThrow('Binder Error')
})
