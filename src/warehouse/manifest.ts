/**
 * A published build on disk: an immutable manifest that names each table's file, and the pointer to it.
 *
 *   <warehouse>/CURRENT                          which build is published
 *   <warehouse>/builds/<build>.json              its manifest
 *   <warehouse>/tables/<table>/<fingerprint>.duckdb   one table, never changed
 *   <warehouse>/loads/<table>/<hash>.parquet     one raw file as it was loaded, never changed
 */
import { join } from 'node:path'
import * as z from 'zod'
import { UserError } from '../errors.ts'
import { readIfThere } from './diskio.ts'
import { filesOfView, viewSchema } from './view.ts'

export const auditResult = z.object({
  /** The promise, as a clause. */
  name: z.string(),
  severity: z.enum(['error', 'warn']),
  /** The rows that break it. */
  broken: z.int(),
})

/** What became of the rows of an export file. */
export const fileAccount = z.object({
  /** Relative to the exports folder. */
  file: z.string(),
  table: z.string(),
  /** The portal or organisation; left out for the only one. */
  instance: z.string().optional(),
  read: z.int(),
  accepted: z.int(),
  quarantined: z.int(),
  superseded: z.int(),
})

const memorySchema = z.object({
  /** The column of the day on which a row was taken; rows without one are not remembered. */
  column: z.string(),
  /** Earlier versions of the table, oldest first: one for a day. */
  earlier: z.array(
    z.object({
      /** The day of the version, in the reporting time zone. */
      day: z.iso.date(),
      /** Relative to the warehouse folder. */
      file: z.string(),
    }),
  ),
})
export type Memory = z.output<typeof memorySchema>

const manifestTable = z.object({
  fingerprint: z.string(),
  /** Of a table with a file of its own: relative to the warehouse folder. */
  file: z.string().optional(),
  /** Of a table that is a query over files. */
  view: viewSchema.optional(),
  /** Of a raw table of which rows are refused: where they stand, relative to the warehouse folder. */
  quarantine: z.string().optional(),
  rows: z.int(),
  audits: z.array(auditResult),
  /** Of a table that is shown with what it said in builds published before: where that stands. */
  memory: memorySchema.optional(),
})

const manifestSchema = z.object({
  /** The hash of all that the build is made of: equal builds have equal ids. */
  build: z.string(),
  /** The latest instant that the exports observed, or what --as-of said; ISO, UTC. */
  data_as_of: z.string(),
  /** The hash of the model that was checked against the tables. */
  model: z.string(),
  tables: z.record(z.string(), manifestTable),
  /** The exports folder that it was made from: another folder is another history. */
  exports: z.string().optional(),
  /** What became of the rows of each export file. */
  files: z.array(fileAccount),
  /** The currency of all money without a suffix. */
  reporting_currency: z.string().optional(),
  /** The tables that stay behind the inputs of their day, since --select left them out. */
  behind: z.array(z.string()).optional(),
})
export type Manifest = z.output<typeof manifestSchema>
export type ManifestTable = z.output<typeof manifestTable>
export type AuditResult = z.output<typeof auditResult>
export type FileAccount = z.output<typeof fileAccount>

const currentSchema = z.object({
  build: z.string(),
  published_at: z.string(),
  data_as_of: z.string(),
})
export type Current = z.output<typeof currentSchema>

export const currentPath = (warehouse: string) => join(warehouse, 'CURRENT')
export const manifestPath = (warehouse: string, build: string) =>
  join(warehouse, 'builds', `${build}.json`)

/** The pointer to the published build; undefined where nothing was published yet. */
export function readCurrent(warehouse: string): Current | undefined {
  const path = currentPath(warehouse)
  const text = readIfThere(path)
  return text === undefined ? undefined : parse(path, text, currentSchema)
}

/** The manifest of a build. Throws a UserError where there is none. */
export function readManifest(warehouse: string, build: string): Manifest {
  const path = manifestPath(warehouse, build)
  const text = readIfThere(path)
  if (text === undefined)
    throw new UserError(`There is no build ${build} in ${warehouse}; \`revops builds\` lists them.`)
  return parse(path, text, manifestSchema)
}

/** The manifest of a build; undefined where there is none, or where it is damaged. */
export function readWholeManifest(warehouse: string, build: string): Manifest | undefined {
  try {
    return readManifest(warehouse, build)
  } catch (error) {
    if (error instanceof UserError) return undefined
    throw error
  }
}

/** The files that a table is made of, relative to the warehouse folder. */
export const filesOfTable = ({
  file,
  view,
  quarantine,
  memory,
}: Partial<ManifestTable>): string[] => [
  ...(file === undefined ? [] : [file]),
  ...(memory?.earlier ?? []).map((version) => version.file),
  ...(view === undefined ? [] : filesOfView(view)),
  ...(quarantine === undefined ? [] : [quarantine]),
]

function parse<T>(path: string, text: string, schema: z.ZodType<T>): T {
  try {
    return schema.parse(JSON.parse(text))
  } catch (cause) {
    throw new UserError(`${path} is damaged; run \`revops build\` to publish anew.`, { cause })
  }
}
