/**
 * What a file as a whole says of how it writes numbers and days: 1,234 is one thing in a file that
 * has 12.50 in another cell, and another in one that has 12,50.
 */
import type { DuckDBConnection, DuckDBListValue } from '@duckdb/node-api'
import { type AnyColumn, sqlTypeOf } from '../../columns.ts'
import { UserError } from '../../errors.ts'
import type { AnyTable } from '../../table.ts'
import { identifier, literal } from '../open.ts'
import { bookkeeping } from './bookkeeping.ts'
import type { CellLayout, DateOrder } from './cell_rule.ts'
import { cellRuleOf, presentSql } from './cells.ts'
import { isContinental } from './languages.ts'
import { number } from './number_cells.ts'
import { withoutWildcards } from './raw_rows.ts'
import { cellsOf, textsOf } from './row_cells.ts'
import { contractOf, type Shape } from './shape.ts'

/** How many cells have a value under one reading only, and how many another one under each. */
interface Counts {
  readonly one: number
  readonly other: number
  readonly either: number
  /** A cell that either reading takes. */
  readonly example: string | null
}

/** The layout of a file's cells where they are spelled in the usual way. */
export function usualLayout(table: AnyTable, { hints }: Shape): CellLayout {
  const { nulls, timeZone, decimal } = contractOf(table).layout
  return {
    nulls,
    timeZone: hints.timeZone ?? timeZone,
    decimal: hints.isTyped ? '.' : (hints.decimal ?? decimal),
  }
}

/**
 * Decides how the cells of a file are read, by all of its cells.
 *
 * @param rows the Parquet file of its rows, read under the usual rules
 * @param name what messages call the file
 * @returns the layout, and the columns with unusual cells
 * @throws UserError where they leave the order of days and months open, and nothing else says it
 */
export async function decideLayout(
  connection: DuckDBConnection,
  { table, shape, rows, name }: { table: AnyTable; shape: Shape; rows: string; name: string },
): Promise<{ layout: CellLayout; odd: ReadonlySet<string> }> {
  const odd = await oddColumns(connection, { table, shape, rows })
  const usual = usualLayout(table, shape)
  const { hints } = shape
  const isGiven = hints.isTyped || hints.decimal !== undefined
  const cells = textsOf(cellsOf(table, shape, usual))
  const numbers = isGiven ? [] : cells.filter(({ column }) => isNumeric(sqlTypeOf(column)))
  const days = cells.filter(({ column }) => isDated(sqlTypeOf(column)))
  const isOdd = ({ name: column }: { name: string }) => odd.has(column)
  const evidence = await evidenceOf(connection, rows, [
    numbers.filter(isOdd).map(({ kept }) => numberCell(kept, usual)),
    days.filter(isOdd).map(({ kept, column }) => dayCell(kept, column, usual)),
  ])
  const [ofDecimals, ofOrders] = evidence as [Counts, Counts]
  // The usual cells are asked only where the unusual ones raise the question.
  const isOpen = ofDecimals.one + ofDecimals.other + ofDecimals.either > 0
  const signs = isOpen ? await pointed(connection, rows, numbers) : 0
  const isPoint = usual.decimal === '.'
  const ofAll = {
    ...ofDecimals,
    one: ofDecimals.one + (isPoint ? signs : 0),
    other: ofDecimals.other + (isPoint ? 0 : signs),
  }
  const isForeign = isContinental(shape.headers) || shape.delimiter === ';'
  const sign = decided(ofAll, ['.', ','] as const)
  const decimal = isGiven
    ? usual.decimal
    : (sign ?? (ofAll.either > 0 && isForeign ? ',' : usual.decimal))
  const order = decided(ofOrders, ['mdy', 'dmy'] as const) ?? hints.dates
  const dates = order ?? (isForeign || decimal === ',' ? 'dmy' : undefined)
  if (dates === undefined && ofOrders.either > 0) throw undecided(name, ofOrders.example)
  return { layout: { ...usual, decimal, dates: dates ?? 'mdy' }, odd }
}

/** The columns with a cell that the usual rules do not read. */
export async function oddColumns(
  connection: DuckDBConnection,
  { table, shape, rows }: { table: AnyTable; shape: Shape; rows: string },
): Promise<ReadonlySet<string>> {
  const layout = usualLayout(table, shape)
  // The usual rules read every text as it is.
  const cells = textsOf(cellsOf(table, shape, layout)).filter(({ rule }) => !rule.isVerbatim)
  const isOdd = cells.map(
    ({ stored, kept }) =>
      `coalesce(bool_or(${stored} is null and ${presentSql(kept, layout)} is not null), false)`,
  )
  const result = await connection.runAndReadAll(
    `select [${isOdd.join(', ')}]::boolean[] as odd from ${readRows(rows)}
     where ${identifier(bookkeeping.texts)} is not null`,
  )
  const { items } = result.getRowObjects()[0]!['odd'] as DuckDBListValue
  return new Set(cells.filter((_, index) => items[index]).map(({ name }) => name))
}

const isNumeric = (sqlType: string) => /^(DECIMAL|BIGINT|DOUBLE)/.test(sqlType)
const isDated = (sqlType: string) => sqlType === 'DATE' || sqlType === 'TIMESTAMP'

/** A cell of a refused row, and its value under two readings. */
interface OddCell {
  readonly text: string
  readonly one: string
  readonly other: string
}

function numberCell(text: string, layout: CellLayout): OddCell {
  const present = presentSql(text, layout)
  const under = (decimal: '.' | ',') => number({ ...layout, decimal }).sql('text')
  return { text: present, one: under('.'), other: under(',') }
}

function dayCell(text: string, column: AnyColumn, layout: CellLayout): OddCell {
  const present = presentSql(text, layout)
  const under = (dates: DateOrder) => cellRuleOf(column, { ...layout, dates }).sql('text')
  return { text: present, one: under('mdy'), other: under('dmy') }
}

/** What the cells of refused rows say; each group is of one question. */
async function evidenceOf(
  connection: DuckDBConnection,
  rows: string,
  groups: readonly (readonly OddCell[])[],
): Promise<Counts[]> {
  const from = `from ${readRows(rows)} where ${identifier(bookkeeping.texts)} is not null`
  // Cells of one rule are read by one expression: planning it is what costs.
  const cells = groups.flatMap((group, index) =>
    [...Map.groupBy(group, ({ one, other }) => `${one}\n${other}`).values()].map((alike) => {
      const [{ one, other }] = alike as [OddCell]
      const present = `select unnest([${alike.map(({ text }) => text).join(', ')}]) as text ${from}`
      return `select ${index} as question, text, cast(${one} as varchar) as one, cast(${other} as varchar) as other
        from (${present}) where text is not null`
    }),
  )
  const result = await connection.runAndReadAll(`
    select question,
      cast(count(*) filter (where one is not null and other is null) as double) as one,
      cast(count(*) filter (where one is null and other is not null) as double) as other,
      cast(count(*) filter (where one <> other) as double) as either,
      min(text) filter (where one <> other) as example
    from (${cells.join(' union all ') || 'select 0 as question, null as text, null as one, null as other where false'})
    group by question`)
  const found = result.getRowObjectsJS()
  const nothing: Counts = { one: 0, other: 0, either: 0, example: null }
  return groups.map(
    (_, index) =>
      (found.find(({ question }) => question === index) as Counts | undefined) ?? nothing,
  )
}

/** How many cells have a number that was written with the usual decimal sign. */
async function pointed(
  connection: DuckDBConnection,
  rows: string,
  numbers: readonly { readonly name: string }[],
): Promise<number> {
  const counts = numbers.map(
    ({ name }) => `count(*) filter (where ${identifier(name)} <> trunc(${identifier(name)}))`,
  )
  const result = await connection.runAndReadAll(
    `select cast(${counts.join(' + ') || '0'} as double) as pointed from ${readRows(rows)}`,
  )
  return result.getRowObjectsJS()[0]!['pointed'] as number
}

const readRows = (path: string) => `read_parquet(${literal(withoutWildcards(path))})`

/**
 * The reading that the cells decide. A few cells to the contrary are wrong ones; where both have
 * many, neither is decided.
 */
function decided<R>({ one, other }: Counts, [first, second]: readonly [R, R]): R | undefined {
  if (one > 0 && other <= one / 20) return first
  if (other > 0 && one <= other / 20) return second
  return undefined
}

const undecided = (name: string, example: string | null) =>
  new UserError(
    `${name} writes days such as '${example}', and no day of it tells whether the month or the day comes first: say so in a manifest.json beside the file, as { "dates": "mdy" } or { "dates": "dmy" }.`,
  )
