/**
 * The generic system: one file per business object, under the column names of our own staging.
 *
 * Each contract follows from the columns of its object in transforms/staging/objects: a file must
 * have the columns of the key; every other one may be missing. Ids are as the company writes them.
 */
import * as z from 'zod'
import type { AnyColumn, Column, Columns, RowOf } from '../../src/columns.ts'
import type { Keep, Person } from '../../src/contract.ts'
import { type CustomObject, declaredHeaders } from '../../src/custom_fields.ts'
import { defineExport, from, optional } from '../../src/export.ts'

/** What staging fills in: no file needs it. */
type FilledIn = 'source_system' | 'source_instance' | 'source_id'
const filledIn: readonly string[] = ['source_system', 'source_instance', 'source_id']

const bare = (column: AnyColumn): AnyColumn =>
  column instanceof z.ZodNullable ? (column.unwrap() as AnyColumn) : column

/** The columns of a file: the key as the object has it, the others nullable. */
type FileColumns<C extends Columns, K extends keyof C> = {
  [N in Exclude<keyof C, FilledIn>]: N extends K ? C[N] : Column<RowOf<C>[N] | null>
}

interface File<C extends Columns, K extends keyof C & string, M extends Keep> {
  /** The object, which is the file’s name. */
  object: string
  rows: string
  key: readonly K[]
  /** Other words for a column that a company may use. */
  words?: { [N in Exclude<keyof C, FilledIn>]?: readonly string[] }
  version?: Exclude<keyof C, FilledIn> & string
  observed?: readonly (Exclude<keyof C, FilledIn> & string)[]
  keep?: M
  also?: readonly string[]
  customFields?: CustomObject
  person?: Person
}

/** Declares the contract of a file by the columns of its object. */
export function defineFile<
  C extends Columns,
  const K extends keyof C & string,
  const M extends Keep = 'increment',
>(
  columns: C,
  {
    object,
    rows,
    key,
    words = {},
    version,
    observed,
    keep,
    also,
    customFields,
    person,
  }: File<C, K, M>,
) {
  const keys: readonly string[] = key
  const aliases = words as Partial<Record<string, readonly string[]>>
  const ofFile = Object.entries<AnyColumn>(columns)
    .filter(([name]) => !filledIn.includes(name))
    .map(([name, column]) => {
      // A column of its own: its headers must not become those of the object’s column.
      const isKey = keys.includes(name) && !column.safeParse(null).success
      const own = isKey ? column.meta({ ...column.meta() }) : bare(column).nullable()
      const read = from(own, ...(aliases[name] ?? []))
      return [name, isKey ? read : optional(read)]
    })
  type Declared = FileColumns<C, K>
  return defineExport<Declared, M>({
    ...(person === undefined ? {} : { person }),
    name: `raw_generic__${object}`,
    description: `${rows}, from ${object}.csv in our own column names.`,
    system: 'generic',
    object,
    grain: key as unknown as readonly (keyof Declared & string)[],
    columns: Object.fromEntries(ofFile) as Declared,
    ...(version && { version: version as keyof Declared & string }),
    ...(observed && { observed: observed as unknown as readonly (keyof Declared & string)[] }),
    ...(keep && { keep }),
    ...(also && { also }),
    ...(customFields && {
      gathered: { custom_fields: declaredHeaders('generic', customFields) } as object,
    }),
  })
}
