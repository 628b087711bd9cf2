/** A contract's Zod schema for one row: raw text by header in, the typed row out. */
import * as z from 'zod'
import { type AnyColumn, type Columns, isNullable, type RowOf } from '../../columns.ts'
import type { Table } from '../../table.ts'
import type { CellLayout, CellRule } from './cell_rule.ts'
import { cellRuleOf, gatheredRuleOf, presentText } from './cells.ts'
import { match } from './recognition.ts'
import { loadedColumns } from './row_cells.ts'
import { contractOf } from './shape.ts'

/**
 * Reads one row as the loader's SQL does, under the contract's layout or what a file decides. What
 * the loader fills, such as an `exported_date`, is not in it.
 *
 * @example rowSchema(rawStripeInvoices).parse({ id: 'in_1', total: '1,200', … }).total // 1200
 */
export function rowSchema<C extends Columns>(
  table: Table<C>,
  layout: CellLayout = contractOf(table).layout,
): z.ZodType<RowOf<C>, Readonly<Record<string, string>>> {
  return z.record(z.string(), z.string()).transform((raw, context) => {
    const headers = Object.keys(raw)
    const { places, gathered } = match(table, headers)
    const cell = (place: number) => raw[headers[place]!] ?? ''
    const valueAt = (place: number, rule: CellRule, isNeeded: boolean): unknown => {
      const text = presentText(cell(place), layout, rule.isVerbatim)
      const value = text === undefined ? undefined : rule.parse(text)
      if (value !== undefined) return value
      if (text === undefined && !isNeeded) return null
      const message = text === undefined ? 'is empty' : `is not ${rule.expected}`
      context.addIssue({ code: 'custom', path: [headers[place]!], message })
      return z.NEVER
    }
    const mapOf = (places: readonly number[], readAt: (place: number) => unknown) =>
      places
        .map((place) => ({ key: headers[place]!, value: readAt(place) ?? null }))
        .filter(({ value }) => value !== null)
        .sort((one, other) => (one.key < other.key ? -1 : 1))
    const typed = (name: string, column: AnyColumn): unknown => {
      const matches = gathered[name]
      if (matches) {
        const rule = gatheredRuleOf(column, layout)
        return rule
          ? mapOf(matches, (place) => valueAt(place, rule, false))
          : mapOf(matches, (place) => presentText(cell(place), layout))
      }
      const place = places[name]
      return place === undefined
        ? null
        : valueAt(place, cellRuleOf(column, layout), !isNullable(column))
    }
    return Object.fromEntries(
      loadedColumns(table).map(([name, column]) => [name, typed(name, column)]),
    ) as RowOf<C>
  })
}
