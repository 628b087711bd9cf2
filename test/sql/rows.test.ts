/** Groups, neighbouring rows and unions in SQL, and the macros that the model calls. */
import { sql } from 'kysely'
import { describe, expect, test } from 'vitest'
import { text } from '../../src/columns.ts'
import {
  descending,
  firstKnown,
  greatestWhere,
  holdsForAny,
  latest,
  latestWhere,
  leastWhere,
} from '../../src/sql/latest.ts'
import { unionByName, unionOf } from '../../src/sql/union.ts'
import {
  carried,
  carriedBothWays,
  following,
  greatestAmong,
  isChange,
  place,
  previous,
} from '../../src/sql/window.ts'
import { countOfLast, rowsBefore, runningTotal, sumOfLast } from '../../src/sql/windows.ts'
import { evaluated, raw, rowsOf } from './fragments.ts'

/** Four months of one account, and one of another. */
const months = `(values
  ('a', 1, 10::bigint, 10::decimal(28, 8), null),
  ('a', 2, 20, 20, 'x'),
  ('a', 3, 20, 20, null),
  ('a', 4, 40, 40, 'y'),
  ('b', 4, 5, 5, null)
) as row(account, month, count, mrr, owner)`
const [account, month, count, mrr, owner] = ['account', 'month', 'count', 'mrr', 'owner'].map(raw)

test('a union pads the columns that a part of it does not have', async () => {
  const columns = { id: text('Key.'), name: text('Name.').nullable() }
  const part = (name: string, row: string, own: object) => ({
    columns: own,
    as: (alias: string) => sql.raw(`(values (${row})) as ${alias}(${name})`) as never,
  })
  const union = unionOf(
    columns,
    part('name, id', "'Anna', 'a'", columns),
    part('id, further', "'b', 1", { id: columns.id }),
  )
  expect(await rowsOf(union)).toEqual([
    { id: 'a', name: 'Anna' },
    { id: 'b', name: null },
  ])
})

describe('of a group', () => {
  test('the latest value passes over nulls', async () => {
    expect(await evaluated(latest(count!, month!), months)).toBe('BIGINT: 40')
    expect(await evaluated(latest(owner!, raw('-month')), months)).toBe('VARCHAR: x')
  })

  test('the first known value, in an order, passes over nulls', async () => {
    expect(await evaluated(firstKnown(owner!, [month!]), months)).toBe('VARCHAR: x')
    expect(await evaluated(firstKnown(owner!, [descending(month!)]), months)).toBe('VARCHAR: y')
    expect(await evaluated(firstKnown(owner!, [account!, descending(count!)]), months)).toBe(
      'VARCHAR: y',
    )
  })

  test('nulls come last where the greatest comes first', async () => {
    const orders = firstKnown(raw('v'), [descending(raw('o')), raw('v')])
    expect(await evaluated(orders, "(values ('a', null), ('b', 1), ('c', 2)) as row(v, o)")).toBe(
      'VARCHAR: c',
    )
  })

  test('only the rows count on which something holds', async () => {
    const early = raw('month < 4')
    expect(await evaluated(latestWhere(count!, month!, early), months)).toBe('BIGINT: 20')
    expect(await evaluated(leastWhere(count!, early), months)).toBe('BIGINT: 10')
    expect(await evaluated(greatestWhere(count!, early), months)).toBe('BIGINT: 20')
    expect(await evaluated(greatestWhere(count!, raw('false')), months)).toBe('BIGINT: null')
  })

  test('something holds for any row, or for none', async () => {
    expect(await evaluated(holdsForAny(raw("owner = 'y'")), months)).toBe('BOOLEAN: true')
    expect(await evaluated(holdsForAny(raw('null::boolean')), months)).toBe('BOOLEAN: false')
  })
})

describe('of neighbouring rows', () => {
  const rows = { by: [account!], order: [month!] }
  const series = { of: [account!], by: month! }
  // Windows give rows in any order.
  const inOrder = `${months} order by account, month`

  test('the ones before and after are of the same account', async () => {
    expect(await evaluated(previous(count!, rows), inOrder)).toBe('BIGINT: null, 10, 20, 20, null')
    expect(await evaluated(following(count!, rows), inOrder)).toBe('BIGINT: 20, 20, 40, null, null')
    expect(await evaluated(place(rows), inOrder)).toBe('BIGINT: 1, 2, 3, 4, 1')
    const all = { by: [], order: [account!, month!] }
    expect(await evaluated(place(all), inOrder)).toBe('BIGINT: 1, 2, 3, 4, 5')
    expect(await evaluated(greatestAmong(count!, rows), inOrder)).toBe('BIGINT: 40, 40, 40, 40, 5')
    expect(await evaluated(rowsBefore(count!, 2, series), inOrder)).toBe(
      'BIGINT: null, null, 10, 20, null',
    )
  })

  test('a value is carried forward, and back where there is none before', async () => {
    expect(await evaluated(carried(owner!, rows), inOrder)).toBe('VARCHAR: null, x, x, y, null')
    expect(await evaluated(carriedBothWays(owner!, rows), inOrder)).toBe(
      'VARCHAR: x, x, x, y, null',
    )
  })

  test('a change differs in any value, and the first row is one', async () => {
    expect(await evaluated(isChange([count!], rows), inOrder)).toBe(
      'BOOLEAN: true, true, false, true, true',
    )
  })

  test('sums roll over the last rows', async () => {
    expect(await evaluated(sumOfLast(mrr!, 2, series), inOrder)).toBe(
      'DECIMAL(28,8): 10.00000000, 30.00000000, 40.00000000, 60.00000000, 5.00000000',
    )
    expect(await evaluated(countOfLast(count!, 2, series), inOrder)).toBe(
      'BIGINT: 10, 30, 40, 60, 5',
    )
    expect(await evaluated(countOfLast(count!, 2, series, 'the row before'), inOrder)).toBe(
      'BIGINT: 0, 10, 30, 40, 0',
    )
    expect(await evaluated(runningTotal(mrr!, series), inOrder)).toBe(
      'DECIMAL(28,8): 10.00000000, 30.00000000, 50.00000000, 90.00000000, 5.00000000',
    )
  })
})

test('a union goes by name, whatever the order', async () => {
  const union = unionByName(sql`select 1 as one, 2 as two`, sql`select 20 as two, 10 as one`)
  expect(await rowsOf(union)).toEqual([
    { one: 1, two: 2 },
    { one: 10, two: 20 },
  ])
})

describe('the macros of balances', () => {
  const balances = `(values
    (date '2024-01-31', 10::decimal(28, 8), 'a'),
    (date '2024-01-31', 5, 'b'),
    (date '2024-02-29', 7, 'a'),
    (date '2024-02-29', 1, 'a'),
    (null, 100, 'c')
  ) as row(date, mrr, account)`

  test('add up and count on the last date alone', async () => {
    expect(await evaluated(raw('balance_at_end(date, mrr)'), balances)).toMatch(/: 8(\.0+)?$/)
    expect(await evaluated(raw('distinct_at_end(date, account)'), balances)).toMatch(/: 1$/)
  })

  test('count no value where there is none', async () => {
    const nothing = '(select null::date as date, 1::decimal(28, 8) as mrr) as row'
    expect(await evaluated(raw('balance_at_end(date, mrr)'), nothing)).toMatch(/: null$/)
  })
})
