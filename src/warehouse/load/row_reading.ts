/** Reads the rows of one raw file into Parquet, in the quickest way that reads all of them. */
import type { DuckDBConnection } from '@duckdb/node-api'
import { UserError } from '../../errors.ts'
import type { AnyTable } from '../../table.ts'
import { identifier, literal } from '../open.ts'
import { bookkeeping } from './bookkeeping.ts'
import { decideLayout, usualLayout } from './cell_evidence.ts'
import type { CellLayout } from './cell_rule.ts'
import { type CellReading, fileQuery } from './file_query.ts'
import { copyWithLf, mixesLineEnds } from './line_ends.ts'
import { type Counted, countRows } from './refused_rows.ts'
import { forgetRejects, type Reject, takeRejects } from './rejects.ts'
import { contractOf, type Shape } from './shape.ts'
import type { SurveyedFile } from './survey.ts'
import { tooWideLine } from './wide_rows.ts'

/** A surveyed file, and its table. */
export interface TableFile {
  readonly table: AnyTable
  readonly file: SurveyedFile
}

export interface ReadFiles {
  /** The raw file, or its text. */
  readonly raw: string
  /** The Parquet file to write. */
  readonly rows: string
  /** Where a copy may be made of a raw file whose lines do not end alike. */
  readonly copy: string
}

/** What was read of a file, and how. */
export interface ReadRows {
  /** The raw file, or the copy of it that was read. */
  readonly source: string
  readonly layout: CellLayout
  /** The columns with unusual cells, where that is known. */
  readonly odd?: ReadonlySet<string>
  readonly counted: Counted
  readonly rejects: readonly Reject[]
}

export const usualReading = (table: AnyTable, shape: Shape): CellReading => ({
  layout: usualLayout(table, shape),
  isFull: false,
})

/**
 * Decides how the unusual cells of a file are meant. Under another decimal sign than was taken for
 * usual, the others mean something else too, and the file is read again.
 */
export async function readDecided(
  connection: DuckDBConnection,
  options: TableFile,
  first: ReadRows,
  files: ReadFiles,
): Promise<ReadRows> {
  const { table, file } = options
  const { shape, file: name } = file
  const { layout, odd } = await decideLayout(connection, { table, shape, rows: files.rows, name })
  if (layout.decimal === first.layout.decimal) return { ...first, layout, odd }
  return readRows(connection, options, { layout, isFull: true }, files)
}

/** Reads the rows of a file: at once where all have the right form, else with those that have not. */
export async function readRows(
  connection: DuckDBConnection,
  options: TableFile,
  reading: CellReading,
  { raw, rows, copy, inBatch }: ReadFiles & { inBatch?: Counted | undefined },
): Promise<ReadRows> {
  const { layout } = reading
  if (await readAtOnce(connection, options, reading, { raw, rows, inBatch })) {
    const counted = inBatch ?? (await countRows(connection, rows))
    return { source: raw, layout, counted, rejects: [] }
  }
  await refuseWide(options.file, raw)
  const source = await readableSource(raw, copy)
  const read = await readWithRejects(connection, options, reading, { source, rows })
  return { source, layout, ...read }
}

/** Whether rows are left out as they are read, so that those that stay have to be counted. */
export function isCounting(table: AnyTable): boolean {
  const { skipRows, totals } = contractOf(table).layout
  return skipRows !== undefined || totals !== undefined
}

/** Writes the rows of a file in which every row has the right form; false where one has not. */
async function readAtOnce(
  connection: DuckDBConnection,
  { table, file }: TableFile,
  reading: CellReading,
  { raw, rows, inBatch }: Pick<ReadFiles, 'raw' | 'rows'> & { inBatch: Counted | undefined },
): Promise<boolean> {
  const source = identifier(bookkeeping.file)
  const { shape, content } = file
  const records = content.records - shape.headRecords
  if (inBatch && inBatch.rows !== records) return false
  const query = inBatch
    ? `select * exclude (${source}) from batch where ${source} = ${literal(raw)}`
    : fileQuery(table, { paths: [raw], shape, rejects: 'fail' }, reading)
  try {
    const { rowsChanged } = await copyRows(connection, query, rows)
    return isCounting(table) || rowsChanged === records
  } catch {
    // What is wrong, the other way of reading says, and of every row.
    return false
  }
}

const copyRows = (connection: DuckDBConnection, query: string, to: string) =>
  connection.run(`copy (${query}) to ${literal(to)} (format parquet, compression lz4_raw)`)

/** How many values a row may have beyond the header before its file counts as damaged. */
const mostTooMany = 1000

async function refuseWide({ file, shape }: SurveyedFile, raw: string) {
  const { delimiter, headers } = shape
  const line = await tooWideLine(raw, { delimiter, most: headers.length + mostTooMany })
  if (line !== undefined)
    throw new UserError(
      `${file}, line ${line}: the row has over ${mostTooMany} values more than the ${headers.length} of the header, so the file is damaged: export or copy it again.`,
    )
}

/** A file, or a copy of it whose lines all end alike. */
async function readableSource(path: string, copy: string): Promise<string> {
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
  { table, file }: TableFile,
  reading: CellReading,
  { source, rows }: { source: string; rows: string },
): Promise<{ counted: Counted; rejects: Reject[] }> {
  const { content, shape } = file
  const found: number[] = [content.records - shape.headRecords]
  for (const way of ['collect in parallel', 'collect in order'] as const) {
    const query = fileQuery(table, { paths: [source], shape, rejects: way }, reading)
    try {
      await forgetRejects(connection)
      await copyRows(connection, query, rows)
    } catch (cause) {
      const [said = ''] = String((cause as Error).message).split('\n')
      throw new UserError(`${file.file} cannot be read as CSV: ${said.trim()}`, { cause })
    }
    const rejects = await takeRejects(connection, table, shape)
    const counted = await countRows(connection, rows)
    if (found.includes(counted.rows + rejects.length)) return { counted, rejects }
    found.push(counted.rows + rejects.length)
  }
  throw new UserError(
    `${file.file} has quotes that make its rows uncertain (${found.join(', ')} by different counts): export it again.`,
  )
}
