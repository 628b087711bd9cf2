/** JSON texts, in SQL. */
import { type Expression, type RawBuilder, sql } from 'kysely'

/** The text at a path of a JSON text: `$.source`; null where there is none. */
export const jsonText = (
  json: Expression<string | null>,
  path: string,
): RawBuilder<string | null> =>
  sql`nullif(json_extract_string(try_cast(${json} as json), ${sql.lit(path)}), '')`

/**
 * The value of a key in a JSON list of keys and values, as BigQuery exports parameters:
 * `[{ "key": "source", "value": { "string_value": "google" } }]`.
 */
export const jsonParameter = (
  json: Expression<string | null>,
  key: string,
): RawBuilder<string | null> => {
  const parameter = sql`list_filter(cast(try_cast(${json} as json) as json[]),
    lambda entry: json_extract_string(entry, '$.key') = ${sql.lit(key)})[1]`
  const values = ['string_value', 'int_value', 'float_value', 'double_value'].map(
    (type) => sql`nullif(json_extract_string(${parameter}, ${sql.lit(`$.value.${type}`)}), '')`,
  )
  return sql`coalesce(${sql.join(values)})`
}
