/** The messages of the server, and the fields of those of the client. See "Message Formats". */
import { isUtf8 } from 'node:buffer'
import type { DuckDBValue } from '@duckdb/node-api'
import { SqlError } from '../sql_error.ts'
import { int16, int32, uint16, zeroEnded } from './bytes.ts'
import type { Column } from './encode.ts'

/** A message: its letter, its length, its fields. */
export function message(type: string, ...fields: readonly Buffer[]): Buffer {
  const size = fields.reduce((sum, field) => sum + field.length, 4)
  return Buffer.concat([Buffer.from(type, 'latin1'), int32(size), ...fields])
}

export const authentication = (kind: number, ...fields: readonly Buffer[]) =>
  message('R', int32(kind), ...fields)
export const parameterStatus = (name: string, value: string) =>
  message('S', zeroEnded(name), zeroEnded(value))
export const readyForQuery = (status: string) => message('Z', Buffer.from(status))
export const commandComplete = (tag: string) => message('C', zeroEnded(tag))
/** What a client cancels by. */
export const backendKey = (process: number, secret: Buffer) => message('K', int32(process), secret)
export const emptyQuery = () => message('I')
export const noData = () => message('n')
export const parseComplete = () => message('1')
export const bindComplete = () => message('2')
export const closeComplete = () => message('3')
export const portalSuspended = () => message('s')

export const parameterDescription = (oids: readonly number[]) =>
  message('t', uint16(oids.length), ...oids.map(int32))

export const rowDescription = (columns: readonly Column[], formats: readonly number[]) =>
  message(
    'T',
    int16(columns.length),
    ...columns.flatMap(({ name, oid, size, modifier }, index) => [
      zeroEnded(name),
      int32(0),
      int16(0),
      int32(oid),
      int16(size),
      int32(modifier),
      int16(formatOf(formats, index)),
    ]),
  )

/** A list of formats may be empty (all text) or hold one for all. */
export const formatOf = (formats: readonly number[], index: number): number =>
  formats.length === 0 ? 0 : formats.length === 1 ? formats[0]! : (formats[index] ?? 0)

const missing = int32(-1)

export function dataRow(
  columns: readonly Column[],
  row: readonly DuckDBValue[],
  isBinary: readonly boolean[],
): Buffer {
  const fields = columns.flatMap((column, index) => {
    const value = row[index]
    if (value === null || value === undefined) return [missing]
    const bytes = isBinary[index] ? column.binary(value) : Buffer.from(column.text(value))
    return [int32(bytes.length), bytes]
  })
  return message('D', int16(columns.length), ...fields)
}

export const errorResponse = (error: SqlError, severity = 'ERROR') =>
  message(
    'E',
    ...[
      ['S', severity],
      ['V', severity],
      ['C', error.sqlstate],
      ['M', error.message],
      ['D', error.detail],
      ['H', error.hint],
      ['P', error.position],
    ].flatMap(([field, value]) => (value === undefined ? [] : [zeroEnded(`${field}${value}`)])),
    Buffer.of(0),
  )

/** Something that the client is told beside its rows. */
export const noticeResponse = (text: string) =>
  message('N', ...['SNOTICE', 'VNOTICE', 'C00000', `M${text}`].map(zeroEnded), Buffer.of(0))

/** Reads the fields of a client's message one after the other. */
export class Fields {
  readonly #body: Buffer
  #at = 0

  constructor(body: Buffer) {
    this.#body = body
  }

  get isAtEnd() {
    return this.#at >= this.#body.length
  }

  int16(): number {
    return this.#take(2).readInt16BE()
  }

  int32(): number {
    return this.#take(4).readInt32BE()
  }

  byte(): string {
    return this.#take(1).toString('latin1')
  }

  text(): string {
    const end = this.#body.indexOf(0, this.#at)
    if (end < 0) throw malformed()
    const bytes = this.#body.subarray(this.#at, end)
    if (!isUtf8(bytes)) throw new SqlError('22021', 'The text is no UTF-8.')
    this.#at = end + 1
    return bytes.toString()
  }

  bytes(size: number): Buffer {
    return this.#take(size)
  }

  /** What is left. */
  rest(): Buffer {
    return this.#take(this.#body.length - this.#at)
  }

  /** A list with its length in front. */
  list<T>(read: () => T): T[] {
    const length = this.#take(2).readUInt16BE()
    return Array.from({ length }, read)
  }

  #take(size: number): Buffer {
    if (size < 0 || this.#at + size > this.#body.length) throw malformed()
    this.#at += size
    return this.#body.subarray(this.#at - size, this.#at)
  }
}

const malformed = () => new SqlError('08P01', 'The message is shorter than its fields.')
