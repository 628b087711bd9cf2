/**
 * What a loaded file says of refused rows: why, which record of the file, and on which line. Only
 * files with refused rows pay for it, by one more look at the raw file.
 */
import type { DuckDBConnection } from '@duckdb/node-api'
import { UserError } from '../../errors.ts'
import type { AnyTable } from '../../table.ts'
import { identifier, literal } from '../open.ts'
import { bookkeeping, findingsOf, findingType, withoutWildcards } from './file_query.ts'
import { scanRecords } from './records.ts'
import type { Reject } from './rejects.ts'
import type { SurveyedFile } from './survey.ts'

export interface Counted {
  /** How many rows have the right form: they are numbered as DuckDB read them. */
  readonly rows: number
  /** The numbers of those that a rule refuses. */
  readonly refusedPlaces: readonly number[]
}

const place = `coalesce(${identifier(bookkeeping.record)}, file_row_number + 1)`

export async function countRows(connection: DuckDBConnection, path: string): Promise<Counted> {
  const texts = identifier(bookkeeping.texts)
  const result = await connection.runAndReadAll(
    `select cast(coalesce(max(${place}), 0) as double) as rows,
       list(cast(${place} as double)) filter (where ${texts} is not null) as places
     from ${readParquet(path)}`,
  )
  const { rows, places } = result.getRowObjectsJS()[0]!
  return { rows: rows as number, refusedPlaces: (places as number[] | null) ?? [] }
}

const readParquet = (path: string) =>
  `read_parquet(${literal(withoutWildcards(path))}, file_row_number = true)`

/** Where refused rows stand: undefined of one that could not be found again. */
interface Places {
  /** The record and line of a reject, and how many rows of the right form precede it. */
  readonly rejects: ReadonlyMap<Reject, { record: number; line: number; after: number }>
  /** The line of a refused row of the right form, by its number. */
  readonly lines: ReadonlyMap<number, number>
  readonly records: number
}

async function placesOf(
  path: string,
  { content, shape }: SurveyedFile,
  rejects: readonly Reject[],
  { rows, refusedPlaces }: Counted,
): Promise<Places> {
  const byOffset = new Map(rejects.map((reject) => [reject.from, reject]))
  const refused = new Set(refusedPlaces)
  const found = new Map<Reject, { record: number; line: number; after: number }>()
  const lines = new Map<number, number>()
  const { lineEnd } = content
  let records = 0
  await scanRecords(path, { lineEnd, skip: shape.skip }, ({ from, line }) => {
    records++
    const reject = byOffset.get(from)
    const row = records - found.size
    if (reject) found.set(reject, { record: records, line, after: row - 1 })
    else if (refused.has(row)) lines.set(row, line)
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

export interface RefusedOptions {
  /** The raw file, or the copy of it that was read. */
  readonly source: string
  /** The Parquet file of the rows of the right form. */
  readonly rows: string
  readonly counted: Counted
  /** The rows of a wrong form. */
  readonly rejects: readonly Reject[]
  readonly to: string
}

/** Writes the rows once more, with the rejects after them, and where each refused row stands. */
export async function writeRefused(
  connection: DuckDBConnection,
  { table, file }: { table: AnyTable; file: SurveyedFile },
  { source, rows, counted, rejects, to }: RefusedOptions,
): Promise<void> {
  const places = await placesOf(source, file, rejects, counted)
  refuseBrokenOff(file, rejects, places)
  await notePlaces(connection, rejects, places)
  const [findings, texts, record, line] = [
    bookkeeping.findings,
    bookkeeping.texts,
    bookkeeping.record,
    bookkeeping.line,
  ].map(identifier)
  await connection.run(`
    copy (
      select counted.* exclude (file_row_number, "row place")
        replace (
          ${findingsOf(table, file.shape)} as ${findings},
          cast(null as varchar[]) as ${texts},
          "row place" + coalesce(shifts.rejects, 0) as ${record},
          located.line as ${line}
        )
      from (select *, ${place} as "row place" from ${readParquet(rows)}) as counted
      left join located on located.place = counted."row place"
      asof left join (
        select after, max(so_far) as rejects
        from (select after, row_number() over (order by record) as so_far from rejected)
        where after is not null
        group by after
      ) as shifts on counted."row place" > shifts.after
      union all by name
      select record as ${record}, line as ${line},
        [struct_pack("column" := null, "value" := value, "rule" := rule)]::${findingType}[]
          as ${findings}
      from rejected where not is_skipped
    ) to ${literal(to)} (format parquet)`)
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
