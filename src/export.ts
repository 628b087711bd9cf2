/**
 * `defineExport` declares a table that is loaded from the files of one export: the contract.
 *
 * The columns are the export's own, under snake_case names; `from` names the headers that they
 * stand under. The loader (src/warehouse/load/) recognises a file by its headers, splits its rows
 * into accepted and refused ones, and keeps of each key the newest row.
 */
import type * as z from 'zod'
import {
  type AnyColumn,
  type Column,
  type Columns,
  flag,
  sqlTypeOf,
  text,
  timestamp,
} from './columns.ts'
import type { Contract, Keep, Layout, Person } from './contract.ts'
import { type Table, table } from './table.ts'

interface Declaration<C extends Columns, K extends Keep> {
  name: `raw_${string}__${string}`
  description: string
  system: string
  object: string
  /** The key of a row. */
  grain: readonly (keyof NoInfer<C> & string)[]
  version?: keyof NoInfer<C> & string
  observed?: readonly (keyof NoInfer<C> & string)[]
  layout?: Partial<Layout>
  gathered?: { [Name in keyof NoInfer<C> & string]?: RegExp }
  also?: readonly string[]
  anyOf?: readonly (readonly (keyof NoInfer<C> & string)[])[]
  keep?: K
  full?: boolean
  /** 5 % by default. */
  maxRefused?: number
  person?: Person
  columns: C
}

/** The columns that the loader fills in every raw table, beside those that a contract declares. */
const automatic = {
  source_instance: text('The portal or organisation; empty for the only one.'),
  is_gone: flag('Whether the latest full export no longer has the row.'),
}
const versioned = {
  version_at: timestamp('How new the version is: its own word, else the date of its file.'),
}

/** The columns of a raw table. */
type Raw<C extends Columns, K extends Keep> = C & {
  source_instance: Column<string>
  is_gone: Column<boolean>
} & (K extends 'versions' ? { version_at: Column<Date> } : unknown)

/**
 * Declares a contract. Its table has, beside the declared columns, `source_instance`, `is_gone`
 * and, where it keeps versions, `version_at`.
 *
 * @throws TypeError where its parts contradict each other in a way that types do not show
 */
export function defineExport<C extends Columns, const K extends Keep = 'increment'>(
  declaration: Declaration<C, K>,
): Table<Raw<C, K>> {
  const { name, description, system, object, version, grain, columns } = declaration
  const { observed = [], layout, gathered = {}, also = [], anyOf = [] } = declaration
  const { full = false, maxRefused = 0.05, person } = declaration
  const keep: Keep = declaration.keep ?? 'increment'
  for (const column of Object.keys(gathered))
    if (!columns[column] || !sqlTypeOf(columns[column]).startsWith('MAP'))
      throw new TypeError(`${name} gathers headers in ${column}, which is not a texts column.`)
  if (keep === 'snapshots' && !(grain as readonly string[]).includes('exported_date'))
    throw new TypeError(`${name} keeps snapshots, so exported_date belongs to its grain.`)
  const ofVersions = keep === 'versions' ? versioned : {}
  const { ids = [], emails = [], clears = [], redacts = [], links, only } = person ?? {}
  for (const column of [
    ...ids,
    ...emails,
    ...clears,
    ...redacts,
    ...[only, links].flatMap((one) => one?.column ?? []),
  ])
    if (!columns[column])
      throw new TypeError(
        `${name} says that ${column} tells of a person, which is no column of it.`,
      )
  const all = { ...columns, ...automatic, ...ofVersions } as unknown as Raw<C, K>
  const key = ['source_instance', ...grain, ...Object.keys(ofVersions)]
  return table(
    { name, description, grain: key as (keyof Raw<C, K> & string)[], columns: all },
    {
      contract: {
        system,
        object,
        also,
        anyOf,
        ...(version === undefined ? {} : { version }),
        observed,
        layout: { preambleLines: 30, nulls: [], timeZone: 'UTC', decimal: '.', ...layout },
        gathered: gathered as Record<string, RegExp>,
        keep,
        full,
        maxRefused,
        ...(person === undefined ? {} : { person }),
      },
    },
  )
}

/** Whether the loader fills a column of a contract: it stands under no header. */
export const isAutomatic = ({ keep }: Contract, name: string): boolean =>
  name in automatic ||
  (keep === 'versions' && name in versioned) ||
  (keep === 'snapshots' && name === 'exported_date')

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
