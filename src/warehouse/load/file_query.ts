/** The SQL that reads one raw file: every row typed, and of a row that breaks a rule the texts. */
import { isNullable, sqlTypeOf } from '../../columns.ts'
import type { AnyTable } from '../../table.ts'
import { identifier } from '../open.ts'
import { bookkeeping, findingType } from './bookkeeping.ts'
import type { CellLayout } from './cell_rule.ts'
import { type Rejects, readCsv } from './raw_rows.ts'
import {
  cellsOf,
  gatheredCells,
  loadedColumns,
  mapOfTexts,
  mapOfValues,
  type RowRule,
  rowRules,
} from './row_cells.ts'
import { contractOf, type Shape } from './shape.ts'
import { isNoRecordSql, mayBeFooterSql } from './totals.ts'

/** How the cells of a file are read. */
export interface CellReading {
  readonly layout: CellLayout
  /** Whether all spellings are read, or only those that mean the same in every file. */
  readonly isFull: boolean
}

/**
 * A query over all rows of a file, or of several of one shape, with the bookkeeping columns. Of a
 * row that breaks a rule it keeps the texts, from which `mendingQuery` tells the reasons: most files
 * have no such row.
 */
export function fileQuery(
  table: AnyTable,
  { paths, shape, rejects }: { paths: readonly string[]; shape: Shape; rejects: Rejects },
  reading: CellReading,
  rules: readonly RowRule[] = rowRules(table, shape, reading.layout),
): string {
  const contract = contractOf(table)
  const { layout, isFull } = reading
  const cells = cellsOf(table, shape, layout)
  const typed = gatheredCells(table, shape, layout)
  const read = new Set(cells.map(({ name }) => name))
  const columns = loadedColumns(table).map(([name, column]) => {
    const gathered = typed.find((one) => one.name === name)
    if (gathered) return `${mapOfValues(gathered.cells)} as ${identifier(name)}`
    if (read.has(name) || name in contract.gathered) return identifier(name)
    return `cast(null as ${sqlTypeOf(column)}) as ${identifier(name)}`
  })
  const maps = Object.entries(shape.gathered)
    .filter(([name]) => !typed.some((column) => column.name === name))
    .map(([name, places]) => `${mapOfTexts(shape, places, layout)} as ${identifier(name)}`)
  // A file with rows to skip is read by one thread, which keeps count; else the place is the count.
  const isNoRecord = isNoRecordSql(shape, contract.layout)
  const record = isNoRecord ? 'row_number() over ()' : 'cast(null as bigint)'
  const source = paths.length > 1 ? [file_] : []
  // A footer breaks some rule, unless a row needs no second cell.
  const isLoose = cells.filter(({ column }) => !isNullable(column)).length < 2
  const isBroken = rules.map((rule) => rule.isBroken)
  const isRefused = [...isBroken, ...(isLoose ? [mayBeFooterSql()] : [])].join(' or ') || 'false'
  const casts = cells.flatMap(({ rule, raw, cast }) =>
    rule.isVerbatim ? [] : [`${rule.castSql(raw)} as ${cast}`],
  )
  const usuals = cells
    .filter(({ rule }) => !rule.isVerbatim)
    .map(({ usualSql, usual }) => `${usualSql} as ${usual}`)
  const texts = cells.map(({ text, present }) => `${present} as ${text}`)
  const values = cells.map(({ value, typed: all, usual, text, rule }) => {
    if (rule.isVerbatim) return `${text} as ${value}`
    return `${isFull ? all : usual} as ${value}`
  })
  const cellTexts = cells.map(({ text, raw }) => `coalesce(${text}, ${raw})`)
  const isOdd = isFull ? [] : cells.flatMap((cell) => cell.isOdd ?? [])
  return `
    select ${[...columns, ...source].join(', ')}, ${record_},
      case when ${refused_} then [${cellTexts.join(', ')}]::varchar[] end as ${texts_},
      case when ${refused_} then ${isOdd.join(' or ') || 'false'} else false end as ${odd_},
      cast(null as ${findingType}[]) as ${findings_}, cast(null as bigint) as ${line_}
    from (
      select *, (${isRefused}) as ${refused_}
      from (
        select ${['*', ...values].join(', ')}
        from (
          select ${['*', ...texts].join(', ')}
          from (
            select ${['*', ...usuals, ...maps].join(', ')}
            from (
              select ${['*', ...casts].join(', ')}
              from (select *, ${record} as ${record_} from ${readCsv(paths, shape, rejects)})
              ${isNoRecord ? `where not ${isNoRecord}` : ''}
            )
          )
        )
      )
    )`
}

const refused_ = identifier('row is refused')
const [findings_, record_, line_, texts_, file_, odd_] = [
  bookkeeping.findings,
  bookkeeping.record,
  bookkeeping.line,
  bookkeeping.texts,
  bookkeeping.file,
  bookkeeping.odd,
].map(identifier) as [string, string, string, string, string, string]
