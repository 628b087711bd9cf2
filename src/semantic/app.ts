/** The HTTP side: what is public, who may ask, which of Cube's endpoints are offered. */
import express, {
  type ErrorRequestHandler,
  type Express,
  type Request,
  type RequestHandler,
} from 'express'
import { UserError } from '../errors.ts'
import { readCurrent } from '../warehouse/manifest.ts'
import type { Bundle } from '../web_server/bundle.ts'
import { refuse } from '../web_server/refusal_page.ts'
import { serveWeb, type WebOptions } from '../web_server/routes.ts'
import type { AnswerCache } from './answer_cache.ts'
import { asynchronous } from './asynchronous.ts'
import { type Authenticated, authenticate } from './authentication.ts'
import { cachedAnswers } from './cached_answers.ts'
import { isDevelopment } from './cube.ts'
import { embeddedMeta } from './embedded_meta.ts'
import type { EmbeddedViews } from './embedded_query.ts'
import type { Gateway } from './gateway.ts'
import { localizedMeta } from './localized_meta.ts'
import { type Pinned, pin } from './options.ts'
import type { Published } from './published.ts'
import { wellShaped } from './query_shape.ts'
import { isLoopback } from './secret.ts'
import { type SignIn, sessionToken } from './sign_in.ts'
import { type Bearer, issueToken, verifyToken } from './tokens.ts'

export interface AppParts {
  readonly gateway: Gateway
  /** The folder of the model. */
  readonly model: string
  readonly published: Published
  readonly cache: AnswerCache
  readonly signIn: SignIn
  readonly secret: string
  /** The dashboards; undefined where they were not built. */
  readonly bundle: Bundle | undefined
  readonly web: WebOptions
  readonly reportingCurrency: string
  readonly embeddedViews: EmbeddedViews
  readonly report: (message: string, cause?: unknown) => void
}

export async function createApp(parts: AppParts): Promise<Express> {
  const { gateway, model, published, cache, signIn, secret, embeddedViews, report } = parts
  const app = express().disable('x-powered-by').disable('etag')
  app.use(securityHeaders)
  if (isDevelopment()) app.use(playground(secret))

  app.get('/healthz', (_, response) => void response.json({ status: 'alive' }))
  app.get('/readyz', readiness(parts))
  app.get('/signin', redeem(signIn, secret))
  if (!isDevelopment()) serveWeb(app, parts.bundle, { ...parts.web, secret, gateway, published })

  app.use('/cubejs-api', noStore, authenticate(secret), offered, express.json({ limit: '1mb' }))
  app.use('/cubejs-api', pinToBuild(published))
  app.use(/^\/cubejs-api\/v1\/(load|sql|dry-run|subscribe)$/, wellShaped)
  app.use('/cubejs-api/v1/load', cachedAnswers(cache))
  app.use('/cubejs-api/v1/meta', localizedMeta(model), embeddedMeta(embeddedViews))
  app.use('/cubejs-api/graphql', refusedStatus)
  // What failed so far failed in ours; Cube would answer with its stack.
  app.use(failure(report))
  // Cube brings pages and probes of its own.
  if (!isDevelopment()) app.use(/^(?!\/cubejs-api\/)/, notHere)
  await gateway.core.initApp(app)
  app.use(notHere)
  app.use(failure(report))
  return app
}

const securityHeaders: RequestHandler = (_, response, next) => {
  response.set({
    'X-Content-Type-Options': 'nosniff',
    'X-Frame-Options': 'DENY',
    'Referrer-Policy': 'no-referrer',
    'Cross-Origin-Resource-Policy': 'same-origin',
    'Cross-Origin-Opener-Policy': 'same-origin',
  })
  if (!isDevelopment())
    response.set('Content-Security-Policy', "default-src 'none'; frame-ancestors 'none'")
  next()
}

const noStore: RequestHandler = (_, response, next) => {
  response.set('Cache-Control', 'no-store')
  next()
}

/** Ready means: a published build is open, and the model is compiled. */
function readiness({ gateway, published, reportingCurrency }: AppParts): RequestHandler {
  return async (_, response) => {
    try {
      const { manifest } = await published.current()
      await gateway.compile()
      const current = readCurrent(published.warehouse)
      response.json({
        status: 'ready',
        build: manifest.build,
        data_as_of: manifest.data_as_of,
        published_at: current?.published_at,
        reporting_currency: reportingCurrency,
      })
    } catch (error) {
      const reason = error instanceof UserError ? error.message : 'The model does not compile.'
      response.status(503).json({ status: 'not ready', error: reason })
    }
  }
}

function redeem(signIn: SignIn, secret: string): RequestHandler {
  return asynchronous(async (request, response) => {
    const cookie = await signIn.redeem(request.query['code'])
    if (cookie !== undefined)
      response.set({ 'Set-Cookie': cookie, 'Cache-Control': 'no-store' }).redirect(303, '/')
    // Who opens the link again in the browser that it signed in is where they want to be.
    else if (await isSignedIn(request, secret)) response.redirect(303, '/')
    else refuse(request, response, 'used', [])
  })
}

const isSignedIn = ({ headers }: Request, secret: string) =>
  verifyToken(secret, sessionToken(headers.cookie)).then(
    ({ embed }) => embed === undefined,
    () => false,
  )

const endpoints: Readonly<Record<string, readonly string[]>> = {
  '/v1/load': ['GET', 'POST'],
  '/v1/subscribe': ['GET', 'POST'],
  '/v1/sql': ['GET', 'POST'],
  '/v1/dry-run': ['GET', 'POST'],
  '/v1/meta': ['GET'],
  '/graphql': ['GET', 'POST'],
}

const forEmbeds = new Set(['/v1/load', '/v1/meta'])
const mayReadSql = (bearer?: Bearer) => bearer?.role === 'admin' && bearer.embed === undefined

/** Cube's endpoints that answer under our rules; the rest is its own SQL API and its housekeeping. */
const offered: RequestHandler = (request, response, next) => {
  const methods = endpoints[request.path.replace(/\/$/, '')]
  if (methods === undefined) notHere(request, response, next)
  else if (!methods.includes(request.method))
    response
      .status(405)
      .set('Allow', methods.join(', '))
      .json({ error: `Ask ${request.path} by ${methods.join(' or ')}.` })
  else if ((request as Authenticated).bearer?.embed && !forEmbeds.has(request.path))
    response
      .status(403)
      .json({ error: `An embed token is for ${[...forEmbeds].join(' and ')} only.` })
  else if ('extended' in request.query && !mayReadSql((request as Authenticated).bearer))
    response.status(403).json({ error: 'The SQL of the model is for the role admin only.' })
  else next()
}

const notHere: RequestHandler = (request, response) => {
  response.status(404).json({
    error: `There is nothing at ${request.baseUrl}${request.path}; see /cubejs-api/v1/meta for what can be asked at /cubejs-api/v1/load.`,
  })
}

/** All that a request asks, it asks of one build. */
function pinToBuild(published: Published): RequestHandler {
  return async (request, response, next) => {
    try {
      const build = await published.current()
      Object.assign(request, { pinned: pin(build) })
      response.set('X-Revops-Build', build.manifest.build)
      next()
    } catch (error) {
      if (!(error instanceof UserError)) next(error)
      else response.status(503).json({ error: error.message })
    }
  }
}

/** GraphQL answers 500 to whatever failed; a refusal is no failure of ours. */
const refusedStatus: RequestHandler = (request, response, next) => {
  const { end } = response
  response.end = ((...written: Parameters<typeof end>) => {
    const { refused } = (request as { pinned?: Pinned }).pinned ?? {}
    if (response.statusCode === 500 && refused?.status !== undefined && !response.headersSent)
      response.statusCode = refused.status
    return end.apply(response, written)
  }) as typeof end
  next()
}

/** Cube's Playground: for developers, who are admins, on their own machine. */
function playground(secret: string): RequestHandler {
  return asynchronous(async (request, response, next) => {
    if (!isLoopback(request.hostname)) {
      response.status(403).json({ error: 'In development only this machine is answered.' })
      return
    }
    if (request.path === '/playground/context') {
      const cubejsToken = await issueToken(secret, { role: 'admin', expires: 86_400 })
      const json = response.json.bind(response)
      response.json = (context) => json({ ...context, cubejsToken })
    }
    next()
  })
}

function failure(report: AppParts['report']): ErrorRequestHandler {
  return (error, request, response, _next) => {
    if (response.headersSent) return
    const status: unknown = error?.status
    if (typeof status === 'number' && status >= 400 && status < 500) {
      const error400 = status === 413 ? 'The query is larger than 1 MB.' : 'The body is not JSON.'
      response.status(status).json({ error: error400 })
      return
    }
    report(`${request.method} ${request.path} failed`, error)
    response.status(500).json({ error: 'Something failed here; the log of the server says what.' })
  }
}
