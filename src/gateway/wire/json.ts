/** What PostgreSQL has no type for, STRUCT and MAP, as JSON: numbers with all of their digits. */
import {
  DuckDBArrayType,
  DuckDBListType,
  DuckDBMapType,
  DuckDBStructType,
  type DuckDBType,
  DuckDBTypeId as Id,
} from '@duckdb/node-api'

// biome-ignore lint/suspicious/noExplicitAny: what a value is, its type says
type Value = any

const numbers = new Set([
  Id.TINYINT,
  Id.SMALLINT,
  Id.INTEGER,
  Id.BIGINT,
  Id.HUGEINT,
  Id.UTINYINT,
  Id.USMALLINT,
  Id.UINTEGER,
  Id.UBIGINT,
  Id.UHUGEINT,
  Id.FLOAT,
  Id.DOUBLE,
  Id.DECIMAL,
  Id.BOOLEAN,
])

export function jsonText(value: Value, type: DuckDBType): string {
  if (value === null || value === undefined) return 'null'
  if (type instanceof DuckDBStructType)
    return objectOf(
      type.entryNames.map((name, index) => [
        name,
        jsonText(value.entries[name], type.entryTypes[index]!),
      ]),
    )
  if (type instanceof DuckDBMapType)
    return objectOf(
      value.entries.map(({ key, value: inner }: Value) => [
        String(key),
        jsonText(inner, type.valueType),
      ]),
    )
  if (type instanceof DuckDBListType || type instanceof DuckDBArrayType)
    return `[${value.items.map((item: Value) => jsonText(item, type.valueType)).join(',')}]`
  const text = String(value)
  // JSON has no number that is none, or endless.
  return numbers.has(type.typeId) && !/nan|inf/i.test(text) ? text : JSON.stringify(text)
}

const objectOf = (entries: readonly (readonly [name: string, json: string])[]): string =>
  `{${entries.map(([name, json]) => `${JSON.stringify(name)}:${json}`).join(',')}}`
