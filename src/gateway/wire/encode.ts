/** Values of DuckDB as PostgreSQL sends them, as text and in binary. */
import {
  type DuckDBArrayType,
  DuckDBDecimalType,
  type DuckDBListType,
  type DuckDBType,
  type DuckDBValue,
  DuckDBTypeId as Id,
} from '@duckdb/node-api'
import { filled, int16, int32, int64 } from './bytes.ts'
import { dayBinary, dayText, instantBinary, instantText, timeText } from './instants.ts'
import { intervalText } from './interval.ts'
import { jsonText } from './json.ts'
import { numericBinary } from './numeric.ts'
import { type PgType, pg, pgTypeOf } from './types.ts'

/** A column of a result as it is described to the client. */
export interface Column {
  readonly name: string
  readonly oid: number
  readonly size: number
  /** Width and scale of a numeric; −1 for none. */
  readonly modifier: number
  readonly text: (value: DuckDBValue) => string
  readonly binary: (value: DuckDBValue) => Buffer
}

// biome-ignore lint/suspicious/noExplicitAny: what a value is, its type says
type Value = any

interface Encoding {
  readonly text: (value: Value) => string
  readonly binary: (value: Value) => Buffer
}

export function columnOf(name: string, type: DuckDBType): Column {
  if (type.typeId === Id.LIST || type.typeId === Id.ARRAY) {
    const item = (type as DuckDBListType | DuckDBArrayType).valueType
    const of = pgTypeOf(item)
    return { name, oid: of.array, size: -1, modifier: -1, ...arrayEncoding(of, encodingOf(item)) }
  }
  const { oid, size } = pgTypeOf(type)
  const modifier = type instanceof DuckDBDecimalType ? ((type.width << 16) | type.scale) + 4 : -1
  return { name, oid, size, modifier, ...encodingOf(type) }
}

/** Of text that is made here, not by DuckDB. */
export const textColumn = (name: string): Column => ({
  name,
  oid: pg.text.oid,
  size: -1,
  modifier: -1,
  ...asText,
})

const plain = (binary: (value: Value) => Buffer): Encoding => ({ text: String, binary })
const asText: Encoding = { text: String, binary: (value) => Buffer.from(String(value)) }

function encodingOf(type: DuckDBType): Encoding {
  switch (pgTypeOf(type)) {
    case pg.bool:
      return { text: (value) => (value ? 't' : 'f'), binary: (value) => Buffer.of(value ? 1 : 0) }
    case pg.int2:
      return plain(int16)
    case pg.int4:
      return plain(int32)
    case pg.int8:
      return plain((value) => int64(BigInt(value)))
    case pg.float4:
      return {
        text: (value) => shortest(value),
        binary: (value) => filled(4, (buffer) => buffer.writeFloatBE(value)),
      }
    case pg.float8:
      return plain((value) => filled(8, (buffer) => buffer.writeDoubleBE(value)))
    case pg.numeric:
      return plain((value) => numericBinary(String(value)))
    case pg.date:
      return { text: ({ days }) => dayText(days), binary: ({ days }) => dayBinary(days) }
    case pg.time:
      return { text: ({ micros }) => timeText(micros), binary: ({ micros }) => int64(micros) }
    case pg.timestamp:
      return {
        text: (value) => instantText(microsIn(value, type)),
        binary: (value) => instantBinary(microsIn(value, type)),
      }
    case pg.timestamptz:
      return {
        text: ({ micros }) => instantText(micros, '+00'),
        binary: ({ micros }) => instantBinary(micros),
      }
    case pg.interval:
      return {
        text: intervalText,
        binary: ({ months, days, micros }) =>
          Buffer.concat([int64(micros), int32(days), int32(months)]),
      }
    case pg.uuid:
      return plain((value) => Buffer.from(String(value).replaceAll('-', ''), 'hex'))
    case pg.bytea:
      return {
        text: ({ bytes }) => `\\x${Buffer.from(bytes).toString('hex')}`,
        binary: ({ bytes }) => Buffer.from(bytes),
      }
    case pg.json:
      return {
        text: (value) => jsonText(value, type),
        binary: (value) => Buffer.from(jsonText(value, type)),
      }
    default:
      return asText
  }
}

/** Microseconds since 1970; what is endless in seconds or parts of them is endless here too. */
function microsIn(value: Value, { typeId }: DuckDBType): bigint {
  const of = (count: bigint, scaled: (count: bigint) => bigint) => {
    if (count === endless) return endless
    return count === -endless ? -endless : scaled(count)
  }
  switch (typeId) {
    case Id.TIMESTAMP_S:
      return of(value.seconds, (count) => count * 1_000_000n)
    case Id.TIMESTAMP_MS:
      return of(value.millis, (count) => count * 1_000n)
    case Id.TIMESTAMP_NS:
      return of(value.nanos, (count) => (count - (((count % 1_000n) + 1_000n) % 1_000n)) / 1_000n)
    default:
      return value.micros
  }
}

const endless = 2n ** 63n - 1n

/** The fewest digits that are the same number in four bytes: 0.1, not 0.10000000149011612. */
function shortest(value: number): string {
  for (let digits = 6; digits < 9; digits++) {
    const short = Number(value.toPrecision(digits))
    if (Math.fround(short) === value) return String(short)
  }
  return String(Number(value.toPrecision(9)))
}

function arrayEncoding(of: PgType, item: Encoding): Encoding {
  return {
    text: ({ items }) => `{${items.map((value: Value) => itemText(value, item)).join(',')}}`,
    binary: ({ items }) =>
      Buffer.concat([
        int32(items.length > 0 ? 1 : 0),
        int32(items.includes(null) ? 1 : 0),
        int32(of.oid),
        ...(items.length > 0 ? [int32(items.length), int32(1)] : []),
        ...items.flatMap((value: Value) => {
          if (value === null) return [int32(-1)]
          const bytes = item.binary(value)
          return [int32(bytes.length), bytes]
        }),
      ]),
  }
}

function itemText(value: Value, item: Encoding): string {
  if (value === null) return 'NULL'
  const text = item.text(value)
  const isPlain = /^[^\s"{},\\]+$/.test(text) && text.toUpperCase() !== 'NULL'
  return isPlain ? text : `"${text.replaceAll(/["\\]/g, '\\$&')}"`
}
