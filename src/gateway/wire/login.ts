/** Who a client is: by a signed token, or by a password that is never sent. */
import { isIP } from 'node:net'
import { UserError } from '../../errors.ts'
import { type SecurityContext, securityContext } from '../../semantic/roles.ts'
import { isLoopback } from '../../semantic/secret.ts'
import { verifyToken } from '../../semantic/tokens.ts'
import { SqlError } from '../sql_error.ts'
import type { Connection } from './connection.ts'
import { Failures } from './failures.ts'
import { authentication, Fields } from './messages.ts'
import { exchange, nobody, type Verifier, verifierOf } from './scram.ts'
import { mechanisms, mostBeforeLogin, type Start } from './start_up.ts'

/** A person who signs in by a password. */
export interface SqlUser {
  readonly bearer: SecurityContext
  readonly password: string
}

/** Who signed in; a token's bearer until it expires. */
export interface SignedIn {
  readonly bearer: SecurityContext
  /** In seconds since 1970. */
  readonly expires?: number | undefined
}

export interface LoginOptions {
  readonly secret: string
  readonly users: ReadonlyMap<string, SqlUser>
}

const kinds = { ok: 0, cleartext: 3, sasl: 10, saslContinue: 11, saslFinal: 12 }
const mechanism = 'SCRAM-SHA-256'

/** Signs clients in, a user of an address more slowly after each failure. */
export function login({ secret, users }: LoginOptions) {
  const failures = new Failures()
  const verifiers = new Map(
    [...users].map(([name, { password }]) => [name, verifierOf(password)] as const),
  )
  return async (connection: Connection, start: Start): Promise<SignedIn | undefined> => {
    const attempt = `${connection.socket.remoteAddress} ${start.user}`
    await failures.delay(attempt)
    try {
      const signedIn =
        start.user === 'token'
          ? await byToken(connection, start, secret)
          : await byPassword(
              connection,
              verifiers.get(start.user) ?? nobody(start.user, secret),
              users.get(start.user),
            )
      if (signedIn) {
        failures.forget(attempt)
        connection.send(authentication(kinds.ok))
      }
      return signedIn
    } catch (error) {
      if (error instanceof SqlError && error.sqlstate === '28P01') failures.count(attempt)
      throw error
    }
  }
}

async function byToken(
  connection: Connection,
  { isEncrypted }: Start,
  secret: string,
): Promise<SignedIn | undefined> {
  if (!isEncrypted && !isLocal(connection.socket.remoteAddress))
    throw new SqlError('28000', 'A token is taken over TLS only; connect with sslmode=require.')
  connection.send(authentication(kinds.cleartext))
  const password = (await answer(connection))?.text()
  if (password === undefined) return undefined
  try {
    const { exp, ...bearer } = await verifyToken(secret, password)
    if (bearer.embed) throw new UserError('An embed token is for embedded pages, not for SQL.')
    return { bearer: securityContext(bearer), expires: exp }
  } catch (cause) {
    throw new SqlError('28P01', (cause as Error).message, {
      hint: '`revops token --role analyst` gives one; it is the password of the user token.',
      cause,
    })
  }
}

async function byPassword(
  connection: Connection,
  verifier: Verifier,
  user: SqlUser | undefined,
): Promise<SignedIn | undefined> {
  connection.send(authentication(kinds.sasl, mechanisms(mechanism)))
  const first = await answer(connection)
  if (!first) return undefined
  const chosen = first.text()
  if (chosen !== mechanism)
    throw new SqlError('28000', `The mechanism ${chosen} is not offered; ${mechanism} is.`)
  const said = first.bytes(Math.max(0, first.int32())).toString()
  const { challenge, finish } = exchange(said, verifier)
  connection.send(authentication(kinds.saslContinue, Buffer.from(challenge)))
  const second = await answer(connection)
  if (!second) return undefined
  const proof = finish(second.rest().toString())
  if (!user) throw new SqlError('28P01', 'The user or the password is wrong.')
  connection.send(authentication(kinds.saslFinal, Buffer.from(proof)))
  return { bearer: user.bearer }
}

async function answer(connection: Connection): Promise<Fields | undefined> {
  await connection.flush()
  const frame = await connection.frame(mostBeforeLogin)
  if (!frame || frame.type === 'X') return undefined
  if (frame.type !== 'p') throw new SqlError('08P01', 'A password is expected here.')
  return new Fields(frame.body)
}

/** Whether an address is the machine's own. */
export const isLocal = (address = '') =>
  isLoopback(isIP(address) === 6 ? address.replace(/^::ffff:/, '') : address)
