/** A contract's Zod schema for one row: raw text by header in, the typed row out. */
import * as z from 'zod'
import { type AnyColumn, type Columns, isNullable, type RowOf } from '../../columns.ts'
import type { Table } from '../../table.ts'
import { cellRuleOf, presentText } from './cells.ts'
import { loadedColumns } from './file_query.ts'
import { match } from './recognition.ts'
import { contractOf } from './shape.ts'

/**
 * Reads one row as the loader's SQL does. What the file's name says, an `exported_date`, is not in it.
 *
 * @example rowSchema(rawStripeInvoices).parse({ id: 'in_1', total: '1,200', … }).total // 1200
 */
export function rowSchema<C extends Columns>(
  table: Table<C>,
): z.ZodType<RowOf<C>, Readonly<Record<string, string>>> {
  const { layout } = contractOf(table)
  return z.record(z.string(), z.string()).transform((raw, context) => {
    const headers = Object.keys(raw)
    const { places, gathered } = match(table, headers)
    const cell = (place: number) => raw[headers[place]!] ?? ''
    const typed = (name: string, column: AnyColumn): unknown => {
      const matches = gathered[name]
      if (matches)
        return matches
          .map((place) => ({ key: headers[place]!, value: presentText(cell(place), layout) }))
          .filter(({ value }) => value !== undefined)
          .sort((one, other) => (one.key < other.key ? -1 : 1))
      const place = places[name]
      if (place === undefined) return null
      const rule = cellRuleOf(column, layout)
      const text = presentText(cell(place), layout, rule.isVerbatim)
      const value = text === undefined ? undefined : rule.parse(text)
      if (value !== undefined) return value
      if (text === undefined && isNullable(column)) return null
      const message = text === undefined ? 'is empty' : `is not ${rule.expected}`
      context.addIssue({ code: 'custom', path: [headers[place]!], message })
      return z.NEVER
    }
    return Object.fromEntries(
      loadedColumns(table).map(([name, column]) => [name, typed(name, column)]),
    ) as RowOf<C>
  })
}
