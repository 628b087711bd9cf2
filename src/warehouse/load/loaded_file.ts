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
import { Findings, UserError } from '../../errors.ts'
import type { AnyTable } from '../../table.ts'
import { hashOf, moveDurably, namesIn, unfinishedPath } from '../diskio.ts'
import { identifier, literal } from '../open.ts'
import { rowContractHash } from './contract_hash.ts'
import { bookkeeping, fileQuery } from './file_query.ts'
import { copyWithLf, mixesLineEnds } from './line_ends.ts'
import { type Counted, countRows, writeRefused } from './refused_rows.ts'
import { forgetRejects, type Reject, takeRejects } from './rejects.ts'
import { contractOf } from './shape.ts'
import { stampOf } from './stat_cache.ts'
import type { SurveyedFile } from './survey.ts'

/** The folder of what is loaded, in the warehouse folder. */
const loadsFolder = 'loads'

/** Where the rows of a surveyed file are loaded to, in the warehouse folder. */
export function loadedPath(warehouse: string, table: AnyTable, file: SurveyedFile): string {
  const name = `${hashOf(file.content.hash, rowContractHash(table), file.shape)}.parquet`
  return join(warehouse, loadsFolder, table.name, name)
}

/** Removes what of a table's loaded files none of these files needs, and what a killed build left. */
export function sweepLoaded(warehouse: string, table: AnyTable, files: readonly SurveyedFile[]) {
  const needed = new Set(files.map((file) => loadedPath(warehouse, table, file)))
  const folder = join(warehouse, loadsFolder, table.name)
  for (const name of namesIn(folder))
    if (!needed.has(join(folder, name))) rmSync(join(folder, name))
}

interface LoadOptions {
  readonly warehouse: string
  readonly table: AnyTable
}
type LoadFileOptions = LoadOptions & { readonly file: SurveyedFile }

/**
 * Loads the files that are not loaded yet.
 *
 * @throws Findings where files break off, or are no CSV files that DuckDB can read
 */
export async function loadFiles(
  connection: DuckDBConnection,
  options: LoadOptions & { readonly files: readonly SurveyedFile[] },
): Promise<void> {
  const { warehouse, table, files } = options
  const findings: string[] = []
  const pending = files.filter((file) => !existsSync(loadedPath(warehouse, table, file)))
  for (const batch of batchesOf(table, pending)) {
    const isTogether = batch.length > 1 && (await readTogether(connection, table, batch))
    for (const file of batch) {
      try {
        await loadFile(connection, { warehouse, table, file }, isTogether)
      } catch (error) {
        if (!(error instanceof UserError)) throw error
        findings.push(error.message)
      }
    }
  }
  if (findings.length > 0) throw new Findings(`${table.name} cannot be loaded:`, findings)
}

/** Files of one shape that are read by one query: planning it costs more than a small file. */
function batchesOf(table: AnyTable, files: readonly SurveyedFile[]): SurveyedFile[][] {
  const isAlone = ({ content }: SurveyedFile) =>
    content.records > 10_000 || contractOf(table).layout.skipRows !== undefined
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
  const query = fileQuery(
    table,
    files.map(({ path }) => path),
    files[0]!.shape,
    'fail',
  )
  try {
    await connection.run(`create or replace temp table batch as ${query}`)
    return true
  } catch {
    // Which file it is shows when each is read by itself.
    return false
  }
}

/** Loads a file, whose rows stand in the table `batch` or are yet to be read. */
async function loadFile(
  connection: DuckDBConnection,
  options: LoadFileOptions,
  isInBatch: boolean,
): Promise<void> {
  const { warehouse, table, file } = options
  const path = loadedPath(warehouse, table, file)
  mkdirSync(dirname(path), { recursive: true })
  const unfinished = unfinishedPath(path)
  const rows = unfinishedPath(`${path}.rows`)
  const copy = unfinishedPath(`${path}.csv`)
  try {
    refuseChanged(file)
    const isRead = await readAtOnce(connection, options, { isInBatch, rows })
    const source = isRead ? file.path : await readableSource(file, copy)
    const { counted, rejects } = isRead
      ? { counted: await countRows(connection, rows), rejects: [] }
      : await readWithRejects(connection, options, { source, rows })
    if (rejects.length + counted.refusedPlaces.length > 0)
      await writeRefused(connection, options, { source, rows, counted, rejects, to: unfinished })
    else renameSync(rows, unfinished)
    refuseChanged(file)
    moveDurably(unfinished, path)
  } finally {
    for (const left of [rows, copy, unfinished]) rmSync(left, { force: true })
  }
}

/** Refuses a file that is not the one that was surveyed: its hash would name other rows. */
function refuseChanged({ file, path, stamp }: SurveyedFile) {
  const stats = statSync(path, { bigint: true, throwIfNoEntry: false })
  if (!stats || stampOf(stats) !== stamp)
    throw new UserError(`${file} changed while it was loaded: build again when it is complete.`)
}

/** Writes the rows of a file in which every row has the right form; false where one has not. */
async function readAtOnce(
  connection: DuckDBConnection,
  { table, file }: LoadFileOptions,
  { isInBatch, rows }: { isInBatch: boolean; rows: string },
): Promise<boolean> {
  const source = identifier(bookkeeping.file)
  const query = isInBatch
    ? `select * exclude (${source}) from batch where ${source} = ${literal(file.path)}`
    : fileQuery(table, [file.path], file.shape, 'fail')
  try {
    const { rowsChanged } = await copyRows(connection, query, rows)
    const isCounted = contractOf(table).layout.skipRows === undefined
    return !isCounted || rowsChanged === file.content.records - file.shape.headRecords
  } catch {
    // What is wrong, the other way of reading says, and of every row.
    return false
  }
}

const copyRows = (connection: DuckDBConnection, query: string, to: string) =>
  connection.run(`copy (${query}) to ${literal(to)} (format parquet, compression lz4_raw)`)

/** The file, or a copy of it whose lines all end alike. */
async function readableSource({ path }: SurveyedFile, copy: string): Promise<string> {
  if (!(await mixesLineEnds(path))) return path
  await copyWithLf(path, copy)
  return copy
}

/**
 * Reads the rows of the right form, and gives the others: in the way that finds as many records as
 * the file has, or, where stray quotes make them uncertain, as many as the other way finds.
 */
async function readWithRejects(
  connection: DuckDBConnection,
  { table, file }: LoadFileOptions,
  { source, rows }: { source: string; rows: string },
): Promise<{ counted: Counted; rejects: Reject[] }> {
  const { content, shape } = file
  const found: number[] = [content.records - shape.headRecords]
  for (const way of ['collect in parallel', 'collect in order'] as const) {
    const query = fileQuery(table, [source], shape, way)
    try {
      await forgetRejects(connection)
      await copyRows(connection, query, rows)
    } catch (cause) {
      const [said = ''] = String((cause as Error).message).split('\n')
      throw new UserError(`${file.file} cannot be read as CSV: ${said.trim()}`, { cause })
    }
    const { skipRows } = contractOf(table).layout
    const rejects = await takeRejects(connection, { delimiter: shape.delimiter, skipRows })
    const counted = await countRows(connection, rows)
    if (found.includes(counted.rows + rejects.length)) return { counted, rejects }
    found.push(counted.rows + rejects.length)
  }
  throw new UserError(
    `${file.file} has quotes that make its rows uncertain (${found.join(', ')} by different counts): export it again.`,
  )
}
