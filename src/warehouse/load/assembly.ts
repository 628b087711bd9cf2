/**
 * Assembles a table from its loaded files: of each key the newest row.
 *
 * Newer is the row's version, then the date in its file's name. Of rows that are equally new, one
 * stays if they are equal in every column, and none if they differ: then the next older row of the
 * key stands. Every row that was read is accepted, superseded or refused.
 */
import { basename } from 'node:path'
import type { DuckDBConnection } from '@duckdb/node-api'
import { type AnyColumn, sqlTypeOf } from '../../columns.ts'
import type { AnyTable } from '../../table.ts'
import { identifier, literal } from '../open.ts'
import { bookkeeping, findingType, loadedColumns, withoutWildcards } from './file_query.ts'
import { contractOf } from './shape.ts'

/** A loaded file and what its raw file's name says. */
export interface Part {
  readonly loaded: string
  readonly date: string | null
}

/** What became of the rows of one file; the parts are told apart by their place in the list. */
export interface PartAccount {
  readonly read: number
  readonly accepted: number
  readonly quarantined: number
  readonly superseded: number
  /** The rows that a rule refused, those that a later file repaired included. */
  readonly refused: number
}

/** A reason for which a row is refused. */
export interface Refusal {
  readonly part: number
  readonly record: number | null
  readonly line: number | null
  readonly column: string | null
  readonly value: string | null
  readonly rule: string
}

const findings = identifier(bookkeeping.findings)
const record = identifier(bookkeeping.record)
const line = identifier(bookkeeping.line)
const part = identifier('row part')
const partDate = identifier('row date')
const place = identifier('row place')
const fate = identifier('row fate')

/**
 * Puts the table's accepted rows into `target`, a table's full name in SQL, and their fates into
 * temporary tables that `accountsOf` and `refusalsOf` read.
 */
export async function assemble(
  connection: DuckDBConnection,
  table: AnyTable,
  parts: readonly Part[],
  target: string,
): Promise<void> {
  const columns = Object.keys(table.columns).map(identifier)
  await connection.run(`create or replace temp view loaded as ${loadedRows(table, parts)}`)
  await connection.run(
    `create or replace temp table fates (${part} integer, ${place} bigint, ${fate} varchar)`,
  )
  const repeats = await connection.runAndReadAll(`
    select 1 from loaded where ${findings} is null group by ${keyOf(table)} having count(*) > 1 limit 1`)
  if (repeats.currentRowCount > 0) await decideFates(connection, table)
  await connection.run(`
    create table ${target} as
    select ${columns.join(', ')} from loaded
    where ${findings} is null
      and not exists (from fates where fates.${part} = loaded.${part} and fates.${place} = loaded.${place})`)
  await findRepaired(connection, table, target)
}

/** An empty table, for a contract that has no files. */
export async function createEmptyTable(
  connection: DuckDBConnection,
  table: AnyTable,
  target: string,
): Promise<void> {
  const columns = Object.entries<AnyColumn>(table.columns).map(
    ([name, column]) => `${identifier(name)} ${sqlTypeOf(column)}`,
  )
  await connection.run(`create table ${target} (${columns.join(', ')})`)
}

const keyOf = (table: AnyTable) => table.grain.map(identifier).join(', ')

const sameKey = (one: string, other: string, table: AnyTable) =>
  table.grain
    .map(identifier)
    .map((column) => `${one}.${column} is not distinct from ${other}.${column}`)
    .join(' and ')

/** All rows of all parts; contents that two raw files share come once for each. */
function loadedRows(table: AnyTable, parts: readonly Part[]): string {
  const paths = [...new Set(parts.map(({ loaded }) => literal(withoutWildcards(loaded))))]
  const partRows = parts.map(
    ({ loaded, date }, index) =>
      `(${index}, ${literal(basename(loaded))}, ${date === null ? 'null' : `date ${literal(date)}`})`,
  )
  const read = new Set(loadedColumns(table).map(([name]) => name))
  const columns = Object.keys(table.columns).map((name) =>
    read.has(name) ? `row_of.${identifier(name)}` : `part.file_date as ${identifier(name)}`,
  )
  return `
    select ${columns.join(', ')}, row_of.${findings}, row_of.${line},
      coalesce(row_of.${record}, row_of.file_row_number + 1) as ${record},
      row_of.file_row_number as ${place}, part.number as ${part}, part.file_date as ${partDate}
    from read_parquet([${paths.join(', ')}], filename = 'row file', file_row_number = true) as row_of
    join (values ${partRows.join(', ')}) as part (number, loaded, file_date)
      on parse_filename(row_of."row file") = part.loaded`
}

/** Of the keys that repeat, says which rows do not stay. */
async function decideFates(connection: DuckDBConnection, table: AnyTable): Promise<void> {
  const { version } = contractOf(table)
  const newest = [...(version === undefined ? [] : [identifier(version)]), partDate]
  const contents = Object.keys(table.columns).map((name) => `loaded.${identifier(name)}`)
  const grain = table.grain.map((name) => `loaded.${identifier(name)}`)
  const keys = table.grain.map((_, index) => `key${index}`)
  await connection.run(`
    insert into fates
    with repeated as (
      select ${keyOf(table)} from loaded where ${findings} is null group by all having count(*) > 1
    ),
    aged as (
      select ${grain.map((column, index) => `${column} as key${index}`).join(', ')}, loaded.${part}, loaded.${place},
        hash(row(${contents.join(', ')})) as content,
        dense_rank() over (
          partition by ${grain.join(', ')}
          order by ${newest.map((column) => `loaded.${column} desc nulls last`).join(', ')}
        ) as age
      from loaded join repeated on ${sameKey('loaded', 'repeated', table)}
      where loaded.${findings} is null
    ),
    tied as (
      select ${keys.join(', ')}, age, min(content) <> max(content) as differs from aged group by all
    ),
    standing as (
      select ${keys.join(', ')}, min(age) filter (where not differs) as standing_age
      from tied group by all
    ),
    judged as (
      select aged.${part}, aged.${place}, aged.age, standing.standing_age,
        row_number() over (
          partition by ${keys.map((key) => `aged.${key}`).join(', ')}, aged.age order by aged.${part}, aged.${place}
        ) as turn
      from aged join standing on ${keys
        .map((key) => `aged.${key} is not distinct from standing.${key}`)
        .join(' and ')}
    )
    select ${part}, ${place},
      case when standing_age is null or age < standing_age then 'tied' else 'superseded' end
    from judged
    where standing_age is null or age <> standing_age or turn > 1`)
}

/** A refused row is repaired where a newer file has an accepted row of its key. */
async function findRepaired(connection: DuckDBConnection, table: AnyTable, target: string) {
  const refused = await connection.runAndReadAll(
    `select 1 from loaded where ${findings} is not null limit 1`,
  )
  if (refused.currentRowCount === 0) return
  const isKnown = table.grain.map((name) => `refused.${identifier(name)} is not null`)
  const { version } = contractOf(table)
  const isNewer = [
    `newer.${partDate} > refused.${partDate}`,
    ...(version === undefined
      ? []
      : [`newer.${identifier(version)} > refused.${identifier(version)}`]),
  ]
  await connection.run(`
    insert into fates
    select distinct refused.${part}, refused.${place}, 'superseded'
    from loaded as refused
    join loaded as newer on ${sameKey('newer', 'refused', table)}
      and newer.${findings} is null and (${isNewer.join(' or ')})
    where refused.${findings} is not null and ${isKnown.join(' and ')}
      and exists (from ${target} as stands where ${sameKey('stands', 'refused', table)})`)
}

/** What became of the rows of each part. */
export async function accountsOf(
  connection: DuckDBConnection,
): Promise<ReadonlyMap<number, PartAccount>> {
  const result = await connection.runAndReadAll(`
    select loaded.${part} as part,
      cast(count(*) as double) as "read",
      cast(count(*) filter (where ${findings} is null and fates.${fate} is null) as double) as accepted,
      cast(count(*) filter (where coalesce(fates.${fate}, case when ${findings} is null then '' else 'refused' end)
        in ('refused', 'tied')) as double) as quarantined,
      cast(count(*) filter (where fates.${fate} = 'superseded') as double) as superseded,
      cast(count(*) filter (where ${findings} is not null or fates.${fate} = 'tied') as double) as refused
    from loaded left join fates
      on fates.${part} = loaded.${part} and fates.${place} = loaded.${place}
    group by loaded.${part}`)
  return new Map(
    result
      .getRowObjectsJS()
      .map(({ part, ...account }) => [part as number, account as unknown as PartAccount]),
  )
}

/** The first reasons for which rows are refused. */
export async function refusalsOf(
  connection: DuckDBConnection,
  table: AnyTable,
  limit: number,
): Promise<Refusal[]> {
  const key = table.grain.map((name) => `coalesce(cast(${identifier(name)} as varchar), '')`)
  const result = await connection.runAndReadAll(`
    select part, cast(record as double) as record, cast(line as double) as line,
      finding."column" as "column", finding."value" as "value", finding."rule" as "rule"
    from (
      select loaded.${part} as part, ${record} as record, ${line} as line,
        unnest(coalesce(${findings}, [struct_pack(
          "column" := ${literal(table.grain.join(', '))},
          "value" := concat_ws(', ', ${key.join(', ')}),
          "rule" := 'is the key of another row too, which is as new and differs')]::${findingType}[])) as finding
      from loaded left join fates
        on fates.${part} = loaded.${part} and fates.${place} = loaded.${place}
      where ${findings} is not null or fates.${fate} = 'tied'
    )
    order by part, record limit ${limit}`)
  return result.getRowObjectsJS() as unknown as Refusal[]
}
