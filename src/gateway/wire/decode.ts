/** The values that a client binds to $n, as the text that DuckDB casts from. */
import { isUtf8 } from 'node:buffer'
import { arrayItems } from '../dialect/array_text.ts'
import { SqlError } from '../sql_error.ts'
import { daysOf, dayText, forDuckdb, instantText, microsOf, timeText } from './instants.ts'
import { intervalForDuckdb, intervalLiteral } from './interval.ts'
import { numericText } from './numeric.ts'
import { itemOf, pg } from './types.ts'

interface Parameter {
  readonly isBinary: boolean
  readonly oid: number
  /** For PostgreSQL itself; else as DuckDB reads it. */
  readonly asPostgres?: boolean
}

/**
 * A bound value as text; null for NULL.
 *
 * @throws SqlError for a value that is not of its type's form
 */
export function parameterText(
  bytes: Buffer | null,
  { isBinary, oid, asPostgres = false }: Parameter,
): string | null {
  if (bytes === null) return null
  const item = itemOf(oid)?.oid
  const own = (text: string, of: number) => (asPostgres ? text : duckdbText(text, of))
  if (item === undefined) return own(isBinary ? binaryText(bytes, oid) : plainText(bytes), oid)
  if (!isBinary && asPostgres) return plainText(bytes)
  const items = isBinary ? binaryItems(bytes) : arrayItems(plainText(bytes))
  const list = asPostgres ? arrayText : listText
  return list(items.map((text) => (text === null ? null : own(text, item))))
}

function plainText(bytes: Buffer): string {
  if (!isUtf8(bytes)) throw new SqlError('22021', 'A parameter is no UTF-8.')
  if (bytes.includes(0)) throw new SqlError('22021', 'A parameter holds a zero byte.')
  return bytes.toString()
}

/** What PostgreSQL writes in a way that DuckDB does not read. */
function duckdbText(text: string, oid: number): string {
  switch (oid) {
    case pg.bool.oid:
      return text
        .trim()
        .replace(/^on$/i, 'true')
        .replace(/^off?$/i, 'false')
    case pg.bytea.oid:
      return text.replace(/^\\x((?:[\da-f]{2})*)$/i, (_, hex: string) =>
        hex.replaceAll(/../g, '\\x$&'),
      )
    case pg.date.oid:
    case pg.timestamp.oid:
    case pg.timestamptz.oid:
      return forDuckdb(text)
    case pg.interval.oid:
      return intervalForDuckdb(text)
    default:
      return text
  }
}

/** A list as DuckDB casts it from text. */
const listText = (items: readonly (string | null)[]): string =>
  `[${items
    .map((item) => (item === null ? 'NULL' : `'${item.replaceAll(/['\\]/g, '\\$&')}'`))
    .join(', ')}]`

const arrayText = (items: readonly (string | null)[]): string =>
  `{${items
    .map((item) => (item === null ? 'NULL' : `"${item.replaceAll(/["\\]/g, '\\$&')}"`))
    .join(',')}}`

/** How values are read; those of other types are text. */
const readers: Readonly<Record<number, readonly [size: number, read: (bytes: Buffer) => string]>> =
  {
    [pg.bool.oid]: [1, (bytes) => (bytes[0] ? 'true' : 'false')],
    [pg.int2.oid]: [2, (bytes) => String(bytes.readInt16BE())],
    [pg.int4.oid]: [4, (bytes) => String(bytes.readInt32BE())],
    26: [4, (bytes) => String(bytes.readUInt32BE())],
    [pg.int8.oid]: [8, (bytes) => String(bytes.readBigInt64BE())],
    [pg.float4.oid]: [4, (bytes) => String(bytes.readFloatBE())],
    [pg.float8.oid]: [8, (bytes) => String(bytes.readDoubleBE())],
    [pg.date.oid]: [4, (bytes) => dayText(daysOf(bytes.readInt32BE()))],
    [pg.time.oid]: [8, (bytes) => timeText(bytes.readBigInt64BE())],
    [pg.timestamp.oid]: [8, (bytes) => instantText(microsOf(bytes.readBigInt64BE()))],
    [pg.timestamptz.oid]: [8, (bytes) => instantText(microsOf(bytes.readBigInt64BE()), '+00')],
    [pg.interval.oid]: [
      16,
      (bytes) =>
        intervalLiteral({
          micros: bytes.readBigInt64BE(),
          days: bytes.readInt32BE(8),
          months: bytes.readInt32BE(12),
        }),
    ],
    [pg.uuid.oid]: [
      16,
      (bytes) => bytes.toString('hex').replace(/(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-'),
    ],
  }

function binaryText(bytes: Buffer, oid: number): string {
  if (oid === pg.numeric.oid) return bytes.length < 8 ? malformed() : numericText(bytes)
  if (oid === pg.bytea.oid) return `\\x${bytes.toString('hex')}`
  const reader = readers[oid]
  if (reader === undefined) return plainText(bytes)
  const [size, read] = reader
  return bytes.length === size ? read(bytes) : malformed()
}

/** The items of a binary array of one dimension. */
function binaryItems(bytes: Buffer): (string | null)[] {
  const int32 = (at: number) => (at + 4 > bytes.length ? malformed() : bytes.readInt32BE(at))
  const dimensions = int32(0)
  if (dimensions > 1) throw new SqlError('0A000', 'Arrays of one dimension are taken.')
  const oid = int32(8)
  const count = dimensions === 0 ? 0 : int32(12)
  const items: (string | null)[] = []
  for (let at = 20; items.length < count; ) {
    const size = int32(at)
    at += 4
    if (size > bytes.length - at) malformed()
    items.push(size < 0 ? null : binaryText(bytes.subarray(at, at + size), oid))
    at += Math.max(size, 0)
  }
  return items
}

function malformed(): never {
  throw new SqlError('22P03', 'A parameter in binary is not of the form that its type has.')
}
