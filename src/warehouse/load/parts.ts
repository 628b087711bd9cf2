/**
 * The parts that a raw table is made of: its loaded files, in the order of their paths, and the
 * queries over them. The place of a part in the list is its number.
 */
import { join } from 'node:path'
import type { DuckDBConnection } from '@duckdb/node-api'
import type { AnyTable } from '../../table.ts'
import { identifier, literal } from '../open.ts'
import type { StoredPart } from '../stored.ts'
import { fileList, type View } from '../view.ts'
import { bookkeeping } from './bookkeeping.ts'
import { loadedColumns } from './row_cells.ts'
import { contractOf } from './shape.ts'

/** A loaded file, and what its raw file's path says. */
export type Part = Omit<StoredPart, 'rows' | 'refused' | 'observed_from' | 'observed_to'>

/** The names of what is known of a row beside its columns; a blank, so that no column has them. */
export const row = {
  findings: identifier(bookkeeping.findings),
  texts: identifier(bookkeeping.texts),
  record: identifier(bookkeeping.record),
  line: identifier(bookkeeping.line),
  /** The number of its part. */
  part: identifier('row part'),
  /** Its place in the loaded file. */
  place: identifier('row place'),
  /** The date of its part. */
  date: identifier('row date'),
  /** When it was changed last, as it says itself. */
  version: identifier('row version'),
  /** The hash of what the file says of it. */
  content: identifier('row content'),
} as const

/** The columns that tell things apart, versions of one thing not. */
export const keyOf = (table: AnyTable): string[] =>
  table.grain.filter((name) => contractOf(table).keep !== 'versions' || name !== 'version_at')

/** What makes a part the one that it was: its number may be another. */
export const nameOf = ({ file, loaded, date, instance, isFull }: Part): string =>
  JSON.stringify([file, loaded, date, instance, isFull])

/** SQL: the first or the latest of the instants that a row of `loaded` tells of. */
export function observedOf(table: AnyTable, which: 'least' | 'greatest'): string {
  const columns = contractOf(table).observed.map(
    (column) => `cast(loaded.${identifier(column)} as timestamp)`,
  )
  return columns.length === 0 ? 'cast(null as timestamp)' : `${which}(${columns.join(', ')})`
}

/**
 * A query over all rows of parts, the refused ones too.
 *
 * @param numbers those of the parts to read
 */
function rowsOfParts(
  table: AnyTable,
  parts: readonly Part[],
  numbers: readonly number[],
  warehouse: string,
): string {
  const contents = loadedColumns(table).map(([name]) => `row_of.${identifier(name)}`)
  const columns = [
    ...columnsOf(table, Object.keys(table.columns)),
    `row_of.${row.findings}, row_of.${row.texts}, row_of.${row.line}`,
    `coalesce(row_of.${row.record}, row_of.file_row_number + 1) as ${row.record}`,
    `hash(row(${contents.join(', ')})) as ${row.content}`,
  ]
  return rowsWith(columns, table, parts, numbers, warehouse)
}

/** The same with no other columns than decide which rows stand: it is planned in less time. */
export function keysOfParts(
  table: AnyTable,
  parts: readonly Part[],
  numbers: readonly number[],
  warehouse: string,
): string {
  const isVersions = contractOf(table).keep === 'versions'
  const names = new Set([
    ...keyOf(table),
    ...contractOf(table).observed,
    ...(isVersions ? ['version_at'] : []),
  ])
  const columns = [...columnsOf(table, [...names]), `row_of.${row.findings}`]
  return rowsWith(columns, table, parts, numbers, warehouse)
}

function rowsWith(
  columns: readonly string[],
  table: AnyTable,
  parts: readonly Part[],
  numbers: readonly number[],
  warehouse: string,
): string {
  const paths = numbers.map((number) => join(warehouse, parts[number]!.loaded))
  const { version } = contractOf(table)
  return `
    select ${columns.join(', ')},
      part.number as ${row.part}, row_of.file_row_number as ${row.place},
      part.file_date as ${row.date},
      cast(${version === undefined ? 'null' : `row_of.${identifier(version)}`} as timestamp) as ${row.version}
    from read_parquet(${fileList(paths)}) as row_of
    join ${partRows(parts, numbers)} on part.file_index = row_of.file_index`
}

/** Puts all rows of parts, the refused ones too, into the temporary view `loaded`. */
export async function viewLoaded(
  connection: DuckDBConnection,
  { warehouse, table, parts }: Loaded,
): Promise<void> {
  const all = parts.map((_, number) => number)
  const rows = rowsOfParts(table, parts, all, warehouse)
  await connection.run(`create or replace temp view loaded as ${rows}`)
}

/** The loaded files of a raw table. */
export interface Loaded {
  readonly warehouse: string
  readonly table: AnyTable
  readonly parts: readonly Part[]
}

/**
 * The table: of the rows of its parts those that stand.
 *
 * @param fates the file of what became of the others, and of those that are gone; none where all
 *   rows that are not refused stand
 * @param only the numbers of the parts whose rows are wanted; all by default
 */
export function standingRows(
  table: AnyTable,
  parts: readonly Part[],
  fates: string | undefined,
  only?: readonly number[],
): View {
  const numbers = only ?? parts.map((_, number) => number)
  // Most exports are of one instance: then a row need not know its part.
  const isPlain =
    !only &&
    contractOf(table).keep === 'increment' &&
    parts.every(({ instance }) => instance === '')
  const number = isPlain ? 'row_of.file_index' : 'part.number'
  const columns = columnsOf(table, Object.keys(table.columns), {
    instance: isPlain ? `''` : 'part.instance',
    isGone: fates === undefined ? 'false' : `decided.fate is not distinct from 'gone'`,
  }).join(', ')
  const joins = [
    ...(isPlain ? [] : [`join ${partRows(parts, numbers)} on part.file_index = row_of.file_index`]),
    ...(fates === undefined
      ? []
      : [
          `left join read_parquet({fates}) as decided
            on decided.part = ${number} and decided.place = row_of.file_row_number`,
        ]),
  ]
  return {
    sql: `select ${columns} from read_parquet({loads}) as row_of ${joins.join('\n')}
      where row_of.${row.findings} is null
        ${fates === undefined ? '' : `and coalesce(decided.fate, 'gone') = 'gone'`}`,
    files: {
      loads: numbers.map((part) => parts[part]!.loaded),
      ...(fates === undefined ? {} : { fates: [fates] }),
    },
  }
}

function columnsOf(
  table: AnyTable,
  names: readonly string[],
  { instance, isGone } = { instance: 'part.instance', isGone: 'false' },
): string[] {
  const { version } = contractOf(table)
  const ownVersion =
    version === undefined ? '' : `cast(row_of.${identifier(version)} as timestamp), `
  const filled: Record<string, string> = {
    exported_date: 'part.file_date',
    source_instance: instance,
    is_gone: isGone,
    version_at: `coalesce(${ownVersion}cast(part.file_date as timestamp), timestamp '1970-01-01')`,
  }
  const read = new Set(loadedColumns(table).map(([name]) => name))
  return names.map((name) =>
    read.has(name) ? `row_of.${identifier(name)}` : `${filled[name]} as ${identifier(name)}`,
  )
}

/** What the paths of parts say, as a relation: the place in the list that is read finds its part. */
function partRows(parts: readonly Part[], numbers: readonly number[]): string {
  const rows = numbers.map((number, index) => {
    const { date, instance } = parts[number]!
    const day = date === null ? 'cast(null as date)' : `date ${literal(date)}`
    return `(${index}, ${number}, ${day}, ${literal(instance)})`
  })
  return `(values ${rows.join(', ')}) as part (file_index, number, file_date, instance)`
}
