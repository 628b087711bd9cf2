/** Values of the catalogs, which come as text, in PostgreSQL's binary form. */

import { arrayItems } from '../dialect/array_text.ts'
import { filled, int16, int32, int64, uint32 } from '../wire/bytes.ts'
import { numericBinary } from '../wire/numeric.ts'
import { itemOf, pg } from '../wire/types.ts'

/** oid, regproc, xid, cid and the reg… types that hold an oid. */
const oidLike = new Set([24, 26, 28, 29, 2202, 2203, 2204, 2205, 2206, 3734, 3769, 4089, 4096])
/** Arrays of name and of oid. */
const items: Readonly<Record<number, number>> = { 1002: 18, 1003: 19, 1028: 26 }

export function binaryOf(oid: number, text: string): Buffer {
  const item = itemOf(oid)?.oid ?? items[oid]
  if (item !== undefined) return arrayOf(item, arrayItems(text))
  if (oidLike.has(oid) && /^\d+$/.test(text)) return uint32(Number(text))
  switch (oid) {
    case pg.bool.oid:
      return Buffer.of(/^t/.test(text) ? 1 : 0)
    case pg.int2.oid:
      return int16(Number(text))
    case pg.int4.oid:
      return int32(Number(text))
    case pg.int8.oid:
      return int64(BigInt(text))
    case pg.float4.oid:
      return filled(4, (buffer) => buffer.writeFloatBE(Number(text)))
    case pg.float8.oid:
      return filled(8, (buffer) => buffer.writeDoubleBE(Number(text)))
    case pg.numeric.oid:
      return numericBinary(text)
    default:
      return Buffer.from(text)
  }
}

const arrayOf = (item: number, values: readonly (string | null)[]): Buffer =>
  Buffer.concat([
    int32(values.length > 0 ? 1 : 0),
    int32(values.includes(null) ? 1 : 0),
    int32(item),
    ...(values.length > 0 ? [int32(values.length), int32(1)] : []),
    ...values.flatMap((value) => {
      if (value === null) return [int32(-1)]
      const bytes = binaryOf(item, value)
      return [int32(bytes.length), bytes]
    }),
  ])
