/**
 * SCRAM-SHA-256 (RFC 5802, RFC 7677), the server's side: proves that the client knows the password
 * without seeing it. Channel binding is not offered.
 */
import { createHash, createHmac, pbkdf2Sync, randomBytes, timingSafeEqual } from 'node:crypto'
import { SqlError } from '../sql_error.ts'
import { saslPrepared } from './saslprep.ts'

/** What is kept of a password. */
export interface Verifier {
  readonly salt: Buffer
  readonly iterations: number
  readonly storedKey: Buffer
  readonly serverKey: Buffer
}

const iterations = 4096

const hmac = (key: Buffer, text: string) => createHmac('sha256', key).update(text).digest()
const sha256 = (bytes: Buffer) => createHash('sha256').update(bytes).digest()

export function verifierOf(password: string, salt = randomBytes(16)): Verifier {
  const salted = pbkdf2Sync(saslPrepared(password), salt, iterations, 32, 'sha256')
  return {
    salt,
    iterations,
    storedKey: sha256(hmac(salted, 'Client Key')),
    serverKey: hmac(salted, 'Server Key'),
  }
}

/** Of a user whom nobody knows: who guesses is asked in the same way, each time with the same salt. */
export const nobody = (user: string, secret: string): Verifier => ({
  salt: hmac(Buffer.from(secret), `salt of ${user}`).subarray(0, 16),
  iterations,
  storedKey: randomBytes(32),
  serverKey: randomBytes(32),
})

export interface Exchange {
  /** The server's first message. */
  readonly challenge: string
  /** The server's final message. @throws SqlError where the password is another one */
  finish(response: string): string
}

/**
 * Answers the client's first message.
 *
 * @param verifier of nobody where there is no such user: who guesses shall not learn it
 */
export function exchange(
  first: string,
  verifier: Verifier,
  nonce = randomBytes(18).toString('base64'),
): Exchange {
  if (first.startsWith('p='))
    throw new SqlError('28000', 'Channel binding is not offered.', {
      hint: 'Connect with channel_binding=prefer or disable.',
    })
  // y: the client could bind the channel, and knows that we have not offered it.
  const [, header, bare, clientNonce] =
    /^((?:n|y),(?:a=[^,]+)?,)(n=[^,]*,r=([\x21-\x2b\x2d-\x7e]+)(?:,.*)?)$/s.exec(first) ?? []
  if (header === undefined || bare === undefined || clientNonce === undefined) throw malformed()
  const both = `${clientNonce}${nonce}`
  const challenge = `r=${both},s=${verifier.salt.toString('base64')},i=${verifier.iterations}`
  return {
    challenge,
    finish(response) {
      const [, without, channel, echoed, proof] =
        /^(c=([^,]*),r=([^,]*)(?:,[^,]+)*),p=([^,]+)$/s.exec(response) ?? []
      if (without === undefined || proof === undefined) throw malformed()
      const bound = Buffer.from(channel!, 'base64').toString()
      if (bound !== header || echoed !== both) throw malformed()
      const signed = `${bare},${challenge},${without}`
      const signature = hmac(verifier.storedKey, signed)
      const given = Buffer.from(proof, 'base64')
      if (given.length !== signature.length) throw malformed()
      const clientKey = Buffer.from(given.map((byte, index) => byte ^ signature[index]!))
      if (!timingSafeEqual(sha256(clientKey), verifier.storedKey))
        throw new SqlError('28P01', 'The user or the password is wrong.')
      return `v=${hmac(verifier.serverKey, signed).toString('base64')}`
    },
  }
}

const malformed = () => new SqlError('08P01', 'The SCRAM message is malformed.')
