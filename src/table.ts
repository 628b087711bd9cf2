/**
 * `defineTable` declares a table that is built by a query.
 *
 * Tables are referred to by import, never by name: `from(stgStripeInvoices.as('invoice'))`.
 * So the imports are the lineage, and a renamed column breaks the build of every reader.
 */
import { type AliasedRawBuilder, type Expression, type QueryCreator, sql } from 'kysely'
import type * as z from 'zod'
import type { Columns, RowOf } from './columns.ts'
import type { Contract } from './contract.ts'

/**
 * Where a table's rows come from: a query over other tables, files of an export, the run itself,
 * the measures of the model over other tables, or what the audits found of other tables.
 */
export type Source =
  | { readonly query: (db: Db) => Expression<unknown> }
  | { readonly contract: Contract }
  | { readonly run: RunTable }
  | { readonly measured: readonly AnyTable[] }
  | { readonly audited: readonly AnyTable[] }

/** What the run fills by itself: src/run_tables.ts. */
export type RunTable = 'data_as_of' | 'load_accounts' | 'quarantined_rows'

// biome-ignore lint/complexity/noBannedTypes: Kysely's word for a database without named tables
export type Db = QueryCreator<{}>

// biome-ignore lint/suspicious/noExplicitAny: a table of any columns
export type AnyTable = Table<any>

export interface Table<C extends Columns = Columns> {
  readonly name: string
  /** One sentence: which rows are in, and which are not. */
  readonly description: string
  /** The columns of which no two rows share the values. */
  readonly grain: readonly string[]
  readonly columns: C
  readonly source: Source
  readonly relations: readonly Relation[]
  readonly audits: readonly Audit[]
  /**
   * Of a table that a published build shows with what it said in the builds before: the column of
   * the day on which a row was taken. Rows without one are those of today alone.
   */
  readonly remembered?: string
  /** This table under a short name, for `selectFrom` and joins. */
  as<A extends string>(alias: A): AliasedRawBuilder<RowOf<C>, A>
}

/** A promise that every value of `column` is a key of another table. Audited as an error. */
export interface Relation {
  readonly column: string
  readonly to: AnyTable
  /** The column of the other table; its only grain column when left out. */
  readonly key?: string
  /** The member that stands for keys which resolve to nothing, counted as a warning. */
  readonly unknown?: string
  /** The share of rows on `unknown` above which the build fails: 1 by default, so never. */
  readonly maxUnknown?: number
}

/** The name of the audit that counts the rows of a relation that resolve to nothing. */
export const knownAudit = ({ column }: Pick<Relation, 'column'>) => `${column} is known`

/** A promise about rows. `broken` gives the rows that break it. */
export interface Audit {
  /** What the promise is, as a clause: 'the credits of an opportunity add up to 1'. */
  readonly name: string
  /** `error` stops the publish; `warn` is counted in data quality. */
  readonly severity: 'error' | 'warn'
  readonly broken: (db: Db) => Expression<unknown>
}

interface Declaration<C extends Columns> {
  name: string
  description: string
  grain: readonly (keyof NoInfer<C> & string)[]
  relations?: readonly (Relation & { column: keyof NoInfer<C> & string })[]
  /** A function, since an audit reads the table that it stands in. */
  audits?: readonly Audit[] | ((self: Table<NoInfer<C>>) => readonly Audit[])
  remembered?: keyof NoInfer<C> & string
}

/**
 * Declares a table by its columns and the query that fills them. The compiler holds the query to
 * the columns; the build's audits hold the rows to them.
 *
 * @example
 * export const dimPlans = defineTable({
 *   name: 'dim_plans',
 *   description: 'The plans on sale.',
 *   grain: ['plan_id'],
 *   columns: { plan_id: text('Stripe’s price id.') },
 *   query: (db) => db.selectFrom(stgStripePrices.as('price')).select('price.price_id as plan_id'),
 * })
 */
// biome-ignore lint/suspicious/noExplicitAny: with unknown, TypeScript infers no row from the query
export function defineTable<C extends Columns, Q extends Expression<any>>(
  declaration: Declaration<C> & {
    columns: C & Selected<NoInfer<C>, NoInfer<Q>>
    query: (db: Db) => Q
  },
): Table<C> {
  const { query, ...rest } = declaration
  return table(rest, { query })
}

/** What `defineTable` and `defineExport` make of a declaration. */
export function table<C extends Columns>(
  declaration: Declaration<C> & { columns: C },
  source: Source,
): Table<C> {
  const { name, description, grain, columns, relations = [], audits = [], remembered } = declaration
  const self: Table<C> = {
    name,
    description,
    grain,
    columns,
    source,
    relations,
    get audits() {
      return typeof audits === 'function' ? audits(self) : audits
    },
    ...(remembered === undefined ? {} : { remembered }),
    as: (alias) => sql<RowOf<C>>`${sql.table(name)}`.as(alias),
  }
  return self
}

/** The declared columns, where each that the query selects otherwise becomes a type error in words. */
type Selected<C extends Columns, Q> =
  Q extends Expression<infer R>
    ? {
        [K in keyof C]: K extends keyof R
          ? R[K] extends z.output<C[K]>
            ? C[K]
            : ['The query selects it as', R[K]]
          : 'The query does not select this column'
      } & { [K in Exclude<keyof R, keyof C>]: z.ZodType<R[K]> }
    : never
