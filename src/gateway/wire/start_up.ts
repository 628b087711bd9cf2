/** From the first packet to a bearer: TLS, cancel requests, and who it is. */
import type { Socket } from 'node:net'
import { type SecureContext, TLSSocket } from 'node:tls'
import { SqlError } from '../sql_error.ts'
import { int32, zeroEnded } from './bytes.ts'
import type { Connection } from './connection.ts'
import { Fields, message } from './messages.ts'

/** What the first packet asks for, by the number in it. */
const asks = { cancel: 80_877_102, tls: 80_877_103, encryption: 80_877_104 }
/** 3.2 has longer keys to cancel by; all else is as in 3.0. */
const newest = 0x0003_0002
const oldest = 0x0003_0000
/** The first byte of TLS that begins without being asked for. */
const handshake = 0x16
/** More than any start needs: who has not said who it is sends no more. */
export const mostBeforeLogin = 10_000

export interface Start {
  readonly user: string
  readonly database: string
  /** application_name, client_encoding and other settings. */
  readonly settings: ReadonlyMap<string, string>
  readonly isEncrypted: boolean
  /** How many bytes a key to cancel by has. */
  readonly keyBytes: 4 | 32
}

export interface StartOptions {
  readonly tls?: SecureContext | undefined
  /** Called for a client that wants another one's statement to end. */
  readonly cancel: (process: number, secret: Buffer) => void
}

/** Reads until a client says who it is; undefined where it only cancels, or goes away. */
export async function startOf(
  connection: Connection,
  { tls, cancel }: StartOptions,
): Promise<Start | undefined> {
  let isEncrypted = false
  const first = await connection.bytes(1)
  if (!first) return undefined
  connection.unread(first)
  if (first[0] === handshake && tls) {
    connection.upgrade(await encrypted(connection.socket, tls, { isDirect: true }))
    isEncrypted = true
  }
  for (;;) {
    const packet = await connection.packet(mostBeforeLogin)
    if (!packet) return undefined
    const fields = new Fields(packet)
    const asked = fields.int32()
    switch (asked) {
      case asks.cancel:
        cancel(fields.int32(), fields.rest())
        return undefined
      case asks.encryption:
        connection.send(Buffer.from('N'))
        await connection.flush()
        continue
      case asks.tls: {
        const isTaken = tls !== undefined && !isEncrypted
        connection.send(Buffer.from(isTaken ? 'S' : 'N'))
        await connection.flush()
        if (!isTaken) continue
        refuseEarly(connection.socket)
        connection.upgrade(await encrypted(connection.socket, tls, { isDirect: false }))
        isEncrypted = true
        continue
      }
    }
    if (asked >> 16 !== newest >> 16)
      throw new SqlError('08P01', `Version ${asked >> 16} of the protocol is not spoken; 3 is.`)
    const start = startIn(fields)
    const unknown = [...start.settings.keys()].filter((name) => name.startsWith('_pq_.'))
    for (const name of unknown) start.settings.delete(name)
    const spoken = asked >= newest ? newest : oldest
    if (spoken !== asked || unknown.length > 0)
      connection.send(message('v', int32(spoken), int32(unknown.length), ...unknown.map(zeroEnded)))
    return { ...start, isEncrypted, keyBytes: spoken === newest ? 32 : 4 }
  }
}

function startIn(fields: Fields) {
  const settings = new Map<string, string>()
  while (!fields.isAtEnd) {
    const name = fields.text()
    if (name === '') break
    settings.set(name, fields.text())
  }
  const user = settings.get('user')
  if (user === undefined) throw new SqlError('28000', 'The start names no user.')
  const database = settings.get('database') ?? 'revops'
  if (database !== 'revops')
    throw new SqlError('3D000', `There is no database "${database}"; it is called revops.`)
  for (const [name, value] of optionsIn(settings.get('options') ?? '')) settings.set(name, value)
  for (const name of ['user', 'database', 'options', 'replication']) settings.delete(name)
  return { user, database, settings }
}

/** -c name=value and --name=value, as for a command line; a backslash keeps a blank. */
const optionsIn = (options: string): (readonly [name: string, value: string])[] =>
  [...options.matchAll(/(?:^|\s)(?:-c\s*|--)([\w.-]+)=((?:\\.|\S)*)/g)].map(
    ([, name, value]) => [name!.replaceAll('-', '_'), value!.replaceAll(/\\(.)/g, '$1')] as const,
  )

/** What was sent in plain text before the handshake is not of the client behind it. */
function refuseEarly(socket: Socket) {
  if (socket.readableLength > 0)
    throw new SqlError('08P01', 'There was plain text behind the request for TLS.')
}

function encrypted(
  socket: Socket,
  secureContext: SecureContext,
  { isDirect }: { readonly isDirect: boolean },
): Promise<TLSSocket> {
  return new Promise((resolve, reject) => {
    const failed = (cause?: unknown) =>
      reject(new SqlError('08006', 'The client left the handshake of TLS.', { cause }))
    const secure = new TLSSocket(socket, {
      isServer: true,
      secureContext,
      // Who begins with TLS has to say that it is for this protocol.
      ...(isDirect && { ALPNProtocols: ['postgresql'] }),
    })
    secure.once('secure', () => {
      if (isDirect && secure.alpnProtocol !== 'postgresql') failed()
      else resolve(secure)
    })
    secure.once('error', failed)
    socket.once('close', failed)
  })
}

/** The fields of a message with names of mechanisms. */
export const mechanisms = (...names: readonly string[]) =>
  Buffer.concat([...names.map(zeroEnded), Buffer.of(0)])
