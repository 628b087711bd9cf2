/**
 * `defineExport` declares a table that is loaded from the files of one export: the contract.
 *
 * The columns are the export's own, under snake_case names; `from` names the headers that they
 * stand under. The loader (src/warehouse/load/) recognises a file by its headers, splits its rows
 * into accepted and refused ones, and keeps of each key the newest row.
 */
import type * as z from 'zod'
import { type AnyColumn, type Columns, sqlTypeOf } from './columns.ts'
import type { Contract, Layout } from './contract.ts'
import { type Table, table } from './table.ts'

interface Declaration<C extends Columns> {
  name: `raw_${string}__${string}`
  description: string
  system: string
  object: string
  /** The key of a row. */
  grain: readonly (keyof NoInfer<C> & string)[]
  version?: keyof NoInfer<C> & string
  observed?: readonly (keyof NoInfer<C> & string)[]
  layout?: Partial<Layout>
  gathered?: { [K in keyof NoInfer<C> & string]?: RegExp }
  keep?: Contract['keep']
  maxRefused?: number
  columns: C
}

/**
 * Declares a contract.
 *
 * @throws TypeError where its parts contradict each other in a way that types do not show
 */
export function defineExport<C extends Columns>(declaration: Declaration<C>): Table<C> {
  const {
    system,
    object,
    version,
    observed = [],
    layout,
    gathered = {},
    keep = 'increment',
  } = declaration
  const { name, description, grain, columns, maxRefused = 0 } = declaration
  for (const column of Object.keys(gathered))
    if (!columns[column] || !sqlTypeOf(columns[column]).startsWith('MAP'))
      throw new TypeError(`${name} gathers headers in ${column}, which is not a texts column.`)
  if (keep === 'snapshots' && !(grain as readonly string[]).includes('exported_date'))
    throw new TypeError(`${name} keeps snapshots, so exported_date belongs to its grain.`)
  return table(
    { name, description, grain, columns },
    {
      contract: {
        system,
        object,
        ...(version === undefined ? {} : { version }),
        observed,
        layout: { preambleLines: 0, nulls: [], timeZone: 'UTC', decimal: '.', ...layout },
        gathered: gathered as Record<string, RegExp>,
        keep,
        maxRefused,
      },
    },
  )
}

/**
 * Names the headers under which a column stands in the export; its own name counts too.
 *
 * @example record_id: from(text('HubSpot’s id.'), 'Record ID', 'Contact ID')
 */
export function from<T extends AnyColumn>(column: T, ...headers: string[]): T {
  headersByColumn.set(column, headers)
  return column
}

/** Whether an export may lack the column: then it is NULL in every row. */
export function optional<T extends AnyColumn>(column: T): T {
  optionalColumns.add(column)
  return column
}

export const headersOf = (name: string, column: z.ZodType): readonly string[] => [
  ...(headersByColumn.get(column) ?? []),
  name,
]
export const isOptional = (column: z.ZodType): boolean => optionalColumns.has(column)

const headersByColumn = new WeakMap<z.ZodType, readonly string[]>()
const optionalColumns = new WeakSet<z.ZodType>()
