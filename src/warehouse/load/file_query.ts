/** The SQL that reads one raw file: every row typed, and of a row that breaks a rule the reasons. */
import { type AnyColumn, isNullable, sqlTypeOf } from '../../columns.ts'
import type { AnyTable } from '../../table.ts'
import { identifier, literal } from '../open.ts'
import { type CellRule, cellRuleOf, presentSql } from './cells.ts'
import { contractOf, type Shape } from './shape.ts'

/** Why a row is refused: `column` is the header, NULL where the row as a whole is wrong. */
export const findingType = 'struct("column" varchar, "value" varchar, "rule" varchar)'

/**
 * The columns of a loaded file beside the contract's own. Their names have a blank, so that no
 * export's column can have them.
 */
export const bookkeeping = {
  /** Why the row is refused; NULL where it is accepted. */
  findings: 'row findings',
  /** The place of the row among the records; NULL where it is its place in the loaded file. */
  record: 'row record',
  /** The texts of the cells of a row that breaks a rule. */
  texts: 'row texts',
  /** The line that the row starts on, of refused rows. */
  line: 'row line',
  /** The file that the row stands in, where several are read at once. */
  file: 'row source',
} as const

/** The columns of the contract that a loaded file holds: all but those that the file's name fills. */
export function loadedColumns(table: AnyTable): [name: string, column: AnyColumn][] {
  const isSnapshot = contractOf(table).keep === 'snapshots'
  return Object.entries<AnyColumn>(table.columns).filter(
    ([name]) => !isSnapshot || name !== 'exported_date',
  )
}

/**
 * What becomes of rows of a wrong form: the first one fails the query, or they are collected in
 * `reject_errors`. Each way of collecting has a fault in DuckDB 1.5.5, without a word: several
 * threads can lose rows of a large file, and one thread loses a last row whose quote is not closed.
 */
export type Rejects = 'fail' | 'collect in parallel' | 'collect in order'

/**
 * A query over all rows of a file, or of several of one shape, with the bookkeeping columns. Of a row that breaks a rule it
 * keeps the texts, from which `findingsOf` tells the reasons: most files have no such row.
 */
export function fileQuery(
  table: AnyTable,
  paths: readonly string[],
  shape: Shape,
  rejects: Rejects,
): string {
  const { layout, gathered } = contractOf(table)
  const cells = cellsOf(table, shape)
  const read = new Set(cells.map(({ name }) => name))
  const columns = loadedColumns(table).map(([name, column]) => {
    if (read.has(name) || name in gathered) return identifier(name)
    return `cast(null as ${sqlTypeOf(column)}) as ${identifier(name)}`
  })
  const maps = Object.entries(shape.gathered).map(
    ([name, places]) => `${mapOf(shape, places, table)} as ${identifier(name)}`,
  )
  // A file with rows to skip is read by one thread, which keeps count; else the place is the count.
  const { skipRows } = layout
  const record = skipRows ? 'row_number() over ()' : 'cast(null as bigint)'
  const source = paths.length > 1 ? [file_] : []
  const texts = cells.map(({ text, present }) => `${present} as ${text}`)
  const values = cells.map(({ value, typed }) => `${typed} as ${value}`)
  const isRefused = cells.flatMap((cell) => cell.isRefused)
  return `
    select ${[...columns, ...source].join(', ')}, ${record_},
      case when ${isRefused.join(' or ') || 'false'}
        then [${cells.map(({ text }) => text).join(', ')}]::varchar[] end as ${texts_},
      cast(null as ${findingType}[]) as ${findings_}, cast(null as bigint) as ${line_}
    from (
      select ${['*', ...values].join(', ')}
      from (
        select ${[...texts, ...maps, ...source, record_].join(', ')}
        from (select *, ${record} as ${record_} from ${readCsv(paths, shape, rejects)})
        ${skipRows ? `where not coalesce(${isSkipped(rawName(0), skipRows)}, false)` : ''}
      )
    )`
}

const [findings_, record_, line_, texts_, file_] = [
  bookkeeping.findings,
  bookkeeping.record,
  bookkeeping.line,
  bookkeeping.texts,
  bookkeeping.file,
].map(identifier) as [string, string, string, string, string]

/** SQL: whether a cell breaks its rule; none where it cannot. */
function refusalOf(column: AnyColumn, rule: CellRule, cell: { text: string; value: string }) {
  if (!isNullable(column)) return [`${cell.value} is null`]
  return rule.isVerbatim ? [] : [`(${cell.value} is null and ${cell.text} is not null)`]
}

/** SQL: why a row that `fileQuery` read is refused; NULL where it is accepted. */
export function findingsOf(table: AnyTable, shape: Shape): string {
  const findings = cellsOf(table, shape).map(({ name, header, value, rule }, index) => {
    const text = `${texts_}[${index + 1}]`
    const finding = (what: string) =>
      `struct_pack("column" := ${literal(header)}, "value" := ${text}, "rule" := ${literal(what)})`
    const missing = isNullable(table.columns[name])
      ? ''
      : `when ${value} is null then ${finding('is empty')}`
    return `case when ${value} is null and ${text} is not null
      then ${finding(`is not ${rule.expected}`)} ${missing} end`
  })
  return `case when ${texts_} is not null then list_filter(
    [${findings.join(', ')}]::${findingType}[], lambda finding: finding is not null) end`
}

/** The cells of a row that are read under the rule of a column. */
function cellsOf(table: AnyTable, shape: Shape) {
  const { layout, gathered } = contractOf(table)
  return loadedColumns(table).flatMap(([name, column]) => {
    const place = shape.places[name]
    if (name in gathered || place === undefined) return []
    const rule = cellRuleOf(column, layout)
    const text = identifier(`text of ${name}`)
    const value = identifier(name)
    return [
      {
        name,
        header: shape.headers[place]!,
        rule,
        text,
        value,
        present: presentSql(rawName(place), layout, rule.isVerbatim),
        typed: rule.sql(text),
        isRefused: refusalOf(column, rule, { text, value }),
      },
    ]
  })
}

/** The name of the column at a place of the file. */
const rawName = (place: number) => `c${place}`

const isSkipped = (raw: string, { source, flags }: RegExp) =>
  `regexp_matches(${raw}, ${literal(flags.includes('i') ? `(?i)${source}` : source)})`

/** The cells of gathered columns that are not empty, by header, in the order of the headers. */
function mapOf({ headers }: Shape, places: readonly number[], table: AnyTable): string {
  const { layout } = contractOf(table)
  const entries = places
    .map((place) => ({ header: headers[place]!, value: presentSql(rawName(place), layout) }))
    .sort((one, other) => (one.header < other.header ? -1 : 1))
    .map(({ header, value }) => `struct_pack(k := ${literal(header)}, v := ${value})`)
  return `map_from_entries(list_filter([${entries.join(', ')}]::struct(k varchar, v varchar)[],
    lambda entry: entry.v is not null))`
}

/** Everything as text, by place: the header is known, and nothing is guessed. */
function readCsv(paths: readonly string[], shape: Shape, rejects: Rejects): string {
  const columns = shape.headers.map((_, place) => `'${rawName(place)}': 'VARCHAR'`)
  const collected = {
    fail: '',
    'collect in parallel': 'store_rejects = true,',
    'collect in order': 'store_rejects = true, parallel = false,',
  }[rejects]
  const filename = paths.length > 1 ? `filename = ${literal(bookkeeping.file)},` : ''
  return `read_csv([${paths.map((path) => literal(withoutWildcards(path))).join(', ')}], ${filename}
    auto_detect = false, header = false, skip = ${shape.skip}, columns = {${columns.join(', ')}},
    delim = ${literal(shape.delimiter)}, quote = '"', escape = '"', nullstr = ['\u0001'], ${collected}
    strict_mode = true)`
}

/** A path in which nothing is a wildcard to DuckDB. */
export const withoutWildcards = (path: string) =>
  path.replaceAll(/[*?[]/g, (wildcard) => `[${wildcard}]`)
