/** What connectors add to every table that they copy, and contracts of objects that only stand by. */
import { type Column, type Columns, flag, texts, timestamp } from '../../src/columns.ts'
import type { Person } from '../../src/contract.ts'
import { defineExport, from, optional } from '../../src/export.ts'

/** When a connector last copied the row. */
export const synced = () =>
  optional(timestamp('When the connector last copied the row.').nullable())

/** Whether the system or the connector says that the row is gone. */
export const removed = () =>
  optional(from(flag('Whether the row is gone.').nullable(), 'is_deleted', '_fivetran_deleted'))

interface Aside<C extends Columns> {
  readonly system: string
  readonly object: string
  readonly also?: readonly string[]
  readonly description: string
  readonly grain: readonly (keyof NoInfer<C> & string)[]
  readonly person?: Person
  readonly columns: C
}

/**
 * The contract of an object that is loaded and not staged: its key, instants, flags and money are
 * typed, the other columns stand as text under `other`. Of one key the row copied last stays.
 */
export function aside<C extends Columns>(declaration: Aside<C>) {
  const { system, object, also = [], description, grain, columns, person } = declaration
  const all = {
    ...columns,
    _fivetran_synced: synced(),
    other: texts('All further columns, by header.'),
  } as C & {
    _fivetran_synced: Column<Date | null>
    other: Column<{ key: string; value: string }[]>
  }
  return defineExport({
    name: `raw_${system}__${object}`,
    description,
    system,
    object,
    also,
    grain: grain as readonly (keyof typeof all & string)[],
    version: '_fivetran_synced' as keyof typeof all & string,
    gathered: { other: /./ } as { [Name in keyof typeof all & string]?: RegExp },
    ...(person === undefined ? {} : { person }),
    columns: all,
  })
}
