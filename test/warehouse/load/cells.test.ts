/** What single cells mean. That the SQL agrees with these rules, equality.test.ts shows. */
import { describe, expect, test } from 'vitest'
import {
  day,
  flag,
  integer,
  localMoney,
  number,
  rate,
  text,
  timestamp,
} from '../../../src/columns.ts'
import type { Layout } from '../../../src/contract.ts'
import { defineExport } from '../../../src/export.ts'
import type { CellLayout } from '../../../src/warehouse/load/cell_rule.ts'
import { rowSchema } from '../../../src/warehouse/load/row_schema.ts'
import { contractOf } from '../../../src/warehouse/load/shape.ts'

type Case = readonly [text: string, value: unknown]

/** A value that is not in the list of a type's values: the cell is refused. */
const refused = Symbol('refused')

function read(
  column: ReturnType<typeof integer>,
  cell: string,
  layout: Partial<Layout> & Pick<CellLayout, 'dates'> = {},
) {
  const { dates, ...ofContract } = layout
  const contract = defineExport({
    name: 'raw_test__cells',
    description: 'One column.',
    system: 'test',
    object: 'cells',
    grain: ['cell'],
    layout: ofContract,
    columns: { cell: column },
  })
  const cells = { ...contractOf(contract).layout, dates }
  const result = rowSchema(contract, cells).safeParse({ cell })
  return result.success ? result.data.cell : refused
}

describe.each<[string, () => unknown, readonly Case[]]>([
  [
    'a whole number',
    () => integer(''),
    [
      ['1,234', 1234],
      [' 12 ', 12],
      ['5.0', 5],
      ['5.5', refused],
      ['1,23', refused],
      ['1e3', refused],
      ['9007199254740993', refused],
      ['', refused],
    ],
  ],
  [
    'money',
    () => localMoney(''),
    [
      ['12.5', '12.50'],
      ['-1,234.50', '-1234.50'],
      ['12.500', '12.50'],
      ['.5', '0.50'],
      ['-0.00', '0.00'],
      ['12.345', refused],
      ['1.234,50', refused],
      ['€ 1,234.50', '1234.50'],
      ['USD 12', '12.00'],
      ['12,50', refused],
      ['(1,234.00)', '-1234.00'],
      ["1'234.50", '1234.50'],
      ['1\u202f234.50 €', '1234.50'],
      ['0,123', refused],
      ['EURO 5', refused],
    ],
  ],
  [
    'a rate',
    () => rate(''),
    [
      ['1.12345678', '1.12345678'],
      ['1.123456789', refused],
    ],
  ],
  [
    'a number',
    () => number(''),
    [
      ['2.60%', 0.026],
      ['1,234.5', 1234.5],
      ['1e-3', 0.001],
      ['1e999', refused],
      ['NaN', refused],
    ],
  ],
  [
    'true or false',
    () => flag(''),
    [
      ['false', false],
      ['FALSE', false],
      ['No', false],
      ['0', false],
      ['Yes', true],
      ['1', true],
      ['Wahr', true],
      ['nein', false],
      ['OUI', true],
      ['maybe', refused],
    ],
  ],
  [
    'a day',
    () => day(''),
    [
      ['2024-02-29', '2024-02-29'],
      ['2024-02-29 00:00:00', '2024-02-29'],
      ['2024-02-29T00:00:00.000Z', '2024-02-29'],
      ['2024-02-29 10:00', refused],
      ['2024-02-29T00:00:00+02:00', refused],
      ['2023-02-29', refused],
      ['31.02.2024', refused],
      ['31.12.2024', '2024-12-31'],
      ['20241231', '2024-12-31'],
      ['1706659200', '2024-01-31'],
      ['1706659200000', '2024-01-31'],
      ['1706659201', refused],
      ['12. März 2024', '2024-03-12'],
      ['3 mars 2024', '2024-03-03'],
      ['Mar 12, 2024', '2024-03-12'],
      ['30 février 2024', refused],
      ['3/4/2024', refused],
      ['0001-01-01', refused],
    ],
  ],
  [
    'an instant',
    () => timestamp(''),
    [
      ['2024-03-31', new Date('2024-03-31T00:00:00Z')],
      ['2024-03-31 09:15', new Date('2024-03-31T09:15:00Z')],
      ['2024-03-31T09:15:10.250Z', new Date('2024-03-31T09:15:10.250Z')],
      ['2024-03-31 09:15:00+02:00', new Date('2024-03-31T07:15:00Z')],
      ['2024-03-31T09:15:00-0330', new Date('2024-03-31T12:45:00Z')],
      ['1700000000', new Date('2023-11-14T22:13:20Z')],
      ['1700000000123', new Date('2023-11-14T22:13:20.123Z')],
      ['2024-03-31 24:00', refused],
      ['2024-02-31 10:00', refused],
      ['03/31/2024', refused],
      ['170000', refused],
      ['1700000000123456', new Date('2023-11-14T22:13:20.123Z')],
      ['2024-03-31 9:15 PM', new Date('2024-03-31T21:15:00Z')],
      ['31.03.2024 09:15', new Date('2024-03-31T09:15:00Z')],
      ['Mar 31, 2024, 12:05\u202fAM', new Date('2024-03-31T00:05:00Z')],
    ],
  ],
])('%s', (_, column, cases) => {
  test.each(cases)('in %j is %o', (cell, value) => {
    expect(read(column() as ReturnType<typeof integer>, cell)).toEqual(value)
  })
})

describe('under a layout', () => {
  test('of decimal commas a point groups and a comma points', () => {
    const layout = { decimal: ',' } as const
    expect(read(localMoney('') as never, '1.234,5', layout)).toBe('1234.50')
    expect(read(localMoney('') as never, '1,234.5', layout)).toBe(refused)
    expect(read(localMoney('') as never, '1\u202f234,50 €', layout)).toBe('1234.50')
    expect(read(number('') as never, '2,60 %', layout)).toBe(0.026)
  })

  test('with words for an empty value these are empty', () => {
    const column = integer('').nullable() as never
    expect(read(column, ' --', { nulls: ['--'] })).toBe(null)
    expect(read(column, 'n/a', { nulls: ['n/a'] })).toBe(null)
    expect(read(column, 'n/a')).toBe(refused)
    expect(read(text('').nullable() as never, '--')).toBe('--')
  })

  test('of months before days 3/4/2024 is in March, and of days before months in April', () => {
    expect(read(day('') as never, '3/4/2024', { dates: 'mdy' })).toBe('2024-03-04')
    expect(read(day('') as never, '3/4/2024', { dates: 'dmy' })).toBe('2024-04-03')
    expect(read(day('') as never, '13/4/2024', { dates: 'mdy' })).toBe(refused)
    expect(read(timestamp('') as never, '3/4/2024 1:05 pm', { dates: 'mdy' })).toEqual(
      new Date('2024-03-04T13:05:00Z'),
    )
  })

  test.each<[string, string]>([
    ['2024-01-15 12:00', '2024-01-15T11:00:00Z'],
    ['2024-07-15 12:00', '2024-07-15T10:00:00Z'],
    ['2024-07-15 12:00Z', '2024-07-15T12:00:00Z'],
  ])('of Berlin time %s is %s', (text, instant) => {
    expect(read(timestamp('') as never, text, { timeZone: 'Europe/Berlin' })).toEqual(
      new Date(instant),
    )
  })
})
