/** Serves the tables of a test's database through the real model, as a build would. */
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { sql } from 'kysely'
import type { Semantic } from '../../src/semantic/compile.ts'
import type { AnyTable } from '../../src/table.ts'
import type { TestDatabase } from '../../src/testing.ts'
import { modelHash } from '../../src/warehouse/fingerprint.ts'
import type { Manifest } from '../../src/warehouse/manifest.ts'
import { model, openModel } from './real_model.ts'

export interface ServedCase {
  readonly semantic: Semantic
  close(): Promise<void>
}

let served = 0

/** Copies tables into a warehouse of their own and opens the model over them. */
export async function serve(
  db: TestDatabase,
  tables: readonly AnyTable[],
  asOf: string,
): Promise<ServedCase> {
  const warehouse = mkdtempSync(join(tmpdir(), 'revops-case-'))
  const manifest: Manifest = {
    build: `case ${served++}`,
    data_as_of: new Date(asOf).toISOString(),
    model: modelHash(model),
    files: [],
    tables: {},
  }
  await db.connection().execute(async (connection) => {
    for (const { name } of tables) {
      const file = join('tables', name, 'case.duckdb')
      mkdirSync(dirname(join(warehouse, file)), { recursive: true })
      await sql`attach ${sql.lit(join(warehouse, file))} as target`.execute(connection)
      await sql`create table target.main.${sql.id(name)} as from memory.main.${sql.id(name)}`.execute(
        connection,
      )
      await sql`detach target`.execute(connection)
      manifest.tables[name] = { fingerprint: 'case', file, rows: 0, audits: [] }
    }
  })
  const semantic = await openModel(warehouse, manifest)
  return {
    semantic,
    async close() {
      await semantic.close()
      rmSync(warehouse, { recursive: true })
    },
  }
}

export interface Question {
  readonly by?: readonly string[]
  readonly grain?: 'day' | 'week' | 'month' | 'quarter' | 'year'
  readonly from?: string
  readonly to?: string
  readonly where?: Readonly<Record<string, string>>
}

/** A measure's values by the values of what was asked for, joined by ' | '; all rows under ''. */
export async function answer(
  semantic: Semantic,
  view: string,
  measures: readonly string[],
  { by = [], grain, from, to, where = {} }: Question = {},
): Promise<Record<string, Record<string, number | null>>> {
  const date = `${view}.date`
  const { rows } = await semantic.load(
    {
      measures: measures.map((measure) => `${view}.${measure}`),
      dimensions: by.map((dimension) => `${view}.${dimension}`),
      timeDimensions:
        grain || from
          ? [
              {
                dimension: date,
                ...(grain ? { granularity: grain } : {}),
                ...(from ? { dateRange: [from, to ?? from] } : {}),
              },
            ]
          : [],
      filters: Object.entries(where).map(([dimension, value]) => ({
        member: `${view}.${dimension}`,
        operator: 'equals',
        values: [value],
      })),
      limit: 50_000,
    },
    { role: 'admin' },
  )
  return Object.fromEntries(
    rows.map((row) => [
      [
        ...by.map((dimension) => row[`${view}.${dimension}`]),
        ...(grain ? [String(row[`${date}.${grain}`]).slice(0, 10)] : []),
      ].join(' | '),
      Object.fromEntries(
        measures.map((measure) => {
          const value = row[`${view}.${measure}`]
          return [measure, value === null || value === undefined ? null : Number(value)]
        }),
      ),
    ]),
  )
}
