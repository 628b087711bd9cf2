/**
 * Makes a staging table of a business object from its generic file: ids scoped, addresses and codes
 * in one spelling, a default where a column must not be null and the file may lack it.
 */
import { type Expression, type RawBuilder, sql } from 'kysely'
import type { Columns, RowOf } from '../../../src/columns.ts'
import type { CustomObject } from '../../../src/custom_fields.ts'
import { customFieldsOf } from '../../../src/sql/custom_fields.ts'
import { countryCode } from '../../../src/sql/geography.ts'
import { referenceKey, sourceKeys } from '../../../src/sql/references.ts'
import { bareDomain, comparable, sourceKey, tidy } from '../../../src/sql/text.ts'
import { type Db, type Table, table } from '../../../src/table.ts'

/** The systems whose records a generic file can refer to, as `hubspot:12`. */
const systems =
  'generic hubspot salesforce stripe zendesk google_ads linkedin_ads meta_ads microsoft_ads ga4'

/** The scoped id of a record that a generic file refers to. */
export const reference = <T extends string | null>(
  instance: Expression<string>,
  id: Expression<T>,
): RawBuilder<T> => referenceKey('generic', systems.split(' '), instance, id)

type Automatic = 'source_system' | 'source_instance' | 'source_id' | 'is_deleted'

/** The columns that must not be null, and may be missing in the file. */
type Needed<C extends Columns, R extends Columns> = {
  [N in keyof C]: null extends RowOf<C>[N]
    ? never
    : N extends Automatic
      ? never
      : N extends keyof R
        ? null extends RowOf<R>[N]
          ? N
          : never
        : N
}[keyof C]

/** A column of the file, as an expression. */
type Cells<R extends Columns> = <N extends keyof R & string>(name: N) => RawBuilder<RowOf<R>[N]>
type Value<T, R extends Columns> = (cell: Cells<R>, db: Db) => Expression<T>

interface Staging<
  C extends Columns,
  R extends Columns,
  V extends keyof C = keyof C,
  X extends keyof R & string = keyof R & string,
> {
  name: `stg_generic__${string}`
  description: string
  grain: readonly (keyof NoInfer<C> & string)[]
  columns: C
  from: Table<R>
  /** The id of the records, where the file has one row for each. */
  id?: keyof NoInfer<C> & string
  /** What stands where the file has nothing. */
  defaults: {
    [N in Exclude<Needed<NoInfer<C>, NoInfer<R>>, V | X>]: RowOf<C>[N] | Value<RowOf<C>[N], R>
  }
  /** What is made of several columns. */
  values?: { [N in V]: Value<RowOf<C>[N], R> }
  /** The columns without which a row says nothing: such a row is left out. */
  needs?: readonly X[]
  /** By what the states of a record are told apart, where more than the last one stays. */
  statesBy?: Value<unknown, R>
  customFields?: CustomObject
}

/** Declares the staging table of a business object. */
export function stagedFrom<
  C extends Columns,
  R extends Columns,
  V extends keyof C = never,
  const X extends keyof R & string = never,
>(declaration: Staging<C, R, V, X>): Table<C> {
  const staging = declaration as unknown as Staging<C, R>
  const { name, description, grain, columns, needs = [] } = staging
  return table(
    { name, description, grain, columns },
    {
      query: (db) => {
        const isThere = needs.map((need) => sql`${cellOf(need)} is not null`)
        if (!('is_deleted' in columns)) isThere.push(sql`not ${cellOf('is_gone')}`)
        return db
          .selectFrom(statesOf(staging, db).as('raw'))
          .where(sql<boolean>`${sql.join([sql`true`, ...isThere], sql` and `)}`)
          .select(Object.keys(columns).map((column) => valueFor(column, staging, db).as(column)))
      },
    },
  )
}

const cellOf = (name: string): RawBuilder<never> => sql.ref(`raw.${name}`)

/** The last state of each record, where the file tells of several. */
function statesOf<R extends Columns>(
  { from, statesBy }: Pick<Staging<Columns, R>, 'from' | 'statesBy'>,
  db: Db,
): RawBuilder<Record<string, unknown>> {
  if (!('version_at' in from.columns)) return sql`${sql.table(from.name)}`
  const key = from.grain.filter((name) => name !== 'version_at').map(cellOf)
  const states = statesBy ? [...key, statesBy(cellOf as Cells<R>, db)] : key
  return sql`(select distinct on (${sql.join(states)}) * from ${from.as('raw')}
    order by ${sql.join(states)}, ${cellOf('version_at')} desc)`
}

function valueFor<C extends Columns, R extends Columns>(
  column: keyof C & string,
  staging: Staging<C, R>,
  db: Db,
): RawBuilder<unknown> {
  const cell = cellOf as Cells<R>
  const own = (staging.values as Partial<Record<string, Value<unknown, R>>> | undefined)?.[column]
  const value = own ? own(cell, db) : usualValue(column, staging)
  const fallback = (staging.defaults as Partial<Record<string, unknown>>)[column]
  if (fallback === undefined) return sql`${value}`
  const otherwise =
    typeof fallback === 'function' ? (fallback as Value<unknown, R>)(cell, db) : sql.lit(fallback)
  return sql`coalesce(${value}, ${otherwise})`
}

/** What a column is, by its name: our names mean the same in every object. */
function usualValue(
  column: string,
  { id, grain, customFields }: Pick<Staging<Columns, Columns>, 'id' | 'grain' | 'customFields'>,
): RawBuilder<unknown> {
  const cell = cellOf(column)
  const instance = cellOf('source_instance')
  switch (column) {
    case 'source_system':
      return sql.lit('generic')
    case 'source_id':
      return cellOf(id ?? grain[0]!)
    case 'is_deleted':
      return sql`(coalesce(${cell}, false) or ${cellOf('is_gone')})`
    case 'custom_fields':
      return customFields ? customFieldsOf('generic', customFields, cell) : cell
    case 'domain':
      return bareDomain(cell)
    case 'country':
      return countryCode(cell)
    case 'tax_id':
    case 'ad_account_id':
    case 'linked_account_ids':
    case 'linked_person_ids':
      return cell
    case id:
      return sourceKey('generic', instance, cell)
  }
  if (column.endsWith('_ids')) return sourceKeys('generic', instance, cell)
  if (column.endsWith('_id')) return reference(instance, cell)
  if (column.endsWith('currency_code')) return sql`upper(${cell})`
  if (column.endsWith('email')) return comparable(cell)
  if (/^(stage|pipeline|team|campaign)_name$/.test(column)) return tidy(cell)
  return cell
}
