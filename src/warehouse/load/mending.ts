/** Refused rows read anew: from their texts, under all rules. */
import { isNullable } from '../../columns.ts'
import type { AnyTable } from '../../table.ts'
import { identifier, literal } from '../open.ts'
import { bookkeeping, findingType } from './bookkeeping.ts'
import type { CellLayout } from './cell_rule.ts'
import { presentSql } from './cells.ts'
import { type Cell, cellsOf, gatheredCells, mapOfValues, textsOf } from './row_cells.ts'
import type { Shape } from './shape.ts'
import { isFooterSql } from './totals.ts'

const [findings_, texts_] = [identifier(bookkeeping.findings), identifier(bookkeeping.texts)]

/**
 * A query over the rows that `fileQuery` refused under the usual rules, read anew from their texts
 * under all rules, with the reasons of those that break one.
 *
 * @param rows the rows, as SQL
 * @param odd the cells, by name, that the usual rules do not read in some row; the others stay
 */
export function mendingQuery(
  table: AnyTable,
  shape: Shape,
  layout: CellLayout,
  rows: string,
  odd: ReadonlySet<string>,
): string {
  const cells = cellsOf(table, shape, layout)
  const gathered = gatheredCells(table, shape, layout)
  const inMaps = new Set(gathered.flatMap((column) => column.cells.map(({ name }) => name)))
  const isAnew = ({ name }: Cell) => odd.has(name) || inMaps.has(name)
  const anew = cells.filter(isAnew)
  const stored = cells.filter(({ name }) => odd.has(name) && !inMaps.has(name))
  // Of a cell that no rule can refuse, nothing is said.
  const told = textsOf(cells).filter(
    (cell) => isAnew(cell) || !cell.rule.isVerbatim || !isNullable(cell.column),
  )
  const texts = told.map(
    ({ kept, text, rule }) => `${presentSql(kept, layout, rule.isVerbatim)} as ${text}`,
  )
  const values = anew.map(({ name, value, text, rule, stored: before }) => {
    const now = rule.isVerbatim ? text : rule.sql(text)
    return `${odd.has(name) ? now : before} as ${value}`
  })
  const maps = gathered.map(
    ({ name, cells: ofMap }) => `${mapOfValues(ofMap)} as ${identifier(name)}`,
  )
  const without = [
    ...told.map(({ text }) => text),
    ...gathered.flatMap(({ name, cells: ofMap }) => [
      identifier(name),
      ...ofMap.map(({ value }) => value),
    ]),
    findings_,
  ]
  const before = stored.length > 0 ? `exclude (${stored.map(({ value }) => value).join(', ')})` : ''
  return `
    select * exclude (${without.join(', ')}), ${[...maps, `${isFooterSql(texts_)} as is_footer`].join(', ')},
      ${findingsOf(cells)} as ${findings_}
    from (
      select ${['*', ...values].join(', ')}
      from (select ${[`* ${before}`, ...texts].join(', ')} from (${rows}) where ${texts_} is not null)
    )`
}

/** SQL: why a row is refused; NULL where it is accepted. */
function findingsOf(cells: readonly Cell[]): string {
  const findings = cells.flatMap(({ column, header, text, value, rule }) => {
    const finding = (what: string) =>
      `struct_pack("column" := ${literal(header)}, "value" := ${text}, "rule" := ${literal(what)})`
    const noValue = `when ${value} is null and ${text} is not null then ${finding(`is not ${rule.expected}`)}`
    const isEmpty = `when ${value} is null then ${finding('is empty')}`
    const cases = [...(rule.isVerbatim ? [] : [noValue]), ...(isNullable(column) ? [] : [isEmpty])]
    return cases.length === 0 ? [] : [`case ${cases.join(' ')} end`]
  })
  return `nullif(list_filter([${findings.join(', ')}]::${findingType}[],
    lambda finding: finding is not null), [])`
}
