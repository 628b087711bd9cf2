/**
 * Every contract of the warehouse says the same twice, and each of its rules matters: random files
 * of its own headers are read by its SQL and by its schema. REVOPS_CONTRACT_RUNS sets how many rows
 * each contract gets.
 */
import { afterAll, describe, expect, test } from 'vitest'
import { type AnyColumn, allowedValues, isNullable, sqlTypeOf } from '../../../src/columns.ts'
import { headersOf } from '../../../src/export.ts'
import type { AnyTable } from '../../../src/table.ts'
import type { CellReading } from '../../../src/warehouse/load/file_query.ts'
import { loadedColumns } from '../../../src/warehouse/load/row_cells.ts'
import { rowSchema } from '../../../src/warehouse/load/row_schema.ts'
import { contractOf, plain } from '../../../src/warehouse/load/shape.ts'
import { sources } from '../../../transforms/index.ts'
import { type Kind, type Random, randomCell, randomFrom } from './random_cells.ts'
import { type RawRow, SqlReader } from './sql_reader.ts'
import { schemaVerdicts, sqlVerdicts } from './verdicts.ts'

const count = Number(process.env['REVOPS_CONTRACT_RUNS'] ?? 20)

const kinds: Readonly<Record<string, Kind>> = {
  VARCHAR: 'text',
  BIGINT: 'integer',
  DOUBLE: 'number',
  BOOLEAN: 'flag',
  DATE: 'day',
  TIMESTAMP: 'timestamp',
  'DECIMAL(18,2)': 'money',
  'DECIMAL(28,8)': 'recurring',
  'DECIMAL(18,8)': 'rate',
}

/** The columns of a contract that stand under a header of their own, and the header. */
function headed(contract: AnyTable): { header: string; column: AnyColumn }[] {
  const { gathered } = contractOf(contract)
  const seen = new Set<string>()
  return loadedColumns(contract).flatMap(([name, column]) => {
    if (name in gathered) return []
    // Two columns may share a label in different layouts: then each takes a header of its own.
    const header = headersOf(name, column).find((one) => !seen.has(plain(one))) ?? name
    for (const one of headersOf(name, column)) seen.add(plain(one))
    return [{ header, column }]
  })
}

/** A cell that the column takes. */
function goodCell(column: AnyColumn): string {
  const [allowed] = allowedValues(column) ?? []
  if (allowed !== undefined) return allowed
  const type = sqlTypeOf(column)
  if (type === 'VARCHAR') return 'a text'
  if (type === 'BOOLEAN') return 'true'
  if (type === 'DATE') return '2024-03-31'
  return type === 'TIMESTAMP' ? '2024-03-31 09:15:00' : '12'
}

/** Good rows with some random cells; then, for each cell, one with nothing and one with nonsense. */
function rowsFor(contract: AnyTable, random: Random): RawRow[] {
  const columns = headed(contract)
  const good = Object.fromEntries(columns.map(({ header, column }) => [header, goodCell(column)]))
  const { layout } = contractOf(contract)
  const mixed = Array.from({ length: count }, () => {
    const changed = Array.from({ length: 3 }, () => random.pick(columns))
    const cells = changed.map(({ header, column }) => {
      const choices = allowedValues(column)
      const cell = choices
        ? random.pick([...choices, 'none of them', ' '])
        : randomCell(kinds[sqlTypeOf(column)]!, layout, random)
      return [header, cell]
    })
    return { ...good, ...Object.fromEntries(cells) }
  })
  const broken = columns.flatMap(({ header }) => [
    { ...good, [header]: '' },
    { ...good, [header]: '\u2205 nonsense' },
  ])
  return [...mixed, ...broken]
}

// Rows are read as DuckDB plans them for a load in equality.test.ts and in every test of a load.
const reader = new SqlReader(false)
afterAll(() => reader.close())

describe.each(sources.map((contract) => [contract.name, contract] as const))(
  '%s',
  (_, contract) => {
    const rows = rowsFor(contract, randomFrom(contract.name.length))
    const headers = headed(contract).map(({ header }) => header)
    const layout = { ...contractOf(contract).layout, dates: 'dmy' } as const
    const reading: CellReading = { layout, isFull: true }

    test('its SQL takes the rows that its schema takes, and each of its rules refuses one that no other does', async () => {
      const read = await reader.read(contract, { rows, headers }, reading)
      expect(sqlVerdicts(read)).toEqual(schemaVerdicts(rowSchema(contract, layout), rows))
      const alone = new Set(read.flatMap(({ broken }) => (broken.length === 1 ? broken : [])))
      const rules = reader.rules(contract, headers, reading)
      expect(
        rules.map(({ column, kind }) => `${column} ${kind}`).filter((rule) => !alone.has(rule)),
      ).toEqual([])
      // A column needs a value, or has a type: a contract without either would refuse nothing.
      const needed = loadedColumns(contract).filter(([, column]) => !isNullable(column))
      expect(rules.length).toBeGreaterThanOrEqual(needed.length)
    })
  },
)

test('without any one of its rules, a contract’s SQL takes a row that its schema refuses', async () => {
  const contract = [...sources].sort((one, other) => headed(one).length - headed(other).length)[0]!
  const rows = rowsFor(contract, randomFrom(1))
  const headers = headed(contract).map(({ header }) => header)
  const layout = { ...contractOf(contract).layout, dates: 'dmy' } as const
  const reading: CellReading = { layout, isFull: true }
  const expected = schemaVerdicts(rowSchema(contract, layout), rows)
  const rules = reader.rules(contract, headers, reading)
  expect(rules.length).toBeGreaterThan(0)
  for (const place of rules.keys())
    expect(
      sqlVerdicts(await reader.read(contract, { rows, headers }, reading, [place])),
    ).not.toEqual(expected)
})
