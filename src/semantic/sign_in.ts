/** Signing a browser in: a link with a code that works once and not for long, then a cookie. */
import { randomBytes } from 'node:crypto'
import { issueToken, type TokenClaims } from './tokens.ts'

const cookieName = 'revops_session'
const codeMinutes = 10
const sessionHours = 12

interface Offer {
  readonly claims: Omit<TokenClaims, 'expires'>
  readonly until: number
}

export interface SignIn {
  /** A path with a new code; who opens it first is signed in as `claims` says. */
  offer(claims: Omit<TokenClaims, 'expires'>): string
  /** The session cookie for a code, once; undefined for one that is used, old or made up. */
  redeem(code: unknown): Promise<string | undefined>
}

export function signIn(secret: string, now: () => number = Date.now): SignIn {
  const offers = new Map<string, Offer>()
  return {
    offer(claims) {
      for (const [code, { until }] of offers) if (until < now()) offers.delete(code)
      const code = randomBytes(24).toString('base64url')
      offers.set(code, { claims, until: now() + codeMinutes * 60_000 })
      return `/signin?code=${code}`
    },
    async redeem(code) {
      if (typeof code !== 'string') return undefined
      const offer = offers.get(code)
      offers.delete(code)
      if (offer === undefined || offer.until < now()) return undefined
      const expires = sessionHours * 3600
      const token = await issueToken(secret, { ...offer.claims, expires })
      return `${cookieName}=${token}; Path=/; Max-Age=${expires}; HttpOnly; SameSite=Strict`
    },
  }
}

/** The token of the session cookie. */
export function sessionToken(cookies: string | undefined): string | undefined {
  const session = cookies
    ?.split(';')
    .map((cookie) => cookie.trim())
    .find((cookie) => cookie.startsWith(`${cookieName}=`))
  return session?.slice(cookieName.length + 1)
}
