/**
 * The tables that stand ready on disk, published or not, and what is known of each.
 *
 *   tables/<table>/<fingerprint>.duckdb   the table; none for one that is a view
 *   tables/<table>/<fingerprint>.json     what it was made of, its rows and audits
 *   tables/<table>/<fingerprint>.*.parquet   of a raw table, its rows that fell, and why
 */
import { existsSync, statSync } from 'node:fs'
import { join } from 'node:path'
import * as z from 'zod'
import { ifThere, jsonOf, readIfThere, writeInBackground } from './diskio.ts'
import { auditResult, fileAccount, filesOfTable } from './manifest.ts'
import { viewSchema } from './view.ts'

const partSchema = z.object({
  /** The raw file, relative to the exports folder. */
  file: z.string(),
  /** Its rows as they were loaded, relative to the warehouse folder. */
  loaded: z.string(),
  /** The hash of the raw file's content. */
  hash: z.string(),
  /** The date in the raw file's name. */
  date: z.string().nullable(),
  instance: z.string(),
  /** Whether the file holds all that there was. */
  isFull: z.boolean(),
  /** The rows that were read, and those that a rule refuses, repaired since or not. */
  rows: z.int(),
  refused: z.int(),
  /** The span of the instants that its accepted rows were observed at. */
  observed_from: z.iso.datetime().nullable(),
  observed_to: z.iso.datetime().nullable(),
})
/** A loaded file of a raw table, and what its path says. */
export type StoredPart = z.output<typeof partSchema>

const storedTable = z.object({
  ingredients: z.object({
    engine: z.string(),
    query: z.string(),
    declaration: z.string(),
    data: z.string(),
    upstream: z.record(z.string(), z.string()),
  }),
  /** The size of the table's file: another one has not been written to its end; 0 without a file. */
  bytes: z.int(),
  /** Of a table without a file of its own. */
  view: viewSchema.optional(),
  rows: z.int(),
  ms: z.number(),
  audits: z.array(auditResult),
  /** Of a table that is loaded: its files, how fresh they are, and what is odd about them. */
  files: z.array(fileAccount),
  observed_at: z.iso.datetime().nullable(),
  warnings: z.array(z.string()),
  parts: z.array(partSchema).optional(),
  /** Where its refused rows stand, and the hash of what that says. */
  quarantine: z.object({ file: z.string(), hash: z.string() }).optional(),
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

/** Where what belongs to a table stands, relative to the warehouse folder, without an ending. */
export const tableStem = (name: string, fingerprint: string) =>
  join(tablesFolder, name, fingerprint)

/** Where what is known of the table stands. */
const recordPath = (warehouse: string, name: string, fingerprint: string) =>
  join(warehouse, tablesFolder, name, `${fingerprint}.json`)

/** What is known of a table; undefined where it does not stand, whole, on disk. */
export function readStored(
  warehouse: string,
  name: string,
  fingerprint: string,
): StoredTable | undefined {
  const text = readIfThere(recordPath(warehouse, name, fingerprint))
  if (text === undefined) return undefined
  const { data } = storedTable.safeParse(jsonOf(text))
  if (!data) return undefined
  const { view, quarantine } = data
  if (view) {
    const files = filesOfTable({ view, ...(quarantine && { quarantine: quarantine.file }) })
    return files.every((file) => existsSync(join(warehouse, file))) ? data : undefined
  }
  const size = ifThere(() => statSync(join(warehouse, tableFile(name, fingerprint))))?.size
  return data.bytes === size ? data : undefined
}

/** Notes what is known of a table, before its file takes its name. */
export function writeStored(
  warehouse: string,
  name: string,
  fingerprint: string,
  stored: StoredTable,
): Promise<void> {
  return writeInBackground(recordPath(warehouse, name, fingerprint), JSON.stringify(stored))
}
