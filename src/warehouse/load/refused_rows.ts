/**
 * What a loaded file says of refused rows: why, which record of the file, and on which line. Only
 * files with refused rows pay for it, by one more look at the raw file.
 */
import type { DuckDBConnection } from '@duckdb/node-api'
import { UserError } from '../../errors.ts'
import type { AnyTable } from '../../table.ts'
import { identifier, literal } from '../open.ts'
import { bookkeeping, findingType } from './bookkeeping.ts'
import { oddColumns } from './cell_evidence.ts'
import type { CellLayout } from './cell_rule.ts'
import { mendingQuery } from './mending.ts'
import { withoutWildcards } from './raw_rows.ts'
import { type RecordPlace, scanRecords } from './records.ts'
import type { Reject } from './rejects.ts'
import type { SurveyedFile } from './survey.ts'

export interface Counted {
  /** How many rows have the right form: they are numbered as DuckDB read them. */
  readonly rows: number
  /** How many of them a rule refuses. */
  readonly refused: number
  /** Whether a cell is spelled in a way that the file as a whole decides. */
  readonly isOdd: boolean
}

const place = `coalesce(${identifier(bookkeeping.record)}, file_row_number + 1)`

/** SQL: what is counted of rows beside their number. */
export const ofRows = `cast(count(*) filter (where ${identifier(bookkeeping.texts)} is not null) as double) as refused,
  coalesce(bool_or(${identifier(bookkeeping.odd)}), false) as is_odd`

/** What a query counted. */
export const countedOf = ({ rows, refused, is_odd }: Record<string, unknown>): Counted => ({
  rows: rows as number,
  refused: refused as number,
  isOdd: is_odd as boolean,
})

export async function countRows(connection: DuckDBConnection, path: string): Promise<Counted> {
  const result = await connection.runAndReadAll(
    `select cast(coalesce(max(${place}), 0) as double) as rows, ${ofRows}
     from ${readParquet(path)}`,
  )
  return countedOf(result.getRowObjectsJS()[0]!)
}

const readParquet = (path: string) =>
  `read_parquet(${literal(withoutWildcards(path))}, file_row_number = true)`

interface RejectPlace {
  readonly record: number
  readonly line: number | undefined
  readonly after: number
}

/** Where refused rows stand: undefined of one that could not be found again. */
interface Places {
  /** The record and line of a reject, and how many rows of the right form precede it. */
  readonly rejects: ReadonlyMap<Reject, RejectPlace>
  /** The line of a refused row of the right form, by its number. */
  readonly lines: ReadonlyMap<number, number>
  readonly records: number
}

async function placesOf(
  path: string,
  { content, shape, source }: SurveyedFile,
  rejects: readonly Reject[],
  rows: number,
  refused: ReadonlySet<number>,
): Promise<Places> {
  const byOffset = new Map(rejects.map((reject) => [reject.from, reject]))
  const found = new Map<Reject, RejectPlace>()
  const lines = new Map<number, number>()
  const { lineEnd } = content
  // Of a sheet each row is an entry. What DuckDB turned into text has no lines of its own.
  const lineOf = (place: RecordPlace) =>
    ({ text: place.line, sheet: place.entry + 1, json: undefined, parquet: undefined })[source.form]
  let records = 0
  await scanRecords(path, { lineEnd, skip: shape.skip }, (at) => {
    const { from } = at
    const line = lineOf(at)
    records++
    const reject = byOffset.get(from)
    const row = records - found.size
    if (reject) found.set(reject, { record: records, line, after: row - 1 })
    else if (line !== undefined && refused.has(row)) lines.set(row, line)
  })
  // Where a stray quote makes DuckDB see other records, no line is better than a wrong one.
  const agrees = found.size === rejects.length && records === rows + rejects.length
  return agrees
    ? { rejects: found, lines, records }
    : { rejects: new Map(), lines: new Map(), records }
}

/** Refuses a file that ends inside its last row: the rows after it are lost. */
function refuseBrokenOff(
  { file, content }: SurveyedFile,
  rejects: readonly Reject[],
  places: Places,
) {
  const last = rejects.at(-1)
  const at = last && places.rejects.get(last)
  if (!at || last.isSkipped || at.record !== places.records) return
  if (last.kind === 'UNQUOTED VALUE' && content.openLine === at.line)
    throw new UserError(
      `${file}, line ${at.line}: the file ends inside a quoted value of this row, so it was cut off or a quote is missing: export or copy it again.`,
    )
  if (last.kind === 'MISSING COLUMNS' && content.endsOpen)
    throw new UserError(
      `${file}, line ${at.line}: the file breaks off in this row, which ${last.rule}: export or copy it again.`,
    )
}

/**
 * The rejects that are records: the lines after the last row are a footer, whatever they say, where
 * one of them is known to be one and each has one cell.
 */
function withoutFooter(rejects: readonly Reject[], places: Places, rows: number): Reject[] {
  const trailing = rejects.filter((reject) => places.rejects.get(reject)?.after === rows)
  const isFooter =
    trailing.every(({ isSingle }) => isSingle) && trailing.some(({ isSkipped }) => isSkipped)
  return rejects.map((reject) =>
    isFooter && trailing.includes(reject) ? { ...reject, isSkipped: true } : reject,
  )
}

export interface RefusedOptions {
  /** The raw file, or the copy of it that was read. */
  readonly source: string
  /** The Parquet file of the rows of the right form. */
  readonly rows: string
  readonly counted: Counted
  /** How their cells were read. */
  readonly layout: CellLayout
  /** The columns with unusual cells, where that is known. */
  readonly odd?: ReadonlySet<string>
  /** The rows of a wrong form. */
  readonly rejects: readonly Reject[]
  readonly to: string
}

/** Writes the rows once more, with the rejects after them, and where each refused row stands. */
export async function writeRefused(
  connection: DuckDBConnection,
  { table, file }: { table: AnyTable; file: SurveyedFile },
  { source, rows, counted, layout, odd: known, rejects: all, to }: RefusedOptions,
): Promise<void> {
  const { shape } = file
  const odd = known ?? (await oddColumns(connection, { table, shape, rows }))
  const refused = await mend(connection, { table, file }, { rows, layout, odd })
  const found = await placesOf(source, file, all, counted.rows, refused)
  const rejects = withoutFooter(all, found, counted.rows)
  const placeOf = new Map(rejects.map((reject, index) => [reject, found.rejects.get(all[index]!)]))
  const places: Places = { ...found, rejects: placeOf as Places['rejects'] }
  refuseBrokenOff(file, rejects, places)
  await notePlaces(connection, rejects, places)
  await connection.run(`
    copy (
      select counted.* exclude ("row place") replace (${shifted('counted', rejects.length > 0)} as ${record})
      from (
        select * exclude (file_row_number), ${place} as "row place"
        from ${readParquet(rows)} where ${texts} is null
      ) as counted
      ${rejects.length > 0 ? shifts('counted') : ''}
      union all by name
      select mended.* exclude ("row place", is_footer) replace (
        ${shifted('mended', rejects.length > 0)} as ${record},
        case when mended.${findings} is not null then mended.${texts} end as ${texts},
        located.line as ${line})
      from mended left join located on located.place = mended."row place"
      ${rejects.length > 0 ? shifts('mended') : ''}
      where not is_footer
      union all by name
      select record as ${record}, line as ${line},
        [struct_pack("column" := null, "value" := value, "rule" := rule)]::${findingType}[]
          as ${findings}
      from rejected where not is_skipped
    ) to ${literal(to)} (format parquet, compression lz4_raw)`)
}

const [findings, texts, record, line] = [
  bookkeeping.findings,
  bookkeeping.texts,
  bookkeeping.record,
  bookkeeping.line,
].map(identifier) as [string, string, string, string]

/** SQL: the record of a row: its place among those of the right form, and the rejects before it. */
const shifted = (alias: string, hasRejects: boolean) =>
  hasRejects ? `${alias}."row place" + coalesce(shifts.rejects, 0)` : `${alias}."row place"`

const shifts = (alias: string) => `
  asof left join (
    select after, max(so_far) as rejects
    from (select after, row_number() over (order by record) as so_far from rejected)
    where after is not null
    group by after
  ) as shifts on ${alias}."row place" > shifts.after`

/**
 * Puts the refused rows into the temporary table `mended`, read anew under all rules; gives the
 * numbers of those that are still refused.
 */
async function mend(
  connection: DuckDBConnection,
  { table, file }: { table: AnyTable; file: SurveyedFile },
  { rows, layout, odd }: { rows: string; layout: CellLayout; odd: ReadonlySet<string> },
): Promise<Set<number>> {
  const from = `select * exclude (file_row_number), ${place} as "row place" from ${readParquet(rows)}`
  const { shape } = file
  await connection.run(
    `create or replace temp table mended as ${mendingQuery(table, shape, layout, from, odd)}`,
  )
  const result = await connection.runAndReadAll(
    `select cast("row place" as double) as place from mended
     where ${findings} is not null and not is_footer`,
  )
  return new Set(result.getRowObjectsJS().map((row) => row['place'] as number))
}

/** Puts the places into temporary tables, for the query that writes them. */
async function notePlaces(
  connection: DuckDBConnection,
  rejects: readonly Reject[],
  places: Places,
): Promise<void> {
  await connection.run('create or replace temp table located (place bigint, line bigint)')
  const located = await connection.createAppender('located')
  for (const [at, line] of places.lines) {
    located.appendBigInt(BigInt(at))
    located.appendBigInt(BigInt(line))
    located.endRow()
  }
  located.closeSync()
  await connection.run(`create or replace temp table rejected
    (after bigint, record bigint, line bigint, value varchar, rule varchar, is_skipped boolean)`)
  const rejected = await connection.createAppender('rejected')
  for (const reject of rejects) {
    const at = places.rejects.get(reject)
    for (const number of [at?.after, at?.record, at?.line])
      if (number === undefined) rejected.appendNull()
      else rejected.appendBigInt(BigInt(number))
    rejected.appendVarchar(reject.text)
    rejected.appendVarchar(reject.rule)
    rejected.appendBoolean(reject.isSkipped)
    rejected.endRow()
  }
  rejected.closeSync()
}
