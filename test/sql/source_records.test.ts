/** Ids of sources' records, their versions and the times that they write, in SQL. */
import { type Expression, type RawBuilder, sql } from 'kysely'
import { describe, expect, test } from 'vitest'
import { text, timestamp } from '../../src/columns.ts'
import { defineExport } from '../../src/export.ts'
import { hoursOf, minutesBetween, minutesLater } from '../../src/sql/duration.ts'
import { anyTrue } from '../../src/sql/flags.ts'
import { headerOf } from '../../src/sql/headers.ts'
import { countWhere } from '../../src/sql/latest.ts'
import { latestOf } from '../../src/sql/latest_versions.ts'
import { toMinorUnits } from '../../src/sql/minor_units.ts'
import { discountIn } from '../../src/sql/money.ts'
import { negated } from '../../src/sql/recurring.ts'
import * as keys from '../../src/sql/source_keys.ts'
import { changesOf } from '../../src/sql/version_changes.ts'
import * as times from '../../src/sql/written_times.ts'
import { given } from '../../src/testing.ts'
import { openMemory } from '../transforms/chain.ts'
import { evaluated, raw, rowsOf, textOf } from './fragments.ts'

type OfText = (value: Expression<string | null>) => RawBuilder<unknown>

test.each<[OfText, given: string | null, result: string]>([
  [
    (list) => keys.sourceKeys('hubspot', raw("''"), list),
    ' 7; 12;;7 ',
    'VARCHAR: hubspot:12;hubspot:7',
  ],
  [
    (list) => keys.sourceKeys('hubspot', raw("'emea'"), list),
    '7;12',
    'VARCHAR: hubspot.emea:12;hubspot.emea:7',
  ],
  [(list) => keys.sourceKeys('hubspot', raw("''"), list), ' ; ', 'VARCHAR: null'],
  [(list) => keys.sourceKeys('hubspot', raw("''"), list), null, 'VARCHAR: null'],
  [(list) => keys.combined(list, textOf(null), textOf('b')), 'a', 'VARCHAR: a;b'],
  [(list) => keys.combined(list, textOf(null)), null, 'VARCHAR: null'],
  [(id) => keys.linkedKey('hubspot', id), ' 12 ', 'VARCHAR: hubspot:12'],
  [(id) => keys.linkedKey('hubspot', id), 'emea:12', 'VARCHAR: hubspot.emea:12'],
  [(id) => keys.linkedKey('hubspot', id), ' ', 'VARCHAR: null'],
  [(id) => keys.linkedKey('hubspot', id), null, 'VARCHAR: null'],
  [keys.withoutInstants, '12:1612345678901;13:1612345678902', 'VARCHAR: 12;13'],
  [keys.bySemicolon, ' a.example, b.example c.example', 'VARCHAR: a.example;b.example;c.example'],
  [times.instantIn, '2024-03-31T10:00:00.000Z', 'TIMESTAMP: 2024-03-31T10:00:00.000Z'],
  [times.instantIn, '2024-03-31 10:00', 'TIMESTAMP: 2024-03-31T10:00:00.000Z'],
  [times.instantIn, '1711879200000', 'TIMESTAMP: 2024-03-31T10:00:00.000Z'],
  [times.instantIn, 'FALSE', 'TIMESTAMP: null'],
  [times.instantText, '1711879200000', 'VARCHAR: 2024-03-31 10:00:00'],
  [times.instantText, null, 'VARCHAR: null'],
  [times.writtenDay, ' 1980-02-29 00:00', 'DATE: 1980-02-29'],
  [times.writtenDay, '31.12.1980', 'DATE: 1980-12-31'],
  [times.writtenDay, 'unknown', 'DATE: null'],
  [(id) => headerOf(id as Expression<string>), '4B2c-12.x', 'VARCHAR: 4b2c_12_x'],
])('%# of %j is %s', async (fragment, given, result) => {
  expect(await evaluated(sql`${fragment(textOf(given))}`)).toBe(result)
})

test.each<[RawBuilder<unknown>, result: string]>([
  [keys.idsOf(raw('id')), 'VARCHAR: a;b'],
  [countWhere(raw("id = 'a'")), 'BIGINT: 2'],
])('%# over a, b, a and nothing', async (fragment, result) => {
  expect(await evaluated(fragment, "(values ('a'), ('b'), ('a'), (null)) as listed (id)")).toBe(
    result,
  )
})

const at = (instant: string) => raw(`timestamp '${instant}'`)

test.each<[RawBuilder<unknown>, result: string]>([
  [anyTrue(raw('null::boolean'), raw('false')), 'BOOLEAN: false'],
  [anyTrue(raw('null::boolean'), raw('true')), 'BOOLEAN: true'],
  [minutesBetween(at('2024-01-01 10:00'), at('2024-01-01 11:30:30')), 'DOUBLE: 90.5'],
  [minutesBetween(at('2024-01-01 10:00'), at('2024-01-01 09:00')), 'DOUBLE: null'],
  [minutesLater(at('2024-01-01 23:59'), raw('1.5')), 'TIMESTAMP: 2024-01-02T00:00:30.000Z'],
  [minutesLater(at('2024-01-01 23:59'), raw('null::double')), 'TIMESTAMP: null'],
  [hoursOf(raw('90::double')), 'DOUBLE: 1.5'],
  [minutesBetween(at('2024-01-01 10:00'), raw('null::timestamp')), 'DOUBLE: null'],
  [times.laterOf(at('2024-01-01'), raw('null::timestamp')), 'TIMESTAMP: 2024-01-01T00:00:00.000Z'],
  [times.laterOf(at('2024-01-01'), at('2024-02-01')), 'TIMESTAMP: 2024-02-01T00:00:00.000Z'],
  [times.calendarDay(at('2024-01-31 23:59')), 'DATE: 2024-01-31'],
  [toMinorUnits(raw('12.50::decimal(18, 2)'), raw("'EUR'")), 'BIGINT: 1250'],
  [toMinorUnits(raw('1200::decimal(18, 2)'), raw("'JPY'")), 'BIGINT: 1200'],
  [negated(raw('83.33333333::decimal(28, 8)')), 'DECIMAL(28,8): -83.33333333'],
  // 100.00 less 10.00, and 17.10 of tax on the rest.
  [
    discountIn({
      subtotal: raw('100.00::decimal(18, 2)'),
      tax: raw('17.10::decimal(18, 2)'),
      total: raw('107.10::decimal(18, 2)'),
    }),
    'DECIMAL(18,2): 10.00',
  ],
  // The tax is in the subtotal: nothing can be said.
  [
    discountIn({
      subtotal: raw('100.00::decimal(18, 2)'),
      tax: raw('null::decimal(18, 2)'),
      total: raw('119.00::decimal(18, 2)'),
    }),
    'DECIMAL(18,2): 0.00',
  ],
  [
    discountIn({
      subtotal: raw('null::decimal(18, 2)'),
      tax: raw('null::decimal(18, 2)'),
      total: raw('119.00::decimal(18, 2)'),
    }),
    'DECIMAL(18,2): null',
  ],
])('%# gives its value under its type', async (fragment, result) => {
  expect(await evaluated(fragment)).toBe(result)
})

describe('of successive states', () => {
  const states = (rows: string) =>
    changesOf(
      sql`select * from (values ${sql.raw(rows)}) as state (id, property, begun_at, state_at, value)`,
    )
  const january = "timestamp '2024-01-01'"
  const march = "timestamp '2024-03-01'"
  const may = "timestamp '2024-05-01'"

  test('the first value held from the beginning, a repeated one is no change', async () => {
    const changes = await rowsOf(
      sql`${states(`('1', 'amount', ${january}, ${march}, '10'), ('1', 'amount', ${january}, timestamp '2024-04-01', '10'), ('1', 'amount', ${january}, ${may}, '20')`)} order by changed_at`,
    )
    expect(changes).toEqual([
      { id: '1', property: 'amount', changed_at: new Date('2024-01-01'), value: '10' },
      { id: '1', property: 'amount', changed_at: new Date('2024-05-01'), value: '20' },
    ])
  })

  test('a value that never changed has no rows, one that was cleared has', async () => {
    const changes = await rowsOf(
      sql`${states(`('1', 'amount', ${january}, ${march}, '10'), ('1', 'amount', ${january}, ${may}, '10'), ('1', 'owner', null, ${march}, 'a'), ('1', 'owner', null, ${may}, null)`)} order by changed_at`,
    )
    expect(changes).toEqual([
      { id: '1', property: 'owner', changed_at: new Date('2024-03-01'), value: 'a' },
      { id: '1', property: 'owner', changed_at: new Date('2024-05-01'), value: null },
    ])
  })
})

test('the latest version of each key of each instance stands', async () => {
  const rawTestDeals = defineExport({
    name: 'raw_test__deals',
    description: 'Deals.',
    system: 'test',
    object: 'deals',
    grain: ['id'],
    keep: 'versions',
    columns: { id: text('The id.'), modified: timestamp('When it changed.').nullable() },
  })
  const db = await openMemory()
  await given(db, rawTestDeals, [
    { id: '1', version_at: new Date('2024-01-01') },
    { id: '1', version_at: new Date('2024-02-01') },
    { id: '1', version_at: new Date('2024-01-15'), source_instance: 'emea' },
    { id: '2', version_at: new Date('1970-01-01') },
  ])
  const rows = await db
    .selectFrom(latestOf(db, rawTestDeals).as('deal'))
    .select(['deal.source_instance', 'deal.id', 'deal.version_at'])
    .orderBy('deal.source_instance')
    .orderBy('deal.id')
    .execute()
  await db.destroy()
  expect(rows).toEqual([
    { source_instance: '', id: '1', version_at: new Date('2024-02-01') },
    { source_instance: '', id: '2', version_at: new Date('1970-01-01') },
    { source_instance: 'emea', id: '1', version_at: new Date('2024-01-15') },
  ])
})
