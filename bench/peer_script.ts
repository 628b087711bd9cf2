/**
 * The script that someone would write by hand in the place of the engine: one typed `read_csv` for
 * the files of an export that have the same headers, the newest row of each key, then
 * `create table as` of each table's query. No audits, no quarantine, no files of their own.
 */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type AnyColumn, sqlTypeOf } from '../src/columns.ts'
import { compiledQueryOf, inOrder } from '../src/lineage.ts'
import type { AnyTable } from '../src/table.ts'
import type { SurveyedExport, SurveyedFile } from '../src/warehouse/load/index.ts'
import { contractOf } from '../src/warehouse/load/shape.ts'
import { readCurrent } from '../src/warehouse/manifest.ts'
import { identifier, literal } from '../src/warehouse/open.ts'

export interface Statement {
  readonly sql: string
  readonly parameters: readonly unknown[]
}

/**
 * @param surveyed the files of each export, as the engine found them
 * @param asOf the instant that the engine found: a person who writes a script knows the day
 */
export function peerScript(
  tables: readonly AnyTable[],
  surveyed: readonly SurveyedExport[],
  asOf: string,
): Statement[] {
  const exports = new Map(surveyed.map((one) => [one.table.name, one]))
  const create = (name: string, query: string, parameters: readonly unknown[] = []) => ({
    sql: `create table ${identifier(name)} as ${query}`,
    parameters,
  })
  return [
    { sql: "set timezone = 'UTC'", parameters: [] },
    ...inOrder(tables).map((table) => {
      const query = compiledQueryOf(table)
      if (query) return create(table.name, query.sql, query.parameters)
      const files = exports.get(table.name)?.files
      if (!files) return create(table.name, `select timestamp ${literal(asOf)} as as_of`)
      return create(table.name, files.length === 0 ? noRows(table) : newestRows(table, files))
    }),
  ]
}

/** The instant that the published build of a warehouse holds for the latest. */
export const publishedAsOf = (warehouse: string): string =>
  readCurrent(warehouse)!.data_as_of.replace('T', ' ').replace('Z', '')

const noRows = (table: AnyTable) =>
  `select ${columnsOf(table).map(([name, column]) => `cast(null as ${sqlTypeOf(column)}) as ${identifier(name)}`)} where false`

const columnsOf = (table: AnyTable) => Object.entries<AnyColumn>(table.columns)

function newestRows(table: AnyTable, files: readonly SurveyedFile[]): string {
  const { version } = contractOf(table)
  const alike = Map.groupBy(files, ({ shape }) => `${shape.skip} ${shape.headers.join('\n')}`)
  const reads = [...alike.values()].map((group) => rowsOf(table, group))
  const newest = [...(version ? [identifier(version)] : []), '"file date"']
  return `select * exclude ("file date") from (${reads.join(' union all by name ')})
    qualify row_number() over (partition by ${table.grain.map(identifier).join(', ')}
      order by ${newest.map((by) => `${by} desc nulls last`).join(', ')}) = 1`
}

/** The typed rows of files with the same headers. Values that DuckDB does not read are read as text. */
function rowsOf(
  table: AnyTable,
  files: readonly [SurveyedFile, ...SurveyedFile[]] | SurveyedFile[],
) {
  const { layout, keep } = contractOf(table)
  const { shape } = files[0]!
  const isReport = layout.skipRows !== undefined
  const columnAt = new Map(Object.entries(shape.places).map(([name, place]) => [place, name]))
  const types = shape.headers.map((_, place) => {
    const name = columnAt.get(place)
    const type = name === undefined || isReport ? 'VARCHAR' : sqlTypeOf(table.columns[name])
    return `'c${place}': '${type}'`
  })
  const columns = columnsOf(table).map(([name, column]) => {
    const place = shape.places[name]
    const type = sqlTypeOf(column)
    const gathered = shape.gathered[name]
    if (gathered) return `${gatheredMap(shape.headers, gathered)} as ${identifier(name)}`
    if (keep === 'snapshots' && name === 'exported_date')
      return `cast("file date" as date) as ${identifier(name)}`
    const value = place === undefined ? 'null' : `c${place}`
    if (isReport && place !== undefined && type !== 'VARCHAR')
      return `${reported(value, type)} as ${identifier(name)}`
    return `cast(${value} as ${type}) as ${identifier(name)}`
  })
  const date = `regexp_extract(filename, '_([0-9-]+)\\.csv$', 1)`
  return `select ${columns.join(', ')}, "file date" from (
      select *, ${date} as "file date"
      from read_csv([${files.map(({ path }) => literal(path)).join(', ')}], header = false,
        skip = ${shape.skip}, columns = {${types.join(', ')}}, delim = ${literal(shape.delimiter)},
        quote = '"', escape = '"', auto_detect = false, filename = true)
      ${isReport ? `where not regexp_matches(c0, ${literal(layout.skipRows.source)})` : ''})`
}

/** A number of a report: `1,234`, `2.60%`, `--`. */
function reported(value: string, type: string): string {
  const bare = `nullif(replace(trim(${value}), ',', ''), '--')`
  if (type !== 'DOUBLE') return `cast(${bare} as ${type})`
  return `case when ${bare} like '%\\%' escape '\\' then cast(rtrim(${bare}, '%') as double) / 100 else cast(${bare} as double) end`
}

function gatheredMap(headers: readonly string[], places: readonly number[]): string {
  const entries = places.map((place) => `{'k': ${literal(headers[place]!)}, 'v': c${place}}`)
  return `map_from_entries(list_filter([${entries.join(', ')}], lambda entry: entry.v is not null))`
}

/** The tables and their rows in the peer's file and in the warehouse have to be the same. */
export function publishedRows(warehouse: string): Map<string, number> {
  const { build } = readCurrent(warehouse)!
  const { tables } = JSON.parse(readFileSync(join(warehouse, 'builds', `${build}.json`), 'utf8'))
  return new Map(Object.entries<{ rows: number }>(tables).map(([name, { rows }]) => [name, rows]))
}
