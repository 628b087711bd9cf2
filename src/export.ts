/**
 * `defineExport` declares a table that is loaded from the files of one export: the contract.
 *
 * The columns are the export's own, under snake_case names; `from` names the headers that they
 * stand under. The loader (src/warehouse/load/) recognises a file by its headers, splits its rows
 * into accepted and refused ones, and keeps of each key the newest row.
 */
import type * as z from 'zod'
import type { AnyColumn, Columns } from './columns.ts'
import { type Table, table } from './table.ts'

/** What the loader has to know of an export beside its columns. */
export interface Contract {
  /** The folder under the exports folder: 'hubspot'. */
  readonly system: string
  /** What the rows are: 'deals'. With the system it names the contract in messages. */
  readonly object: string
  /** The column that says when a row was last changed: of one key, the newest row stays. */
  readonly version?: string
  /** The columns whose latest instant says how fresh the data is (created, modified, sent). */
  readonly observed: readonly string[]
  readonly layout: Layout
  /** Columns gathered under one `texts` column: those whose header the pattern matches, by header. */
  readonly gathered: Readonly<Record<string, RegExp>>
  /**
   * `increment` (the default): of one key the newest row of all files. `snapshots`: each dated
   * file is a state of its own, its date is part of the key, in the column `exported_date`.
   */
  readonly keep: 'increment' | 'snapshots'
  /** The share of refused rows above which a build fails. */
  readonly maxRefused: number
}

/** How the rows stand in the file. The defaults are those of a plain CSV file. */
export interface Layout {
  /** Lines before the header that are not data; the header is searched for within them. */
  readonly preambleLines: number
  /** Rows that are no records, such as totals: those whose first column matches. */
  readonly skipRows?: RegExp
  /** The spellings of an empty value beside the empty string: '--'. */
  readonly nulls: readonly string[]
  /** The zone of instants that are written without one. */
  readonly timeZone: string
  /** How whole numbers and decimals are grouped and pointed. */
  readonly decimal: '.' | ','
}

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
