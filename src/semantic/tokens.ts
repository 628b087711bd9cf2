/** Signed tokens: who asks, in which role, until when. */
import { jwtVerify, SignJWT } from 'jose'
import type * as z from 'zod'
import { UserError } from '../errors.ts'
import type { embedSchema } from './embed.ts'
import { type SecurityContext, securityContext } from './roles.ts'

/** The one algorithm: a token that names another, or `none`, is not ours. */
const algorithm = 'HS256'

export interface TokenClaims {
  readonly role: string
  readonly user?: string
  readonly team?: string
  /** What an embedded page may show; such a token is for nothing else. */
  readonly embed?: z.input<typeof embedSchema>
  /** For how many seconds it holds. */
  readonly expires: number
}

/** What a token that was verified says; `exp` in seconds since 1970. */
export type Bearer = SecurityContext & { readonly exp: number }

/** A token that is none of ours, or no longer holds. */
export class InvalidToken extends UserError {
  override readonly name: string = 'InvalidToken'
  readonly reason: 'missing' | 'foreign' | 'expired'

  constructor(message: string, reason: InvalidToken['reason'], options?: ErrorOptions) {
    super(message, options)
    this.reason = reason
  }
}

/**
 * Signs a token. A rep needs a user, a manager a team.
 *
 * @example
 * const token = await issueToken(secret, { role: 'rep', user: 'Anna Berg', expires: 3600 })
 */
export async function issueToken(secret: string, { expires, ...claims }: TokenClaims) {
  if (!Number.isFinite(expires) || expires <= 0)
    throw new UserError('A token has to hold for some time: give --expires a span such as 1h.')
  return new SignJWT({ ...securityContext(claims) })
    .setProtectedHeader({ alg: algorithm })
    .setIssuedAt()
    .setExpirationTime(Math.floor(Date.now() / 1000) + Math.ceil(expires))
    .sign(keyOf(secret))
}

/** Who bears the token. Throws InvalidToken where it is foreign, expired or says too little. */
export async function verifyToken(secret: string, token: string | undefined): Promise<Bearer> {
  if (token === undefined || token === '')
    throw new InvalidToken('There is no token; send one as `Authorization: Bearer …`.', 'missing')
  try {
    const { payload } = await jwtVerify(token, keyOf(secret), {
      algorithms: [algorithm],
      requiredClaims: ['exp'],
    })
    return { ...securityContext(payload), exp: payload.exp! }
  } catch (cause) {
    throw invalid(cause)
  }
}

function invalid(cause: unknown): InvalidToken {
  if (cause instanceof UserError) return new InvalidToken(cause.message, 'foreign', { cause })
  return (cause as { code?: string }).code === 'ERR_JWT_EXPIRED'
    ? new InvalidToken('The token has expired; `revops token` prints a new one.', 'expired', {
        cause,
      })
    : new InvalidToken(
        'The token is not one of this warehouse; `revops token` prints one.',
        'foreign',
        { cause },
      )
}

const keyOf = (secret: string) => new TextEncoder().encode(secret)
