/** A client that sends messages as it likes, and shows each that comes back. */
import { connect, type Socket } from 'node:net'
import { int16, int32, uint16, zeroEnded } from '../../src/gateway/wire/bytes.ts'
import { message } from '../../src/gateway/wire/messages.ts'
import { type ServedSql, token } from './served.ts'

export interface Received {
  readonly type: string
  readonly body: Buffer
}

export const parse = (text: string, { name = '', oids = [] as number[] } = {}) =>
  message('P', zeroEnded(name), zeroEnded(text), int16(oids.length), ...oids.map(int32))

interface Bound {
  readonly portal?: string
  readonly name?: string
  readonly formats?: readonly number[]
  readonly values?: readonly (Buffer | string | null)[]
  readonly results?: readonly number[]
}

export const bind = ({
  portal = '',
  name = '',
  formats = [],
  values = [],
  results = [],
}: Bound = {}) =>
  message(
    'B',
    zeroEnded(portal),
    zeroEnded(name),
    int16(formats.length),
    ...formats.map(int16),
    uint16(values.length),
    ...values.flatMap((value) => {
      if (value === null) return [int32(-1)]
      const bytes = Buffer.from(value)
      return [int32(bytes.length), bytes]
    }),
    int16(results.length),
    ...results.map(int16),
  )

export const describe = (kind: 'S' | 'P', name = '') =>
  message('D', Buffer.from(kind), zeroEnded(name))
export const execute = (most = 0, portal = '') => message('E', zeroEnded(portal), int32(most))
export const close = (kind: 'S' | 'P', name = '') =>
  message('C', Buffer.from(kind), zeroEnded(name))
export const sync = () => message('S')
export const query = (text: string) => message('Q', zeroEnded(text))

export function startMessage(version: number, parameters: Readonly<Record<string, string>>) {
  const body = Buffer.concat([
    int32(version),
    ...Object.entries(parameters).flat().map(zeroEnded),
    Buffer.of(0),
  ])
  return Buffer.concat([int32(body.length + 4), body])
}

export class RawClient {
  readonly #socket: Socket
  readonly #received: Received[] = []
  #bytes = Buffer.alloc(0)
  #wake: (() => void) | undefined
  isClosed = false

  private constructor(socket: Socket) {
    this.#socket = socket
    socket.on('data', (bytes) => {
      this.#bytes = Buffer.concat([this.#bytes, bytes])
      this.#cut()
    })
    const over = () => {
      this.isClosed = true
      this.#wake?.()
    }
    socket.on('close', over).on('error', over)
  }

  /** Signed in as an admin, by a token; `first` is what came before it was ready. */
  static async open(
    served: ServedSql,
    { version = 0x0003_0000, parameters = {} as Record<string, string> } = {},
  ): Promise<{ client: RawClient; first: Received[] }> {
    const { port, host } = served.connection
    const client = new RawClient(connect(port, host))
    client.send(
      startMessage(version, { user: 'token', database: 'revops', ...parameters }),
      message('p', zeroEnded(await token('admin', 3_600))),
    )
    return { client, first: await client.until('Z') }
  }

  send(...messages: readonly Buffer[]) {
    this.#socket.write(Buffer.concat(messages))
  }

  /** What comes up to a message of a type, or until the server hangs up. */
  async until(type: string): Promise<Received[]> {
    const taken: Received[] = []
    for (;;) {
      const next = this.#received.shift()
      if (next) taken.push(next)
      if (next?.type === type || (!next && this.isClosed)) return taken
      if (!next)
        await new Promise<void>((resolve) => {
          this.#wake = resolve
        })
    }
  }

  /** Sends, and shows what comes up to ReadyForQuery as text: types, rows, tags, errors. */
  async ask(...messages: readonly Buffer[]): Promise<string[]> {
    this.send(...messages)
    return (await this.until('Z')).map(shown)
  }

  end() {
    this.#socket.destroy()
  }

  #cut() {
    while (this.#bytes.length >= 5) {
      const end = 1 + this.#bytes.readInt32BE(1)
      if (this.#bytes.length < end) break
      const type = String.fromCharCode(this.#bytes[0]!)
      this.#received.push({ type, body: this.#bytes.subarray(5, end) })
      this.#bytes = this.#bytes.subarray(end)
    }
    this.#wake?.()
  }
}

/** D(a,b), C(SELECT 2), E(42703), Z(I), and the letter of each other message. */
function shown({ type, body }: Received): string {
  switch (type) {
    case 'D':
      return `D(${fieldsOf(body)
        .map((field) => field?.toString() ?? 'NULL')
        .join(',')})`
    case 'C':
      return `C(${body.subarray(0, -1)})`
    case 'E':
      return `E(${/\0C([^\0]*)/.exec(body.toString())?.[1]})`
    case 'Z':
      return `Z(${body})`
    default:
      return type
  }
}

/** The fields of a row. */
export function fieldsOf(body: Buffer): (Buffer | null)[] {
  const fields: (Buffer | null)[] = []
  for (let at = 2; fields.length < body.readInt16BE(0); ) {
    const size = body.readInt32BE(at)
    at += 4
    fields.push(size < 0 ? null : body.subarray(at, at + size))
    at += Math.max(0, size)
  }
  return fields
}
