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
import { moveDurably, unfinishedPath } from '../diskio.ts'
import { identifier, literal } from '../open.ts'
import { fileQuery } from './file_query.ts'
import { loadedFile } from './loaded_name.ts'
import { withoutWildcards } from './raw_rows.ts'
import { isDirect } from './raw_source.ts'
import type { RawTexts } from './raw_text.ts'
import { writeRefused } from './refused_rows.ts'
import { isCounting, readDecided, readRows, usualReading } from './row_reading.ts'
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
  for (const batch of batchesOf(table, files)) {
    const isTogether = batch.length > 1 && (await readTogether(connection, table, batch))
    for (const file of batch) {
      try {
        const { moved } = await loadFile(connection, { ...rest, table, file }, isTogether)
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
  if (findings.length > 0) throw new Findings(`${table.name} cannot be loaded:`, findings)
}

/** Files of one shape that are read by one query: planning it costs more than a small file. */
function batchesOf(table: AnyTable, files: readonly SurveyedFile[]): SurveyedFile[][] {
  const isAlone = ({ content, source }: SurveyedFile) =>
    content.records > 10_000 || !isDirect(source) || isCounting(table)
  const alone = files.filter(isAlone).map((file) => [file])
  const together = Map.groupBy(
    files.filter((file) => !isAlone(file)),
    ({ shape }) => JSON.stringify(shape),
  )
  const batches = [...together.values()].flatMap((group) =>
    Array.from({ length: Math.ceil(group.length / 50) }, (_, index) =>
      group.slice(index * 50, (index + 1) * 50),
    ),
  )
  return [...alone, ...batches]
}

/** Reads files into the temporary table `batch`; false where a row has the wrong form. */
async function readTogether(
  connection: DuckDBConnection,
  table: AnyTable,
  files: readonly SurveyedFile[],
): Promise<boolean> {
  const [{ shape }] = files as [SurveyedFile]
  const paths = files.map(({ path }) => path)
  const query = fileQuery(table, { paths, shape, rejects: 'fail' }, usualReading(table, shape))
  try {
    await connection.run(`create or replace temp table batch as ${query}`)
    return true
  } catch {
    // Which file it is shows when each is read by itself.
    return false
  }
}

/**
 * Loads a file, whose rows stand in the table `batch` or are yet to be read. The loaded file is in
 * its place once `moved` is: the next one is read meanwhile.
 */
async function loadFile(
  connection: DuckDBConnection,
  options: LoadFileOptions,
  isInBatch: boolean,
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
      isInBatch,
    })
    const read = first.counted.isOdd ? await readDecided(connection, options, first, files) : first
    const { counted, rejects } = read
    if (rejects.length + counted.refused > 0)
      await writeRefused(connection, options, { ...read, rows, to: unfinished })
    else renameSync(rows, unfinished)
    await refuseRanges(connection, options, unfinished)
    await leaveOutErased(connection, options, unfinished)
    refuseChanged(file)
    return { moved: moveDurably(unfinished, path) }
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
