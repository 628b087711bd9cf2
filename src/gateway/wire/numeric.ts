/** PostgreSQL's binary numeric: groups of four digits, aligned at the decimal point. */
import { filled } from './bytes.ts'

const negative = 0x4000
const notANumber = 0xc000

export function numericBinary(text: string): Buffer {
  const [whole = '', fraction = ''] = text.replace('-', '').split('.')
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
    buffer.writeUInt16BE(text.startsWith('-') ? negative : 0, 4)
    buffer.writeInt16BE(fraction.length, 6)
    for (const [index, digit] of digits.entries()) buffer.writeInt16BE(digit, 8 + 2 * index)
  })
}

export function numericText(buffer: Buffer): string {
  const count = buffer.readInt16BE(0)
  const weight = buffer.readInt16BE(2)
  const sign = buffer.readUInt16BE(4)
  const scale = buffer.readInt16BE(6)
  if (sign === notANumber) return 'NaN'
  const group = (index: number) =>
    String(index >= 0 && index < count ? buffer.readInt16BE(8 + 2 * index) : 0).padStart(4, '0')
  const groups = (from: number, to: number) =>
    Array.from({ length: Math.max(0, to - from) }, (_, index) => group(from + index)).join('')
  const whole = groups(Math.min(0, weight + 1), weight + 1).replace(/^0+/, '') || '0'
  const fraction = groups(weight + 1, weight + 1 + Math.ceil(scale / 4)).slice(0, scale)
  return `${sign === negative ? '-' : ''}${whole}${scale > 0 ? `.${fraction}` : ''}`
}
