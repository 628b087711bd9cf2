/** The balance macros that the model's measures call. */
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { macros } from '../../src/sql/macros.ts'
import type { TestDatabase } from '../../src/testing.ts'
import { openMemory } from '../transforms/chain.ts'

let db: TestDatabase
beforeAll(async () => {
  db = await openMemory()
  for (const macro of macros) await sql.raw(macro).execute(db)
})
afterAll(() => db.destroy())

/** What a macro says of rows of a date and a value. */
async function said(macro: string, rows: readonly (readonly [string | null, number | null])[]) {
  const values = rows.map(([d, v]) => sql`(cast(${d} as date), cast(${v} as decimal(28, 8)))`)
  const answer = await sql<{ said: unknown }>`select ${sql.raw(macro)}(d, v) as said
    from (values ${sql.join(values)}) as given(d, v)`.execute(db)
  return answer.rows[0]!.said
}

const [january, february] = ['2024-01-31', '2024-02-29']

test('a balance is the sum on the last date, never over dates', async () => {
  const rows = [
    [january, 100],
    [february, 30],
    [february, 0.00000001],
  ] as const
  expect(await said('balance_at_end', rows)).toBe('30.00000001')
})

test('a closing row of 0 makes the balance 0', async () => {
  expect(
    await said('balance_at_end', [
      [january, 100],
      [february, 0],
    ]),
  ).toBe('0.00000000')
})

test('a value that is unknown on the last date is unknown, whatever it was before', async () => {
  expect(
    await said('balance_at_end', [
      [january, 100],
      [february, null],
    ]),
  ).toBeNull()
})

test('rows without a date are of another event: they neither count nor are last', async () => {
  expect(
    await said('balance_at_end', [
      [january, 100],
      [null, 5],
      [null, null],
    ]),
  ).toBe('100.00000000')
  expect(await said('balance_at_end', [[null, null]])).toBeNull()
})

test('distinct values are those of the last date; none is 0, and no date is NULL', async () => {
  const rows = [
    [january, 1],
    [january, 2],
    [february, 3],
    [february, 3],
    [february, null],
  ] as const
  expect(await said('distinct_at_end', rows)).toBe(1)
  expect(
    await said('distinct_at_end', [
      [january, 1],
      [february, null],
    ]),
  ).toBe(0)
  expect(await said('distinct_at_end', [[null, null]])).toBeNull()
})

test('groups are held to a balance', async () => {
  const { rows } = await sql<{ segment: string }>`
    select segment from (values
      ('SMB', date '2024-01-31', 90.0), ('SMB', date '2024-02-29', 10.0), ('Enterprise', date '2024-02-29', 50.0)
    ) as given(segment, d, v)
    group by segment
    having balance_at_end(given.d, given.v) > 20 and distinct_at_end(given.d, given.v) = 1`.execute(
    db,
  )
  expect(rows).toEqual([{ segment: 'Enterprise' }])
})
