/** Salesforce in SQL: the text of field histories, last states of records, costs by day; and histories. */
import { DuckDBInstance } from '@duckdb/node-api'
import { type Expression, Kysely, type RawBuilder, sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { flag, localMoney, text, timestamp } from '../../src/columns.ts'
import { defineExport, optional } from '../../src/export.ts'
import * as history from '../../src/sql/history.ts'
import * as salesforce from '../../src/sql/salesforce.ts'
import { given, type TestDatabase } from '../../src/testing.ts'
import { duckdbDialect } from '../../src/warehouse/dialect.ts'
import { evaluated, raw, rowsOf, textOf } from './fragments.ts'

const user = '005A0000001b2Cd'

const ofText: [(value: Expression<string | null>) => RawBuilder<unknown>, string | null, string][] =
  [
    [salesforce.ownerIdIn, user, `VARCHAR: ${user}IAI`],
    [salesforce.ownerIdIn, `${user}IAI`, `VARCHAR: ${user}IAI`],
    [salesforce.ownerIdIn, 'Anna Berg', 'VARCHAR: null'],
    [salesforce.ownerIdIn, '006A0000001b2Cd', 'VARCHAR: null'],
    [salesforce.shareIn, '75', 'DOUBLE: 0.75'],
    [salesforce.shareIn, '75 %', 'DOUBLE: 0.75'],
    [salesforce.isAnswer, 'Email: Re: your offer', 'BOOLEAN: true'],
    [salesforce.isAnswer, 'AW: Angebot', 'BOOLEAN: true'],
    [salesforce.isAnswer, 'Email: Renewal: next steps', 'BOOLEAN: false'],
    [salesforce.isAnswer, null, 'BOOLEAN: false'],
    [salesforce.dayIn, '2024-03-31', 'DATE: 2024-03-31'],
    [salesforce.dayIn, '2024-03-31T00:00:00.000Z', 'DATE: 2024-03-31'],
    [salesforce.dayIn, '31.3.2024', 'DATE: 2024-03-31'],
    [salesforce.dayIn, '3/4/2024', 'DATE: 2024-03-04'],
    [salesforce.dayIn, '31/3/2024', 'DATE: 2024-03-31'],
    [salesforce.dayIn, 'soon', 'DATE: null'],
    [salesforce.amountIn, '1200', 'DECIMAL(18,2): 1200.00'],
    [salesforce.amountIn, 'USD 1,234,567.8', 'DECIMAL(18,2): 1234567.80'],
    [salesforce.amountIn, '1.234,50 €', 'DECIMAL(18,2): 1234.50'],
    [salesforce.amountIn, '-5', 'DECIMAL(18,2): -5.00'],
    [salesforce.amountIn, 'much', 'DECIMAL(18,2): null'],
    [(id) => salesforce.salesforceKey(raw("''"), id), user, `VARCHAR: salesforce:${user}IAI`],
    [
      (id) => salesforce.salesforceKey(raw("'emea'"), id),
      user,
      `VARCHAR: salesforce.emea:${user}IAI`,
    ],
  ]

test.each(ofText)('%o of %o is %s', async (fragment, value, result) => {
  expect(await evaluated(fragment(textOf(value)))).toBe(result)
})

const day = (value: string) => raw(`date '${value}'`)
const instant = (value: string) => raw(`timestamp '${value}'`)

test.each([
  [salesforce.sameDay(instant('2024-03-31 01:00'), instant('2024-03-31 23:00')), 'BOOLEAN: true'],
  [salesforce.sameDay(instant('2024-03-31'), instant('2024-04-01')), 'BOOLEAN: false'],
  [salesforce.sameDay(instant('2024-03-31'), raw('null::timestamp')), 'BOOLEAN: null'],
  [salesforce.exportedDate(instant('2024-03-31 23:30')), 'DATE: 2024-03-31'],
  [salesforce.startOfDay(day('2024-03-31')), 'TIMESTAMP: 2024-03-31T00:00:00.000Z'],
  [salesforce.shareOf(raw('70::double')), 'DOUBLE: 0.7'],
  [salesforce.shareOf(raw('70::decimal(18, 2)')), 'DOUBLE: 0.7'],
  [
    salesforce.earliest(instant('2024-03-31'), instant('2024-03-30')),
    'TIMESTAMP: 2024-03-30T00:00:00.000Z',
  ],
  [
    salesforce.daysBetween(day('2024-02-28'), day('2024-03-01')),
    'DATE: 2024-02-28, 2024-02-29, 2024-03-01',
  ],
])('%o is %s', async (fragment, result) => {
  const [type, values] = result.split(': ') as [string, string]
  const given = await evaluated(fragment)
  expect(given.split(': ')[0]!.replace(/ and .*/, '')).toBe(type)
  expect(given.slice(given.indexOf(': ') + 2)).toBe(values)
})

test('a cost is split into whole cents, the first days take the rest', async () => {
  const share = salesforce.shareOfDay(raw("'10.00'::decimal(18, 2)"), raw('place'), raw('3'))
  expect(await evaluated(share, '(values (1), (2), (3)) as days(place)')).toBe(
    'DECIMAL(18,2): 3.34, 3.33, 3.33',
  )
})

test.each([
  ['false, false, false, true', 'false'],
  ['true, false, false, true', 'true'],
  ['null, true, null, null', 'true'],
  ['null, false, true, null', 'true'],
  ['null, false, null, false', 'true'],
  ['null, false, null, null', 'false'],
])(
  'a row that says deleted, gone, deleted by the connector, active as %s is removed: %s',
  async (says, result) => {
    const from = `(values (${says})) as account(is_deleted, is_gone, _fivetran_deleted, _fivetran_active)`
    expect(await evaluated(salesforce.isRemoved('account'), from)).toBe(`BOOLEAN: ${result}`)
  },
)

describe('a history', () => {
  const states = raw(`(select * from (values
    ('a', timestamp '2024-01-01', '1', 'x', null), ('a', timestamp '2024-01-02', '2', 'x', '5'),
    ('a', timestamp '2024-01-03', '3', 'y', '5'), ('b', timestamp '2024-01-01', '1', 'x', '5')
  ) as state(record_id, changed_at, sequence, stage, amount))`)

  test('has all of the first state of a record, then what changes', async () => {
    const rows = (await rowsOf(history.changesOf(states, ['stage', 'amount']))) as {
      record_id: string
      property: string
      changed_at: Date
      value: string | null
    }[]
    expect(
      rows
        .map((row) => [row.record_id, row.property, row.changed_at.getUTCDate(), row.value])
        .sort(),
    ).toEqual([
      ['a', 'amount', 1, null],
      ['a', 'amount', 2, '5'],
      ['a', 'stage', 1, 'x'],
      ['a', 'stage', 3, 'y'],
      ['b', 'amount', 1, '5'],
      ['b', 'stage', 1, 'x'],
    ])
  })

  test('begins with the record’s creation', async () => {
    const began = history.sinceCreation(raw('began'), instant('2023-12-01'), {
      by: [raw('1')],
      order: [raw('began')],
    })
    expect(
      await evaluated(
        began,
        "(values (timestamp '2024-01-01'), (timestamp '2024-01-02')) as state(began)",
      ),
    ).toBe('TIMESTAMP: 2023-12-01T00:00:00.000Z, 2024-01-02T00:00:00.000Z')
  })

  test('orders the changes of a day from the one that none leads to', async () => {
    const place = history.placeInChain(raw('before'), raw('after'), [raw('1')])
    expect(
      await evaluated(
        place,
        "(values ('b', 'c'), (null, 'a'), ('a', 'b')) as change(before, after)",
      ),
    ).toBe('VARCHAR: 2, 0, 1')
  })

  test('sets changes of one instant a microsecond apart', async () => {
    const apart = history.apart(instant('2024-01-01'), { by: [raw('1')], order: [raw('place')] })
    expect(
      await evaluated(sql`epoch_us(${apart}) % 1000`, '(values (1), (2)) as change(place)'),
    ).toBe('BIGINT: 0, 1')
  })

  test('counts the rows of a record', async () => {
    expect(
      await evaluated(history.countOf({ by: [raw('id')] }), "(values ('a'), ('a')) as s(id)"),
    ).toBe('BIGINT: 2, 2')
  })
})

describe('the last state of a record', () => {
  const accounts = defineExport({
    name: 'raw_salesforce__tests',
    description: 'Rows.',
    system: 'salesforce',
    object: 'tests',
    grain: ['id'],
    keep: 'versions',
    columns: {
      id: text('The id.'),
      owner_id: text('The owner.').nullable(),
      name: text('The name.').nullable(),
      amount: localMoney('The amount.').nullable(),
      is_won: optional(flag('Whether it is won.').nullable()),
      modified: timestamp('When it changed.').nullable(),
    },
  })
  const long = '001000000000001AAA'
  let db: TestDatabase
  beforeAll(async () => {
    db = new Kysely({
      dialect: duckdbDialect(await DuckDBInstance.create(':memory:', { threads: '1' })),
    })
  })
  afterAll(() => db.destroy())

  const lastOf = async (...rows: Parameters<typeof given<(typeof accounts)['columns']>>[2]) => {
    await given(db, accounts, rows)
    const states = salesforce.lastStates(accounts, 'version_at')
    return (
      await sql<{
        id: string
        name: string | null
        amount: string | null
        owner_id: string | null
      }>`
      select id, name, cast(amount as varchar) as amount, owner_id from ${states} order by id`.execute(
        db,
      )
    ).rows
  }
  const on = (date: number) => new Date(Date.UTC(2024, 0, date))

  test('is the newest row', async () => {
    expect(
      await lastOf(
        { id: long, owner_id: 'o', name: 'Old', amount: '5.00', version_at: on(1) },
        { id: long, owner_id: 'o', name: 'New', amount: null, version_at: on(2) },
      ),
    ).toEqual([{ id: long, name: 'New', amount: null, owner_id: 'o' }])
  })

  test('takes from a newer report what it has, and clears nothing', async () => {
    expect(
      await lastOf(
        { id: long, owner_id: 'o', name: 'Old', amount: '5.00', version_at: on(1) },
        { id: long.slice(0, 15), name: 'New', version_at: on(2) },
      ),
    ).toEqual([{ id: long, name: 'New', amount: '5.00', owner_id: 'o' }])
  })

  test('takes nothing from an older report', async () => {
    expect(
      await lastOf(
        { id: long, owner_id: 'o', name: 'New', version_at: on(2) },
        { id: long.slice(0, 15), name: 'Old', amount: '5.00', version_at: on(1) },
      ),
    ).toEqual([{ id: long, name: 'New', amount: null, owner_id: 'o' }])
  })

  test('is a report’s where nothing else has the record', async () => {
    expect(await lastOf({ id: long.slice(0, 15), name: 'Reported', version_at: on(1) })).toEqual([
      { id: long, name: 'Reported', amount: null, owner_id: null },
    ])
  })

  test('is one for each instance', async () => {
    expect(
      await lastOf(
        { id: long, owner_id: 'o', name: 'Here', version_at: on(1) },
        { id: long, owner_id: 'o', name: 'There', version_at: on(1), source_instance: 'emea' },
      ),
    ).toHaveLength(2)
  })
})
