/**
 * A contract says the same twice: as SQL that splits a file, and as a Zod schema. Here both read
 * the same random cells, row by row. REVOPS_PROPERTY_RUNS sets how many rows each contract gets.
 */
import { join } from 'node:path'
import { DuckDBInstance } from '@duckdb/node-api'
import { describe, expect, test } from 'vitest'
import {
  type Columns,
  day,
  flag,
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
import { rowSchema } from '../../../src/warehouse/load/row_schema.ts'
import { literal } from '../../../src/warehouse/open.ts'
import { fromDuckDB } from '../../../src/warehouse/values.ts'
import { ExportsFolder, type Row } from './folder.ts'
import { type Kind, randomCell, randomFrom } from './random_cells.ts'

const rows = Number(process.env['REVOPS_PROPERTY_RUNS'] ?? 800)

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
} satisfies Columns

const contractWith = (layout: Partial<Layout>) =>
  defineExport({
    name: 'raw_test__cells',
    description: 'Random cells.',
    system: 'test',
    object: 'cells',
    grain: ['row_id'],
    layout,
    gathered: { entered: /^Date entered / },
    maxRefused: 1,
    columns,
  })

const headers = [
  ...Object.keys(columns).filter((name) => name !== 'entered'),
  'Date entered "Won"',
  'Date entered "Demo, late"',
]
const kindOf = (header: string): Kind =>
  (Object.keys(typed) as Kind[]).find((kind) => header.startsWith(`${kind}_`)) ?? 'text'

describe.each([
  ['a plain layout', {}, 1],
  ['spellings of an empty value', { nulls: ['--', ' n/a '] }, 2],
  ['a decimal comma', { decimal: ',' }, 3],
  ['the time of Berlin', { timeZone: 'Europe/Berlin' }, 4],
  ['the time of Lord Howe Island', { timeZone: 'Australia/Lord_Howe' }, 5],
] as const)('under %s', (_, layout, seed) => {
  test('the loader takes the rows that the schema takes, with the same values, and refuses the others for the same cells', async () => {
    const contract = contractWith(layout)
    const random = randomFrom(seed)
    const raw = Array.from({ length: rows }, (_, index) =>
      Object.fromEntries(
        headers.map((header) => [
          header,
          header === 'row_id' ? `row ${index}` : randomCell(kindOf(header), layout, random),
        ]),
      ),
    )
    const folder = new ExportsFolder()
    folder.write('test/cells.csv', csv(raw))
    const loaded = await folder.load(contract)
    const refused = await refusedIn(join(folder.warehouse, 'loads', contract.name))
    const accepted = new Map(loaded.table.map((row) => [row['row_id'], row]))

    const schema = rowSchema(contract)
    const parsed = raw.map((row) => ({ row, result: schema.safeParse(row) }))
    const verdicts = parsed.map(({ row, result }) => ({
      row: row['row_id'],
      values: result.success ? plainRow(result.data) : undefined,
      refused: result.success ? undefined : result.error.issues.map(issueText).sort(),
    }))
    expect(
      raw.map(({ row_id }) => ({
        row: row_id,
        values: accepted.has(row_id) ? plainRow(accepted.get(row_id)!) : undefined,
        refused: refused.get(row_id!),
      })),
    ).toEqual(verdicts)
    expect(loaded.files).toMatchObject([
      { read: rows, accepted: loaded.table.length, superseded: 0 },
    ])
    // A run in which all rows went one way would show little.
    expect(verdicts.filter(({ values }) => values).length).toBeGreaterThan(rows / 50)
    expect(verdicts.filter(({ refused }) => refused).length).toBeGreaterThan(rows / 10)
  })
})

const issueText = ({ path, message }: { path: PropertyKey[]; message: string }) =>
  `${String(path[0])} ${message}`

/** DuckDB's minus zero is a zero, and microseconds are beyond a Date. */
const plainRow = (row: Row) =>
  Object.fromEntries(Object.entries(row).map(([name, value]) => [name, value === 0 ? 0 : value]))

function csv(raw: readonly Readonly<Record<string, string>>[]): string {
  const quoted = (cell: string) => `"${cell.replaceAll('"', '""')}"`
  const lines = [headers, ...raw.map((row) => headers.map((header) => row[header]!))]
  return lines.map((cells) => `${cells.map(quoted).join(',')}\n`).join('')
}

/** The cells for which rows of loaded files are refused, by row. */
async function refusedIn(folder: string): Promise<Map<string, string[]>> {
  const instance = await DuckDBInstance.create(':memory:')
  const connection = await instance.connect()
  try {
    const path = literal(`${folder.replaceAll(/[*?[]/g, '[$&]')}/*.parquet`)
    const result = await connection.runAndReadAll(`
      select row_id, list_sort(list_transform("row findings",
        lambda finding: concat(finding."column", ' ', case when finding."value" is null then 'is empty' else finding."rule" end))) as refused
      from read_parquet(${path}) where "row findings" is not null`)
    return new Map(
      result
        .convertRowObjects(fromDuckDB)
        .map((row) => [row['row_id'] as string, row['refused'] as string[]]),
    )
  } finally {
    connection.closeSync()
    instance.closeSync()
  }
}
