/** PostgreSQL's binary numeric: groups of four digits, aligned at the decimal point. */
import { SqlError } from '../sql_error.ts'
import { filled } from './bytes.ts'

const negative = 0x4000
/** Not a number, infinity and its opposite: a sign without digits. */
const special: Readonly<Record<string, number>> = {
  NaN: 0xc000,
  Infinity: 0xd000,
  '-Infinity': 0xf000,
}

export function numericBinary(text: string): Buffer {
  const sign = special[text] ?? (text.startsWith('-') ? negative : 0)
  const [whole = '', fraction = ''] = text in special ? [] : text.replace('-', '').split('.')
  const left = whole.replace(/^0+/, '')
  const padded = left.padStart(Math.ceil(left.length / 4) * 4, '0')
  const groups =
    (padded + fraction.padEnd(Math.ceil(fraction.length / 4) * 4, '0'))
      .match(/.{4}/g)
      ?.map(Number) ?? []
  const first = groups.findIndex((group) => group !== 0)
  const digits = first < 0 ? [] : groups.slice(first, groups.findLastIndex((one) => one !== 0) + 1)
  const weight = digits.length === 0 ? 0 : padded.length / 4 - 1 - first
  return filled(8 + 2 * digits.length, (buffer) => {
    buffer.writeInt16BE(digits.length)
    buffer.writeInt16BE(weight, 2)
    buffer.writeUInt16BE(sign, 4)
    buffer.writeInt16BE(fraction.length, 6)
    for (const [index, digit] of digits.entries()) buffer.writeInt16BE(digit, 8 + 2 * index)
  })
}

export function numericText(buffer: Buffer): string {
  const count = buffer.readInt16BE(0)
  const weight = buffer.readInt16BE(2)
  const sign = buffer.readUInt16BE(4)
  const scale = buffer.readInt16BE(6)
  const name = Object.keys(special).find((known) => special[known] === sign)
  if (name !== undefined) return name
  if (buffer.length !== 8 + 2 * count || weight > 1_000 || scale > 1_000)
    throw new SqlError('22P03', 'A numeric in binary is not of the form that PostgreSQL has.')
  const group = (index: number) =>
    String(index >= 0 && index < count ? buffer.readInt16BE(8 + 2 * index) : 0).padStart(4, '0')
  const groups = (from: number, to: number) =>
    Array.from({ length: Math.max(0, to - from) }, (_, index) => group(from + index)).join('')
  const whole = groups(Math.min(0, weight + 1), weight + 1).replace(/^0+/, '') || '0'
  const fraction = groups(weight + 1, weight + 1 + Math.ceil(scale / 4)).slice(0, scale)
  return `${sign === negative ? '-' : ''}${whole}${scale > 0 ? `.${fraction}` : ''}`
}

/** The usual type of a parameter: 28 digits before the point, ten behind it. */
const usual = { width: 38, scale: 10 }

/** The type of DuckDB's that holds a number as it is written, 1e-20 too. */
export function decimalTypeOf(text: string): string {
  const [, whole = '', fraction = '', exponent = '0'] =
    /^\s*[-+]?(\d*)(?:\.(\d*))?(?:e([-+]?\d{1,4}))?\s*$/i.exec(text) ?? []
  const scale = Math.max(0, fraction.replace(/0+$/, '').length - Number(exponent))
  const before = Math.max(0, whole.replace(/^0+/, '').length + Number(exponent))
  if (scale <= usual.scale && before <= usual.width - usual.scale)
    return `DECIMAL(${usual.width}, ${usual.scale})`
  if (scale + before > usual.width)
    throw new SqlError('22003', `A number has more than ${usual.width} digits.`)
  return `DECIMAL(${usual.width}, ${scale})`
}
