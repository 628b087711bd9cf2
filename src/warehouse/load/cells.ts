/**
 * What the text of a cell means, by the type of its column: once as SQL, once as JavaScript.
 *
 * The SQL splits a file into accepted and refused rows; the JavaScript is what a contract's Zod
 * schema checks with (row_schema.ts). test/warehouse/load/equality.test.ts holds one to the other,
 * so both are written from the same patterns, in the syntax that RE2 and JavaScript share.
 */
import { type AnyColumn, allowedValues, sqlTypeOf } from '../../columns.ts'
import { literal } from '../open.ts'
import type { CellLayout, CellRule } from './cell_rule.ts'
import { day, timestamp } from './date_cells.ts'
import { flag } from './flag_cells.ts'
import { exact, integer, number } from './number_cells.ts'

/** The rule of a column, under the layout of its file. */
export function cellRuleOf(column: AnyColumn, layout: CellLayout): CellRule {
  const allowed = allowedValues(column)
  if (allowed) return choice(allowed)
  const sqlType = sqlTypeOf(column)
  const [, precision, scale] = /^DECIMAL\((\d+),(\d+)\)$/.exec(sqlType) ?? []
  if (precision && scale)
    return exact(layout, { sqlType, precision: Number(precision), scale: Number(scale) })
  switch (sqlType) {
    case 'VARCHAR':
      return verbatim
    case 'BIGINT':
      return integer(layout)
    case 'DOUBLE':
      return number(layout)
    case 'BOOLEAN':
      return flag
    case 'DATE':
      return day(layout)
    case 'TIMESTAMP':
      return timestamp(layout)
    default:
      throw new TypeError(`No rule reads cells of the type ${sqlType}.`)
  }
}

/** The rule of the cells that a column gathers; undefined where they stay the texts that they are. */
export const gatheredRuleOf = (column: AnyColumn, layout: CellLayout): CellRule | undefined =>
  sqlTypeOf(column) === 'MAP(VARCHAR, TIMESTAMP)' ? timestamp(layout) : undefined

const verbatim: CellRule = {
  sql: (text) => text,
  castSql: (raw) => raw,
  usualSql: (_, cast) => cast,
  parse: (text) => text,
  expected: 'text',
  isVerbatim: true,
}

function choice(allowed: readonly string[]): CellRule {
  const values = new Set(allowed)
  const sql = (text: string) => `case when ${text} in (${allowed.map(literal)}) then ${text} end`
  return {
    sql,
    castSql: sql,
    usualSql: (_, cast) => cast,
    parse: (text) => (values.has(text) ? text : undefined),
    expected: `one of ${allowed.join(', ')}`,
  }
}

/** The characters that count as blank around a value; NBSP comes out of spreadsheets. */
const blanks = ' \t\r\n\u00a0\u202f'

/** What stands in cells that have no value, in any layout, but is a text like another in a text. */
const dashes = ['--', '—']

/** SQL: the text of a cell; NULL where it is empty or one of the layout's spellings of that. */
export function presentSql(raw: string, layout: CellLayout, isVerbatim = false): string {
  const trimmed = `trim(${raw}, ${literal(blanks)})`
  const spellings = [...layout.nulls.map(trimmedText), ...(isVerbatim ? [] : dashes)]
  if (spellings.length > 0) {
    const empty = ['', ...spellings].map(literal)
    return `case when ${trimmed} in (${empty}) then null else ${isVerbatim ? raw : trimmed} end`
  }
  // DuckDB trims slowly, many times as slowly as it compares.
  return `case when ${raw} between '!' and '~' then ${raw}
    when ${trimmed} = '' then null else ${raw} end`
}

/** The same in JavaScript. */
export function presentText(
  raw: string,
  layout: CellLayout,
  isVerbatim = false,
): string | undefined {
  const trimmed = trimmedText(raw)
  const isEmpty =
    trimmed === '' ||
    layout.nulls.some((spelling) => trimmedText(spelling) === trimmed) ||
    (!isVerbatim && dashes.includes(trimmed))
  if (isEmpty) return undefined
  return isVerbatim ? raw : trimmed
}

const trimmedText = (text: string) => text.replaceAll(blanksAround, '')
const blanksAround = new RegExp(`^[${blanks}]+|[${blanks}]+$`, 'g')
