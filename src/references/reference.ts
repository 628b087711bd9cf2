/**
 * `defineReference` declares a table of facts that come with the code, such as a list of a package.
 *
 * The rows are the parameter of its query, so they are part of its fingerprint: a newer list makes
 * the tables that read it new.
 */
import { sql } from 'kysely'
import type { AnyColumn, Columns } from '../columns.ts'
import { defineTable, type Table } from '../table.ts'

interface Declaration<C extends Columns> {
  readonly name: `ref_${string}`
  readonly description: string
  readonly grain: readonly (keyof NoInfer<C> & string)[]
  /** Text columns only. */
  readonly columns: C
  /** The rows, each with the columns in their order; asked for when the query is compiled. */
  readonly rows: () => Iterable<readonly string[]>
}

/** Declares a table of facts that come with the code. */
export function defineReference<C extends Columns>(declaration: Declaration<C>): Table<C> {
  const { rows, ...rest } = declaration
  const names = Object.keys(rest.columns)
  return defineTable<Record<string, AnyColumn>, ReturnType<typeof sql<Record<string, string>>>>({
    ...rest,
    query: () => {
      const lines = [...rows()].map((row) => row.join('\t')).join('\n')
      const columns = names.map(
        (name, place) =>
          sql`split_part(listed.line, chr(9), ${sql.lit(place + 1)}) as ${sql.id(name)}`,
      )
      return sql<Record<string, string>>`select ${sql.join(columns)}
        from (select unnest(string_split(${lines}::varchar, chr(10))) as line) as listed
        where listed.line <> ''`
    },
  }) as unknown as Table<C>
}
