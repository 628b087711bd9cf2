/** From the first packet to a bearer: TLS, cancel requests, and who it is. */
import type { Socket } from 'node:net'
import { type SecureContext, TLSSocket } from 'node:tls'
import { SqlError } from '../sql_error.ts'
import { int32, zeroEnded } from './bytes.ts'
import type { Connection } from './connection.ts'
import { Fields, message } from './messages.ts'

/** What the first packet asks for, by the number in it. */
const asks = { cancel: 80_877_102, tls: 80_877_103, encryption: 80_877_104 }
/** Version 3.0, the one that is spoken. */
const version = 0x0003_0000
/** More than any start needs: who has not said who it is sends no more. */
export const mostBeforeLogin = 10_000

export interface Start {
  readonly user: string
  readonly database: string
  /** application_name, client_encoding and other settings. */
  readonly settings: ReadonlyMap<string, string>
  readonly isEncrypted: boolean
}

export interface StartOptions {
  readonly tls?: SecureContext | undefined
  /** Called for a client that wants another one's statement to end. */
  readonly cancel: (process: number, secret: number) => void
}

/** Reads until a client says who it is; undefined where it only cancels, or goes away. */
export async function startOf(
  connection: Connection,
  { tls, cancel }: StartOptions,
): Promise<Start | undefined> {
  let isEncrypted = false
  for (;;) {
    const packet = await connection.packet(mostBeforeLogin)
    if (!packet) return undefined
    const fields = new Fields(packet)
    const asked = fields.int32()
    switch (asked) {
      case asks.cancel:
        cancel(fields.int32(), fields.int32())
        return undefined
      case asks.encryption:
        connection.send(Buffer.from('N'))
        await connection.flush()
        continue
      case asks.tls:
        connection.send(Buffer.from(tls ? 'S' : 'N'))
        await connection.flush()
        if (!tls) continue
        refuseEarly(connection.socket)
        connection.upgrade(await encrypted(connection.socket, tls))
        isEncrypted = true
        continue
    }
    if (asked >> 16 !== version >> 16)
      throw new SqlError('08P01', `Version ${asked >> 16} of the protocol is not spoken; 3.0 is.`)
    if (asked !== version) connection.send(message('v', int32(version), int32(0)))
    return { ...startIn(fields), isEncrypted }
  }
}

function startIn(fields: Fields): Omit<Start, 'isEncrypted'> {
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
  for (const name of ['user', 'database', 'options', 'replication']) settings.delete(name)
  return { user, database, settings }
}

/** What was sent in plain text before the handshake is not of the client behind it. */
function refuseEarly(socket: Socket) {
  if (socket.readableLength > 0)
    throw new SqlError('08P01', 'There was plain text behind the request for TLS.')
}

function encrypted(socket: Socket, secureContext: SecureContext): Promise<TLSSocket> {
  return new Promise((resolve, reject) => {
    const secure = new TLSSocket(socket, { isServer: true, secureContext })
    secure.once('secure', () => resolve(secure))
    secure.once('error', reject)
    socket.once('close', () => reject(new SqlError('08006', 'The client left the handshake.')))
  })
}

/** The fields of a message with names of mechanisms. */
export const mechanisms = (...names: readonly string[]) =>
  Buffer.concat([...names.map(zeroEnded), Buffer.of(0)])
