/**
 * A contract says the same twice: as SQL that splits a file, and as a Zod schema. Here both read
 * the same random cells, row by row. REVOPS_PROPERTY_RUNS sets how many rows each contract gets.
 */
import { afterAll, describe, expect, test } from 'vitest'
import {
  type Columns,
  day,
  flag,
  instants,
  integer,
  localMoney,
  localRecurring,
  number,
  oneOf,
  rate,
  text,
  texts,
  timestamp,
} from '../../../src/columns.ts'
import type { Layout } from '../../../src/contract.ts'
import { defineExport } from '../../../src/export.ts'
import type { CellLayout } from '../../../src/warehouse/load/cell_rule.ts'
import { rowSchema } from '../../../src/warehouse/load/row_schema.ts'
import { type Kind, randomCell, randomFrom } from './random_cells.ts'
import { type RawRow, SqlReader } from './sql_reader.ts'
import { schemaVerdicts, sqlVerdicts } from './verdicts.ts'

const count = Number(process.env['REVOPS_PROPERTY_RUNS'] ?? 800)

const typed = {
  text: () => text('Text.'),
  choice: () => oneOf(['open', 'paid', 'Void'], 'A category.'),
  integer: () => integer('A whole number.'),
  money: () => localMoney('Money.'),
  recurring: () => localRecurring('A recurring value.'),
  rate: () => rate('A rate.'),
  number: () => number('A number.'),
  flag: () => flag('True or false.'),
  day: () => day('A day.'),
  timestamp: () => timestamp('An instant.'),
} satisfies Record<Kind, () => unknown>

const columns = {
  row_id: text('The key.'),
  ...Object.fromEntries(
    Object.entries(typed).flatMap(([kind, column]) => [
      [`${kind}_needed`, column()],
      [`${kind}_or_null`, column().nullable()],
    ]),
  ),
  entered: texts('Stages.'),
  left: instants('When stages were left.'),
} satisfies Columns

/** The same without the columns that must not be empty. */
const lenient = Object.fromEntries(
  Object.entries(columns).filter(([name]) => !name.endsWith('_needed')),
) as Pick<typeof columns, 'row_id' | 'entered' | 'left'>

const contractWith = (layout: Partial<Layout>, ofColumns = lenient) =>
  defineExport({
    name: 'raw_test__cells',
    description: 'Random cells.',
    system: 'test',
    object: 'cells',
    grain: ['row_id'],
    layout,
    gathered: { entered: /^Date entered /, left: /^timestamp_left / },
    columns: ofColumns,
  })

const headers = [
  ...Object.keys(columns).filter((name) => name !== 'entered' && name !== 'left'),
  'Date entered "Won"',
  'Date entered "Demo, late"',
  'timestamp_left "Won"',
  'timestamp_left "Demo"',
]
const kindOf = (header: string): Kind =>
  (Object.keys(typed) as Kind[]).find((kind) => header.startsWith(`${kind}_`)) ?? 'text'

const reader = new SqlReader()
afterAll(() => reader.close())

describe.each<[string, Partial<Layout>, Pick<CellLayout, 'dates'>, number]>([
  ['a plain layout', {}, {}, 1],
  ['spellings of an empty value', { nulls: ['--', ' n/a ', '0'] }, {}, 2],
  ['a decimal comma', { decimal: ',' }, { dates: 'dmy' }, 3],
  ['the time of Berlin', { timeZone: 'Europe/Berlin' }, { dates: 'mdy' }, 4],
  ['the time of Lord Howe Island', { timeZone: 'Australia/Lord_Howe' }, { dates: 'dmy' }, 5],
])('under %s', (_, layout, { dates }, seed) => {
  const contract = contractWith(layout, columns)
  const random = randomFrom(seed)
  const rows: RawRow[] = Array.from({ length: count }, (_, index) =>
    Object.fromEntries(
      headers.map((header) => [
        header,
        header === 'row_id' ? `row ${index}` : randomCell(kindOf(header), layout, random),
      ]),
    ),
  )
  const cells: CellLayout = {
    nulls: [],
    timeZone: 'UTC',
    decimal: '.',
    ...layout,
    ...(dates ? { dates } : {}),
  }

  test('the SQL takes the rows that the schema takes, with the same values, and refuses the others for the same cells', async () => {
    const read = await reader.read(contract, { rows, headers }, { layout: cells, isFull: true })
    const verdicts = schemaVerdicts(rowSchema(contract, cells), rows)
    expect(sqlVerdicts(read)).toEqual(verdicts)
    // A run in which all rows went one way would show little.
    expect(verdicts.filter(({ values }) => values).length).toBeGreaterThan(count / 50)
    expect(verdicts.filter(({ refused }) => refused).length).toBeGreaterThan(count / 10)
  })

  test('rows without an odd cell are read alike by the usual rules and by all', async () => {
    // Cells of one kind a row: of all kinds, some cell is nearly always odd.
    const kinds = Object.keys(typed)
    const narrow = rows.map((row, index) => {
      const ofKind = ([header]: [string, string]) =>
        header === 'row_id' || kindOf(header) === kinds[index % kinds.length]
      return Object.fromEntries(Object.entries(row).filter(ofKind))
    })
    const read = (isFull: boolean) =>
      reader.read(contractWith(layout), { rows: narrow, headers }, { layout: cells, isFull })
    const usual = await read(false)
    const isPlain = (_: unknown, index: number) => !usual[index]!.isOdd
    const full = sqlVerdicts(await read(true)).filter(isPlain)
    expect(sqlVerdicts(usual).filter(isPlain)).toEqual(full)
    expect(full.filter(({ values }) => values).length).toBeGreaterThan(count / 4)
  })
})
