/** An exports folder that a test writes, and what the loader makes of it. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { DuckDBInstance } from '@duckdb/node-api'
import { onTestFinished } from 'vitest'
import type { AnyTable } from '../../../src/table.ts'
import {
  type LoadReport,
  loadExport,
  type Survey,
  type SurveyedExport,
  surveyExports,
} from '../../../src/warehouse/load/index.ts'
import { identifier } from '../../../src/warehouse/quoting.ts'
import { fromDuckDB } from '../../../src/warehouse/values.ts'
import { sqlOf } from '../../../src/warehouse/view.ts'

export type Row = Readonly<Record<string, unknown>>

export class ExportsFolder {
  readonly #root = mkdtempSync(join(tmpdir(), 'revops load [1] '))
  #targets = 0

  readonly exports = join(this.#root, 'exports')
  readonly warehouse = join(this.#root, 'warehouse')

  constructor() {
    mkdirSync(this.exports)
    mkdirSync(this.warehouse)
    onTestFinished(() => rmSync(this.#root, { recursive: true, force: true }))
  }

  /** Writes a file below the exports folder. */
  write(file: string, content: string | Uint8Array): string {
    const path = join(this.exports, file)
    mkdirSync(dirname(path), { recursive: true })
    writeFileSync(path, content)
    return path
  }

  survey(...contracts: AnyTable[]): Promise<Survey> {
    return surveyExports({ exports: this.exports, warehouse: this.warehouse, contracts })
  }

  /** Surveys and loads the first contract; gives its rows, in the order of its grain. */
  async load(table: AnyTable, ...others: AnyTable[]): Promise<LoadReport & { table: Row[] }> {
    const { exports: surveyed } = await this.survey(table, ...others)
    return this.loadSurveyed(surveyed[0]!)
  }

  /** Loads an export; gives the rows of its table without the columns that the loader fills. */
  async loadSurveyed(surveyed: SurveyedExport): Promise<LoadReport & { table: Row[] }> {
    const { warehouse } = this
    const stem = `tables/${surveyed.table.name}/${this.#targets++}`
    const report = await loadExport({ warehouse, surveyed, stem })
    return { ...report, table: await rowsOf(sqlOf(report.view, warehouse), surveyed.table) }
  }
}

async function rowsOf(query: string, table: AnyTable): Promise<Row[]> {
  const instance = await DuckDBInstance.create(':memory:', { threads: '1' })
  const connection = await instance.connect()
  try {
    const result = await connection.runAndReadAll(
      `select * exclude (source_instance, is_gone) from (${query})
       order by ${table.grain.map(identifier).join(', ')}`,
    )
    return result.convertRowObjects(fromDuckDB) as Row[]
  } finally {
    connection.closeSync()
    instance.closeSync()
  }
}

/** The message of the error that work fails with. */
export async function complaintOf(work: Promise<unknown>): Promise<string> {
  try {
    await work
  } catch (error) {
    return (error as Error).message
  }
  throw new Error('It was expected to fail.')
}
