/**
 * Loads one raw file: its rows, typed, and the refused ones with their reasons, in a Parquet file.
 *
 *   <warehouse>/loads/<table>/<hash of contents and contract>.parquet
 *
 * It is a cache: written under another name, synced, renamed, and then never changed.
 */
import { existsSync, mkdirSync, renameSync, rmSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { DuckDBConnection } from '@duckdb/node-api'
import { eraseFrom, learnErased } from '../../erasure/eraser.ts'
import { readErasures } from '../../erasure/erasures.ts'
import { Findings, UserError } from '../../errors.ts'
import type { AnyTable } from '../../table.ts'
import { moveWhole, syncInBackground, unfinishedPath } from '../diskio.ts'
import { identifier, literal } from '../open.ts'
import { batchesOf, readTogether } from './batch.ts'
import { loadedFile } from './loaded_name.ts'
import { withoutWildcards } from './raw_rows.ts'
import { isDirect } from './raw_source.ts'
import type { RawTexts } from './raw_text.ts'
import { type Counted, writeRefused } from './refused_rows.ts'
import { readDecided, readRows, usualReading } from './row_reading.ts'
import { contractOf } from './shape.ts'
import { stampOf } from './stat_cache.ts'
import type { SurveyedFile } from './survey.ts'

/** Where the rows of a surveyed file are loaded to. */
export const loadedPath = (warehouse: string, table: AnyTable, file: SurveyedFile): string =>
  join(warehouse, loadedFile(table, file, readErasures(warehouse)))

interface LoadOptions {
  readonly warehouse: string
  readonly table: AnyTable
  /** The texts of files that DuckDB does not read as they are. */
  readonly texts: RawTexts
}
type LoadFileOptions = LoadOptions & { readonly file: SurveyedFile }

/** The files that are not loaded yet; of those with the same content, one. */
export function filesToLoad({
  warehouse,
  table,
  files,
}: Omit<LoadOptions, 'texts'> & { readonly files: readonly SurveyedFile[] }): SurveyedFile[] {
  const byPath = new Map(files.map((file) => [loadedPath(warehouse, table, file), file]))
  return [...byPath].flatMap(([path, file]) => (existsSync(path) ? [] : [file]))
}

/**
 * Loads files.
 *
 * @throws Findings where files break off, or are no CSV files that DuckDB can read
 */
export async function loadFiles(
  connection: DuckDBConnection,
  options: LoadOptions & { readonly files: readonly SurveyedFile[] },
): Promise<void> {
  const { table, files, ...rest } = options
  const findings: string[] = []
  const moves: Promise<void>[] = []
  try {
    for (const batch of batchesOf(table, files)) {
      const counts = batch.length > 1 ? await readTogether(connection, table, batch) : undefined
      for (const file of batch) {
        try {
          const { moved } = await loadFile(
            connection,
            { ...rest, table, file },
            counts?.get(file.path),
          )
          // Told below: until then its failure waits.
          moved.catch(() => undefined)
          moves.push(moved)
        } catch (error) {
          if (!(error instanceof UserError)) throw error
          findings.push(error.message)
        }
      }
    }
    await Promise.all(moves)
  } finally {
    // What was moved before a failure too: the next build takes it as it is.
    for (const folder of foldersOf(options)) await syncInBackground(folder)
  }
  if (findings.length > 0) throw new Findings(`${table.name} cannot be loaded:`, findings)
}

/** The folders that hold loaded files; none where nothing was loaded. */
const foldersOf = ({
  warehouse,
  table,
  files,
}: LoadOptions & { readonly files: readonly SurveyedFile[] }): Set<string> =>
  new Set(files.map((file) => dirname(loadedPath(warehouse, table, file))).filter(existsSync))

/**
 * Loads a file, whose rows stand in the table `batch` or are yet to be read. The loaded file is in
 * its place once `moved` is: the next one is read meanwhile.
 */
async function loadFile(
  connection: DuckDBConnection,
  options: LoadFileOptions,
  inBatch: Counted | undefined,
): Promise<{ moved: Promise<void> }> {
  const { warehouse, table, file, texts } = options
  const path = loadedPath(warehouse, table, file)
  mkdirSync(dirname(path), { recursive: true })
  const unfinished = unfinishedPath(path)
  const rows = unfinishedPath(`${path}.rows`)
  const copy = unfinishedPath(`${path}.csv`)
  try {
    refuseChanged(file)
    const raw = isDirect(file.source) ? file.path : await texts.of(file)
    const files = { raw, rows, copy }
    const first = await readRows(connection, options, usualReading(table, file.shape), {
      ...files,
      inBatch,
    })
    const read = first.counted.isOdd ? await readDecided(connection, options, first, files) : first
    const { counted, rejects } = read
    if (rejects.length + counted.refused > 0)
      await writeRefused(connection, options, { ...read, rows, to: unfinished })
    else renameSync(rows, unfinished)
    await refuseRanges(connection, options, unfinished)
    await leaveOutErased(connection, options, unfinished)
    refuseChanged(file)
    return { moved: moveWhole(unfinished, path) }
  } catch (error) {
    rmSync(unfinished, { force: true })
    throw error
  } finally {
    for (const left of [rows, copy]) rmSync(left, { force: true })
    texts.drop(file)
  }
}

/** Writes a loaded file anew without the people who are erased, where it holds some. */
async function leaveOutErased(
  connection: DuckDBConnection,
  { warehouse, table, file }: LoadFileOptions,
  path: string,
): Promise<void> {
  const erasures = readErasures(warehouse)
  if (!erasures) return
  const to = unfinishedPath(`${path}.erased`)
  try {
    await learnErased(connection, erasures)
    const { instance } = file.manifest
    if (await eraseFrom(connection, { table, instance, path, to })) renameSync(to, path)
  } finally {
    rmSync(to, { force: true })
  }
}

/** Refuses a report over ranges of days where one by day is wanted. */
async function refuseRanges(
  connection: DuckDBConnection,
  { table, file }: LoadFileOptions,
  path: string,
): Promise<void> {
  const { byDay } = contractOf(table).layout
  if (byDay?.until === undefined || !(byDay.until in file.shape.places)) return
  const [day, until] = [byDay.day, byDay.until].map(identifier)
  const result = await connection.runAndReadAll(
    `select cast(${day} as varchar) as day, cast(${until} as varchar) as until
     from read_parquet(${literal(withoutWildcards(path))}) where ${day} <> ${until} limit 1`,
  )
  const [range] = result.getRowObjectsJS()
  if (range)
    throw new UserError(
      `${file.file} has a row that covers the days from ${range['day']} to ${range['until']}: ${byDay.reason}.`,
    )
}

/** Refuses a file that is not the one that was surveyed: its hash would name other rows. */
function refuseChanged({ file, path, stamp }: SurveyedFile) {
  const stats = statSync(path, { bigint: true, throwIfNoEntry: false })
  if (!stats || stampOf(stats) !== stamp)
    throw new UserError(`${file} changed while it was loaded: build again when it is complete.`)
}
