/** What single cells mean. That the SQL agrees with these rules, equality.test.ts shows. */
import { describe, expect, test } from 'vitest'
import { day, flag, integer, localMoney, number, rate, timestamp } from '../../../src/columns.ts'
import type { Layout } from '../../../src/contract.ts'
import { defineExport } from '../../../src/export.ts'
import { rowSchema } from '../../../src/warehouse/load/row_schema.ts'

type Case = readonly [text: string, value: unknown]

/** A value that is not in the list of a type's values: the cell is refused. */
const refused = Symbol('refused')

function read(column: ReturnType<typeof integer>, text: string, layout: Partial<Layout> = {}) {
  const contract = defineExport({
    name: 'raw_test__cells',
    description: 'One column.',
    system: 'test',
    object: 'cells',
    grain: ['cell'],
    layout,
    columns: { cell: column },
  })
  const result = rowSchema(contract).safeParse({ cell: text })
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
      ['€12', refused],
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
    ],
  ],
])('%s', (_, column, cases) => {
  test.each(cases)('in %j is %o', (text, value) => {
    expect(read(column() as ReturnType<typeof integer>, text)).toEqual(value)
  })
})

describe('under a layout', () => {
  test('of decimal commas a point groups and a comma points', () => {
    const layout = { decimal: ',' } as const
    expect(read(localMoney('') as never, '1.234,5', layout)).toBe('1234.50')
    expect(read(localMoney('') as never, '1,234.5', layout)).toBe(refused)
  })

  test('with words for an empty value these are empty', () => {
    const column = integer('').nullable() as never
    expect(read(column, ' --', { nulls: ['--'] })).toBe(null)
    expect(read(column, '--')).toBe(refused)
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
