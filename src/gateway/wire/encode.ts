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
      return plain((value) => filled(4, (buffer) => buffer.writeFloatBE(value)))
    case pg.float8:
      return plain((value) => filled(8, (buffer) => buffer.writeDoubleBE(value)))
    case pg.numeric:
      return plain((value) => numericBinary(String(value)))
    case pg.date:
      return plain(({ days }) => int32(days - epochDays))
    case pg.time:
      return plain(({ micros }) => int64(micros))
    case pg.timestamp:
      return {
        text: (value) => instantText(microsOf(value, type)),
        binary: (value) => int64(microsOf(value, type) - epochMicros),
      }
    case pg.timestamptz:
      return {
        text: ({ micros }) => `${instantText(micros)}+00`,
        binary: ({ micros }) => int64(micros - epochMicros),
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
    case pg.json: {
      const json = (value: Value) => JSON.stringify(jsonOf(value), withoutBigInts)
      return { text: json, binary: (value) => Buffer.from(json(value)) }
    }
    default:
      return asText
  }
}

/** PostgreSQL counts from 2000, DuckDB from 1970. */
const epochDays = 10_957
const epochMicros = 946_684_800_000_000n

function microsOf(value: Value, { typeId }: DuckDBType): bigint {
  switch (typeId) {
    case Id.TIMESTAMP_S:
      return value.seconds * 1_000_000n
    case Id.TIMESTAMP_MS:
      return value.millis * 1_000n
    case Id.TIMESTAMP_NS:
      return value.nanos / 1_000n
    default:
      return value.micros
  }
}

/** 2025-01-31 12:00:00.5, whatever the year. */
export function instantText(micros: bigint): string {
  const fraction = ((micros % 1_000_000n) + 1_000_000n) % 1_000_000n
  const date = new Date(Number((micros - fraction) / 1_000n))
  const [day = '', time = ''] = date.toISOString().slice(0, -5).split('T')
  const parts = `${fraction}`.padStart(6, '0').replace(/0+$/, '')
  return `${day.replace(/^\+0*/, '')} ${time}${parts === '' ? '' : `.${parts}`}`
}

const two = (value: bigint) => String(value).padStart(2, '0')

function intervalText({ months, days, micros }: Value): string {
  const many = (count: number, noun: string) =>
    count === 0 ? [] : [`${count} ${noun}${count === 1 ? '' : 's'}`]
  const parts = [
    ...many(Math.trunc(months / 12), 'year'),
    ...many(months % 12, 'mon'),
    ...many(days, 'day'),
  ]
  if (micros === 0n && parts.length > 0) return parts.join(' ')
  const size = micros < 0n ? -micros : micros
  const seconds = size / 1_000_000n
  const rest = String(size % 1_000_000n)
    .padStart(6, '0')
    .replace(/0+$/, '')
  const clock = [seconds / 3_600n, (seconds / 60n) % 60n, seconds % 60n].map(two).join(':')
  return [...parts, `${micros < 0n ? '-' : ''}${clock}${rest === '' ? '' : `.${rest}`}`].join(' ')
}

/** STRUCT and MAP as objects. */
function jsonOf(value: Value): Value {
  const { entries } = value ?? {}
  if (entries === undefined || typeof entries === 'function') return value
  const pairs: [string, Value][] = Array.isArray(entries)
    ? entries.map((entry) => [String(entry.key), entry.value])
    : Object.entries(entries)
  return Object.fromEntries(pairs.map(([key, inner]) => [key, jsonOf(inner)]))
}

const withoutBigInts = (_: string, value: Value) =>
  typeof value === 'bigint' ? Number(value) : value

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
