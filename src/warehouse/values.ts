/**
 * What a DuckDB value is in JavaScript, and the other way round.
 *
 * | DuckDB                      | JavaScript                                   |
 * | --------------------------- | -------------------------------------------- |
 * | BIGINT, HUGEINT             | number; throws past Number.MAX_SAFE_INTEGER  |
 * | DECIMAL                     | string, exact: '120.00'                      |
 * | DATE                        | string: '2024-03-31'                         |
 * | TIMESTAMP, TIMESTAMPTZ      | Date; a TIMESTAMP is in UTC                  |
 * | LIST, ARRAY, STRUCT, MAP    | array, array, object, array of { key, value } |
 */
import {
  DuckDBTypeId,
  type DuckDBValue,
  type DuckDBValueConverter,
  type JS,
  JSDuckDBValueConverter,
  listValue,
  timestampValue,
} from '@duckdb/node-api'

export const fromDuckDB: DuckDBValueConverter<JS> = (value, type, converter) => {
  if (value === null) return null
  switch (type.typeId) {
    case DuckDBTypeId.BIGINT:
    case DuckDBTypeId.UBIGINT:
    case DuckDBTypeId.HUGEINT:
    case DuckDBTypeId.UHUGEINT:
      return safeNumber(value as bigint)
    case DuckDBTypeId.DECIMAL:
    case DuckDBTypeId.DATE:
      return String(value)
    default:
      return JSDuckDBValueConverter(value, type, converter)
  }
}

export function toDuckDB(parameter: unknown): DuckDBValue {
  if (parameter === undefined)
    throw new TypeError('A query parameter is undefined; use null for SQL null.')
  if (parameter instanceof Date) return timestampValue(BigInt(parameter.getTime()) * 1000n)
  if (Array.isArray(parameter)) return listValue(parameter.map(toDuckDB))
  return parameter as DuckDBValue
}

function safeNumber(integer: bigint): number {
  const number = Number(integer)
  if (!Number.isSafeInteger(number)) {
    throw new RangeError(
      `${integer} is too large for a JavaScript number; cast it to varchar in the query.`,
    )
  }
  return number
}
