/** Rows as the SQL of a contract reads them, for comparing them with what its schema says. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DuckDBInstance } from '@duckdb/node-api'
import type { AnyTable } from '../../../src/table.ts'
import { bookkeeping } from '../../../src/warehouse/load/bookkeeping.ts'
import { type CellReading, fileQuery } from '../../../src/warehouse/load/file_query.ts'
import { mendingQuery } from '../../../src/warehouse/load/mending.ts'
import { recognise } from '../../../src/warehouse/load/recognition.ts'
import { cellsOf, loadedColumns, rowRules } from '../../../src/warehouse/load/row_cells.ts'
import type { Shape } from '../../../src/warehouse/load/shape.ts'
import { identifier } from '../../../src/warehouse/open.ts'
import { fromDuckDB } from '../../../src/warehouse/values.ts'
import type { Row } from './folder.ts'

export type RawRow = Readonly<Record<string, string>>

/** What the SQL makes of one row. */
export interface Verdict {
  readonly values: Row
  /** 'Amount is not a number', sorted; undefined of an accepted row. */
  readonly refused: readonly string[] | undefined
  /** The rules that the row breaks, as 'amount has no value'. */
  readonly broken: readonly string[]
  readonly isOdd: boolean
}

/** Reads rows in one folder and one database, so that many contracts can be tried in little time. */
export class SqlReader {
  readonly #folder = mkdtempSync(join(tmpdir(), 'revops cells '))
  readonly #instance = DuckDBInstance.create(':memory:', { threads: '1' })
  readonly #isOptimised: boolean

  /** @param isOptimised false reads wide contracts in a half of the time, most of which is planning */
  constructor(isOptimised = true) {
    this.#isOptimised = isOptimised
  }

  async close() {
    rmSync(this.#folder, { recursive: true, force: true })
    ;(await this.#instance).closeSync()
  }

  /** The rules of a contract for a file with these headers. */
  rules(contract: AnyTable, headers: readonly string[], reading: CellReading) {
    return rowRules(contract, shapeOf(contract, headers), reading.layout)
  }

  /** Reads rows; without some of the rules, where they are given by their places. */
  async read(
    contract: AnyTable,
    { rows, headers }: { rows: readonly RawRow[]; headers: readonly string[] },
    reading: CellReading,
    without: readonly number[] = [],
  ): Promise<Verdict[]> {
    const path = join(this.#folder, 'rows.csv')
    writeFileSync(path, csv(headers, rows))
    const shape = shapeOf(contract, headers)
    const all = rowRules(contract, shape, reading.layout)
    const rules = all.filter((_, index) => !without.includes(index))
    const query = fileQuery(contract, { paths: [path], shape, rejects: 'fail' }, reading, rules)
    const connection = await (await this.#instance).connect()
    try {
      await connection.run("set timezone = 'UTC'")
      if (!this.#isOptimised) await connection.run('pragma disable_optimizer')
      const names = new Set(cellsOf(contract, shape, reading.layout).map(({ name }) => name))
      const columns = loadedColumns(contract).map(([name]) => identifier(name))
      const values = `struct_pack(${columns.map((name) => `${name} := ${name}`).join(', ')})`
      const broken = `[${all.map(({ isBroken }) => isBroken).join(', ')}]::boolean[]`
      await connection.run(
        `create or replace temp table read as select row_number() over () as "row place", *
         from (${query.replace('select ', `select ${broken} as broken, `)})`,
      )
      const mending = mendingQuery(contract, shape, reading.layout, 'from read', names)
      const result = await connection.runAndReadAll(`
        select ${values} as "values", broken, ${texts} is not null as is_refused,
          ${identifier(bookkeeping.odd)} as is_odd, mended.refused
        from read left join (
          select "row place", list_sort(list_transform(${identifier(bookkeeping.findings)},
            lambda finding: concat(finding."column", ' ', finding."rule"))) as refused
          from (${mending})
        ) as mended using ("row place")
        order by "row place"`)
      return result.convertRowObjects(fromDuckDB).map((row) => ({
        values: row['values'] as Row,
        refused: row['is_refused'] ? ((row['refused'] as string[] | null) ?? []) : undefined,
        broken: (row['broken'] as boolean[]).flatMap((is, index) =>
          is ? [`${all[index]!.column} ${all[index]!.kind}`] : [],
        ),
        isOdd: row['is_odd'] as boolean,
      }))
    } finally {
      connection.closeSync()
    }
  }
}

const texts = identifier(bookkeeping.texts)

function shapeOf(contract: AnyTable, headers: readonly string[]): Shape {
  const head = { head: csv(headers, []), isWhole: true }
  return { ...recognise('system/file.csv', head, [contract]).shape, hints: {} }
}

function csv(headers: readonly string[], rows: readonly RawRow[]): string {
  const quoted = (cell: string) => `"${cell.replaceAll('"', '""')}"`
  const lines = [headers, ...rows.map((row) => headers.map((header) => row[header] ?? ''))]
  return lines.map((cells) => `${cells.map(quoted).join(',')}\n`).join('')
}
