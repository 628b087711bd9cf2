/**
 * The tables that stand ready on disk, published or not, and what is known of each.
 *
 *   tables/<table>/<fingerprint>.duckdb   the table
 *   tables/<table>/<fingerprint>.json     what it was made of, its rows and audits
 */
import { statSync } from 'node:fs'
import { join } from 'node:path'
import * as z from 'zod'
import { ifThere, jsonOf, readIfThere, writeDurably } from './diskio.ts'
import { auditResult, fileAccount } from './manifest.ts'

const storedTable = z.object({
  ingredients: z.object({
    engine: z.string(),
    query: z.string(),
    declaration: z.string(),
    data: z.string(),
    upstream: z.record(z.string(), z.string()),
  }),
  /** The size of the table's file: another one has not been written to its end. */
  bytes: z.int(),
  rows: z.int(),
  ms: z.number(),
  audits: z.array(auditResult),
  /** Of a table that is loaded: its files, how fresh they are, and what is odd about them. */
  files: z.array(fileAccount),
  observed_at: z.iso.datetime().nullable(),
  warnings: z.array(z.string()),
})
export type StoredTable = z.output<typeof storedTable>

/** The folder of the tables, in the warehouse folder. */
export const tablesFolder = 'tables'

/** The folder, in the warehouse folder, of the raw files as they were loaded: a cache. */
export const loadsFolder = 'loads'

/** The folder, in the warehouse folder, of what does not fit in memory while tables are made. */
export const spillFolder = 'spill'

/** Where a table's file stands, relative to the warehouse folder. */
export const tableFile = (name: string, fingerprint: string) =>
  join(tablesFolder, name, `${fingerprint}.duckdb`)

/** Where what is known of the table stands. */
const recordPath = (warehouse: string, name: string, fingerprint: string) =>
  join(warehouse, tablesFolder, name, `${fingerprint}.json`)

/** What is known of a table; undefined where it does not stand, whole, on disk. */
export function readStored(
  warehouse: string,
  name: string,
  fingerprint: string,
): StoredTable | undefined {
  const size = ifThere(() => statSync(join(warehouse, tableFile(name, fingerprint))))?.size
  const text = readIfThere(recordPath(warehouse, name, fingerprint))
  if (size === undefined || text === undefined) return undefined
  const { data } = storedTable.safeParse(jsonOf(text))
  return data?.bytes === size ? data : undefined
}

/** Notes what is known of a table, before its file takes its name. */
export function writeStored(
  warehouse: string,
  name: string,
  fingerprint: string,
  stored: StoredTable,
) {
  writeDurably(recordPath(warehouse, name, fingerprint), JSON.stringify(stored))
}
