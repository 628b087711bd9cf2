/** Whose request it is: by a token in its header, or by the session cookie of a browser. */
import type { RequestHandler } from 'express'
import { asynchronous } from './asynchronous.ts'
import { sessionToken } from './sign_in.ts'
import { type Bearer, InvalidToken, verifyToken } from './tokens.ts'

/** What our handlers put on a request for those that follow. */
export interface Authenticated {
  bearer?: Bearer
}

/** Lets a request pass that says who asks; the others get 401 or 403 and one sentence. */
export function authenticate(secret: string): RequestHandler {
  return asynchronous(async (request, response, next) => {
    const token = headerToken(request.headers)
    const session = token === undefined ? sessionToken(request.headers.cookie) : undefined
    // A browser sends the cookie whichever page asks; only our own may make it write or ask at length.
    if (session !== undefined && !isRead(request.method) && !isOwnOrigin(request.headers)) {
      response.status(403).json({ error: 'A page of another site may not ask in your name.' })
      return
    }
    try {
      const bearer = await verifyToken(secret, token ?? session)
      if (bearer.embed && token === undefined)
        throw new InvalidToken('An embed token is sent in a header, never as a cookie.', 'foreign')
      ;(request as Authenticated).bearer = bearer
    } catch (error) {
      if (!(error instanceof InvalidToken)) throw error
      response.status(401).set('WWW-Authenticate', 'Bearer').json({ error: error.message })
      return
    }
    next()
  })
}

type Headers = Readonly<Record<string, string | string[] | undefined>>

function headerToken(headers: Headers): string | undefined {
  const header = headers['x-cube-authorization'] ?? headers['authorization']
  if (typeof header !== 'string') return undefined
  const [scheme, token] = header.split(' ', 2)
  return token ?? scheme
}

const isRead = (method: string) => method === 'GET' || method === 'HEAD'

function isOwnOrigin({ origin, host }: Headers): boolean {
  if (typeof origin !== 'string' || typeof host !== 'string') return false
  return URL.canParse(origin) && new URL(origin).host === host
}
