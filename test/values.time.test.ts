/** Instants and days between JavaScript and DuckDB, in whatever zone the process runs. */
import { DuckDBInstance } from '@duckdb/node-api'
import { Kysely, sql } from 'kysely'
import { beforeEach, describe, expect, test } from 'vitest'
import type { Day } from '../src/columns.ts'
import { dayOf } from '../src/sql/time.ts'
import { duckdbDialect } from '../src/warehouse/dialect.ts'
import { connectReader } from '../src/warehouse/open.ts'

describe('time', () => {
  let instance: DuckDBInstance
  let db: Kysely<Record<never, never>>
  beforeEach(async () => {
    instance = await DuckDBInstance.create(':memory:', { threads: '1' })
    db = new Kysely({ dialect: duckdbDialect(instance) })
    return () => db.destroy()
  })
  const evaluate = async (expression: ReturnType<typeof sql>) =>
    (await sql<{ value: unknown }>`select ${expression} as value`.execute(db)).rows[0]?.value

  // The hours that clocks skip or repeat in Europe and in New York, and the ends of a day in Tokyo.
  const instants = [
    '2024-03-31T01:30:00.000Z',
    '2024-10-27T00:30:00.000Z',
    '2024-03-10T07:30:00.000Z',
    '2024-11-03T05:30:00.000Z',
    '2024-12-31T14:59:59.999Z',
    '2024-12-31T15:00:00.000Z',
    '1969-12-31T23:59:59.999Z',
  ]

  test.each(instants)('%s is the same instant there and back', async (iso) => {
    expect(await evaluate(sql`${new Date(iso)}`)).toEqual(new Date(iso))
    expect(await evaluate(sql`${new Date(iso)}::timestamp`)).toEqual(new Date(iso))
  })

  test.each(instants)('%s as DuckDB writes it is UTC', async (iso) => {
    const text = iso.replace('T', ' ').replace(/\.?0*Z$/, '')
    expect(String(await evaluate(sql`${new Date(iso)}::timestamp::varchar`))).toBe(text)
    expect(await evaluate(sql`${iso}::timestamptz`)).toEqual(new Date(iso))
    expect(await evaluate(sql`${iso}::timestamp`)).toEqual(new Date(iso))
  })

  test.each(instants)('%s falls on its UTC day', async (iso) => {
    expect(await evaluate(dayOf(sql<Date>`${new Date(iso)}::timestamp`))).toBe(iso.slice(0, 10))
  })

  test('a day is no instant: it stays the text that it is', async () => {
    const day = '2024-03-31' as Day
    expect(await evaluate(sql`${day}::date`)).toBe('2024-03-31')
  })

  test('a reader’s connection is in UTC', async () => {
    const connection = await connectReader(instance)
    const zone = await connection.runAndReadAll("select current_setting('TimeZone')")
    connection.closeSync()
    expect(zone.getRowsJS()).toEqual([['UTC']])
  })
})
