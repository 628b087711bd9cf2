/** The cells of a row: where each stands, what it holds as SQL, and which rules it may break. */
import { type AnyColumn, isNullable, timestamp } from '../../columns.ts'
import { isAutomatic } from '../../export.ts'
import type { AnyTable } from '../../table.ts'
import { identifier, literal } from '../open.ts'
import { bookkeeping } from './bookkeeping.ts'
import type { CellLayout, CellRule } from './cell_rule.ts'
import { cellRuleOf, gatheredRuleOf, presentSql } from './cells.ts'
import { rawName } from './raw_rows.ts'
import { contractOf, type Shape } from './shape.ts'

/** The columns of the contract that a loaded file holds: all but those that the loader fills. */
export function loadedColumns(table: AnyTable): [name: string, column: AnyColumn][] {
  const contract = contractOf(table)
  return Object.entries<AnyColumn>(table.columns).filter(([name]) => !isAutomatic(contract, name))
}

/** A cell that is read under a rule. Its parts are names of columns and expressions in SQL. */
export interface Cell {
  readonly name: string
  /** The column under whose rule it stands. */
  readonly column: AnyColumn
  readonly header: string
  readonly rule: CellRule
  /** The name of the raw cell, of what a cast makes of it, of its text, and of its value. */
  readonly raw: string
  readonly cast: string
  readonly text: string
  readonly value: string
  /** The name of its value where it is spelled in a usual way, and that value. */
  readonly usual: string
  readonly usualSql: string
  /** Its text, where it is needed: of a usual spelling it is not. */
  readonly present: string
  /** Its value under all rules. */
  readonly typed: string
  /** Whether it has a text that the usual rules do not read. */
  readonly isOdd: string | undefined
  /** Where a loaded file holds its value. */
  readonly stored: string
}

/** The cells of a row that are read under the rule of a column. */
export function cellsOf(table: AnyTable, shape: Shape, layout: CellLayout): Cell[] {
  const { gathered } = contractOf(table)
  const single = loadedColumns(table).flatMap(([name, column]) => {
    const place = shape.places[name]
    if (name in gathered || place === undefined) return []
    return [cellOf({ name, column, rule: cellRuleOf(column, layout) }, place, shape, layout)]
  })
  const several = gatheredCells(table, shape, layout)
  return [...single, ...several.flatMap((column) => column.cells)]
}

/** The cells of the columns that gather typed values, by column. */
export function gatheredCells(
  table: AnyTable,
  shape: Shape,
  layout: CellLayout,
): { name: string; cells: Cell[] }[] {
  return Object.entries(shape.gathered).flatMap(([name, places]) => {
    const rule = gatheredRuleOf(table.columns[name]!, layout)
    if (!rule) return []
    const cells = places.map((place) => {
      const cell = cellOf({ name: `${name} ${place}`, column: instant, rule }, place, shape, layout)
      return { ...cell, stored: `${identifier(name)}[${literal(cell.header)}]` }
    })
    return [{ name, cells }]
  })
}

const instant = timestamp('A gathered instant.').nullable()

function cellOf(
  { name, column, rule }: Pick<Cell, 'name' | 'column' | 'rule'>,
  place: number,
  shape: Shape,
  layout: CellLayout,
): Cell {
  const raw = rawName(place)
  const named = (what: string) => identifier(`${what} ${name}`)
  const [cast, text, usual] = [named('cast of'), named('text of'), named('usual')]
  const present = presentSql(raw, layout, rule.isVerbatim)
  // A value may be one of the spellings of an empty cell.
  const empty = layout.nulls
    .map((spelling) => spelling.trim())
    .filter((spelling) => rule.parse(spelling) !== undefined)
  const ofValue = rule.usualSql(raw, cast)
  const mark = rule.mark === undefined ? 'true' : `regexp_matches(${text}, ${literal(rule.mark)})`
  return {
    name,
    column,
    header: shape.headers[place]!,
    rule,
    raw,
    cast,
    text,
    value: identifier(name),
    usual,
    usualSql:
      empty.length > 0
        ? `case when trim(${raw}) not in (${empty.map(literal)}) then ${ofValue} end`
        : ofValue,
    present: rule.isVerbatim ? present : `case when ${usual} is null then ${present} end`,
    typed: `coalesce(${usual}, ${rule.sql(text)})`,
    isOdd: rule.isVerbatim ? undefined : `(${usual} is null and ${text} is not null and ${mark})`,
    stored: identifier(name),
  }
}

/** A rule that a row may break: one cell is empty that must not be, or has no value of its type. */
export interface RowRule {
  readonly column: string
  readonly kind: 'is empty' | 'has no value'
  /** SQL: whether a row breaks it. */
  readonly isBroken: string
}

/** The rules that the contract has for the rows of a file. */
export function rowRules(table: AnyTable, shape: Shape, layout: CellLayout): RowRule[] {
  return cellsOf(table, shape, layout).flatMap(({ name, column, rule, text, value }) => {
    const noValue = `(${value} is null and ${text} is not null)`
    const isEmpty = `(${value} is null and ${text} is null)`
    return [
      ...(rule.isVerbatim
        ? []
        : [{ column: name, kind: 'has no value', isBroken: noValue } as const]),
      ...(isNullable(column)
        ? []
        : [{ column: name, kind: 'is empty', isBroken: isEmpty } as const]),
    ]
  })
}

/** SQL: where the text of each cell stands among the texts of a refused row. */
export const textsOf = (cells: readonly Cell[]) =>
  cells.map((cell, index) => ({ ...cell, kept: `${identifier(bookkeeping.texts)}[${index + 1}]` }))

/** SQL: the texts that a column gathers, by header, in the order of the headers. */
export function mapOfTexts(
  { headers }: Shape,
  places: readonly number[],
  layout: CellLayout,
): string {
  const entries = places.map((place) => ({
    header: headers[place]!,
    value: presentSql(rawName(place), layout),
  }))
  return mapOf(entries, 'varchar')
}

/** SQL: the values of cells, by header, in the order of the headers. */
export const mapOfValues = (cells: readonly Cell[]): string => mapOf(cells, 'timestamp')

function mapOf(entries: readonly { header: string; value: string }[], type: string): string {
  const sorted = [...entries]
    .sort((one, other) => (one.header < other.header ? -1 : 1))
    .map(({ header, value }) => `struct_pack(k := ${literal(header)}, v := ${value})`)
  return `map_from_entries(list_filter([${sorted.join(', ')}]::struct(k varchar, v ${type})[],
    lambda entry: entry.v is not null))`
}
