/** Fields of a company’s own, in SQL. */
import { type Expression, type RawBuilder, sql } from 'kysely'
import { type CustomObject, fieldsOf, namesOf } from '../custom_fields.ts'
import { firstKnown } from './latest.ts'

type Fields = { key: string; value: string }[]

/**
 * A record’s declared fields by their names in the views; null where none is declared.
 *
 * @param gathered what the contract gathered, by header (`declaredHeaders`)
 */
export const customFieldsOf = (
  system: string,
  object: CustomObject,
  gathered: Expression<Fields | null>,
  fields = fieldsOf(system, object),
): RawBuilder<Fields | null> => {
  return mapOf(fields.map(({ name, header }) => [name, sql`${gathered}[${sql.lit(header)}]`]))
}

/** Each declared field of a group of records, from the first of them that has it. */
export const firstKnownFields = (
  object: CustomObject,
  fields: Expression<Fields | null>,
  order: readonly Expression<unknown>[],
  names = namesOf(object),
): RawBuilder<Fields | null> =>
  mapOf(names.map((name) => [name, firstKnown(sql`${fields}[${sql.lit(name)}]`, order)]))

/** Of what is no record. */
export const noFields: RawBuilder<Fields | null> = sql`cast(null as map(varchar, varchar))`

/** The entries that have a value; null where there are none to have one. */
function mapOf(
  entries: readonly (readonly [string, Expression<unknown>])[],
): RawBuilder<Fields | null> {
  if (entries.length === 0) return noFields
  const fields = entries.map(
    ([name, value]) => sql`struct_pack(k := ${sql.lit(name)}, v := ${value})`,
  )
  return sql`map_from_entries(list_filter([${sql.join(fields)}], lambda field: field.v is not null))`
}
