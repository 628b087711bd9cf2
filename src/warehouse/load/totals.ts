/** Rows that are no records: totals, footers, and rows without any value. */
import type { Layout } from '../../contract.ts'
import { literal } from '../open.ts'
import { rawName } from './raw_rows.ts'
import type { Shape } from './shape.ts'

/** SQL: whether a row is none by what the layout says; undefined where it says nothing. */
export function isNoRecordSql(shape: Shape, { skipRows, totals }: Layout): string | undefined {
  const matches = (raw: string, pattern: RegExp) =>
    `regexp_matches(coalesce(trim(${raw}), ''), ${literal(patternText(pattern))})`
  const first = skipRows ? [matches(rawName(0), skipRows)] : []
  const all = Object.entries(totals ?? {}).map(([name, pattern]) => {
    const place = shape.places[name]
    return place === undefined ? String(pattern.test('')) : matches(rawName(place), pattern)
  })
  const either = [...first, ...(all.length > 0 ? [`(${all.join(' and ')})`] : [])]
  return either.length === 0 ? undefined : `(${either.join(' or ')})`
}

const patternText = ({ source, flags }: RegExp) => (flags.includes('i') ? `(?i)${source}` : source)

/** Whether a row is none by what the layout says, by its cells. */
export function isNoRecord(
  cells: readonly string[],
  { places }: Shape,
  { skipRows, totals }: Layout,
): boolean {
  const isLike = (pattern: RegExp, cell = '') => pattern.test(cell.trim())
  if (skipRows && isLike(skipRows, cells[0])) return true
  const all = Object.entries(totals ?? {})
  return (
    all.length > 0 && all.every(([name, pattern]) => isLike(pattern, cells[places[name] ?? -1]))
  )
}

/** How the lines begin that systems put under a report. */
const footer =
  '^(©|\\(c\\)|@ ?20[0-9]{2} |copyright|confidential information|generated (by|on)|grand total|exported (by|on)|report generated)'

/** Whether a row is a footer, or no row at all, whatever the layout: it has one cell, or none. */
export const isFooter = (cells: readonly string[]): boolean => {
  const filled = cells.filter((cell) => cell.trim() !== '')
  return (
    filled.length === 0 || (filled.length === 1 && new RegExp(footer, 'i').test(filled[0]!.trim()))
  )
}

/** SQL: whether a row has to be looked at for being a footer, by its first cell. */
export const mayBeFooterSql = (): string =>
  `coalesce(regexp_matches(${rawName(0)}, ${literal(`(?i)${footer}`)}), false)`

/** SQL: whether a row is a footer or no row at all, by the list of its texts. */
export const isFooterSql = (texts: string): string => {
  const filled = `list_filter(${texts}, lambda cell: trim(coalesce(cell, '')) <> '')`
  return `(len(${texts}) > 1 and (len(${filled}) = 0
    or (len(${filled}) = 1 and regexp_matches(trim(${filled}[1]), ${literal(`(?i)${footer}`)}))))`
}
