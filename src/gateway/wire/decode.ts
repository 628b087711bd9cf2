/** The values that a client binds to $n, as the text that DuckDB casts from. */
import { arrayItems } from '../dialect/array_text.ts'
import { SqlError } from '../sql_error.ts'
import { instantText } from './encode.ts'
import { numericText } from './numeric.ts'
import { itemOf, pg } from './types.ts'

const microsOfDay = 86_400_000_000n
const epochDays = 10_957
const epochMicros = 946_684_800_000_000n

interface Parameter {
  readonly isBinary: boolean
  readonly oid: number
  /** For PostgreSQL itself; else lists are written as DuckDB reads them. */
  readonly asPostgres?: boolean
}

/** A bound value as text; null for NULL. */
export function parameterText(
  bytes: Buffer | null,
  { isBinary, oid, asPostgres = false }: Parameter,
): string | null {
  if (bytes === null) return null
  const isList = itemOf(oid) !== undefined
  const list = asPostgres ? arrayText : listText
  if (isBinary) return isList ? list(binaryItems(bytes)) : binaryText(bytes, oid)
  const text = bytes.toString()
  if (text.includes('\0')) throw new SqlError('22021', 'A parameter holds a zero byte.')
  return isList && !asPostgres ? listText(arrayItems(text)) : text
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

function binaryText(bytes: Buffer, oid: number): string {
  switch (oid) {
    case pg.bool.oid:
      return bytes[0] ? 'true' : 'false'
    case pg.int2.oid:
      return String(bytes.readInt16BE())
    case pg.int4.oid:
      return String(bytes.readInt32BE())
    case 26:
      return String(bytes.readUInt32BE())
    case pg.int8.oid:
      return String(bytes.readBigInt64BE())
    case pg.float4.oid:
      return String(bytes.readFloatBE())
    case pg.float8.oid:
      return String(bytes.readDoubleBE())
    case pg.date.oid:
      return instantText(BigInt(bytes.readInt32BE() + epochDays) * microsOfDay).slice(0, -9)
    case pg.time.oid:
      return instantText(bytes.readBigInt64BE()).slice(11)
    case pg.timestamp.oid:
      return instantText(bytes.readBigInt64BE() + epochMicros)
    case pg.timestamptz.oid:
      return `${instantText(bytes.readBigInt64BE() + epochMicros)}+00`
    case pg.numeric.oid:
      return numericText(bytes)
    case pg.uuid.oid:
      return bytes.toString('hex').replace(/(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-')
    case pg.bytea.oid:
      return bytes.toString('hex').replaceAll(/../g, '\\x$&')
    default:
      return bytes.toString()
  }
}

/** The items of a binary array of one dimension. */
function binaryItems(bytes: Buffer): (string | null)[] {
  const dimensions = bytes.readInt32BE(0)
  if (dimensions > 1) throw new SqlError('0A000', 'Arrays of one dimension are taken.')
  const oid = bytes.readInt32BE(8)
  const count = dimensions === 0 ? 0 : bytes.readInt32BE(12)
  const items: (string | null)[] = []
  for (let at = 20; items.length < count; ) {
    const size = bytes.readInt32BE(at)
    at += 4
    items.push(size < 0 ? null : binaryText(bytes.subarray(at, at + size), oid))
    at += Math.max(size, 0)
  }
  return items
}
