/** Serves the published build over HTTP and WebSocket, and notices when another is published. */
import { createServer, type Server as HttpServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { UserError } from '../errors.ts'
import { projectRoot, settings } from '../settings.ts'
import { readBundle, viewsOf } from '../web_server/bundle.ts'
import type { WebOptions } from '../web_server/routes.ts'
import { AnswerCache, type CacheLimits } from './answer_cache.ts'
import { createApp } from './app.ts'
import type { Authenticated } from './authentication.ts'
import { isDevelopment } from './cube.ts'
import type { Embed } from './embed.ts'
import { type Gateway, startGateway } from './gateway.ts'
import { Published, type PublishedOptions } from './published.ts'
import { isLoopback, secretOf } from './secret.ts'
import { signIn } from './sign_in.ts'
import { serveSubscriptions } from './subscriptions.ts'
import { verifyToken } from './tokens.ts'

export interface ServerOptions
  extends Pick<PublishedOptions, 'threads' | 'memoryLimit' | 'connections'> {
  readonly host: string
  /** 0 for any free one. */
  readonly port: number
  readonly warehouse: string
  /** The folder of the model. */
  readonly model: string
  /** REVOPS_SECRET; on loopback one is made and kept where it is missing. */
  readonly secret?: string
  readonly cache?: CacheLimits
  /** The folder of the built dashboards. */
  readonly webFolder?: string
  /** Who may frame embedded pages, and what charts mark; the settings say by default. */
  readonly web?: WebOptions
  /** Told of what goes wrong; by default a line on standard error. */
  readonly report?: (message: string, cause?: unknown) => void
}

export interface Server {
  readonly url: string
  readonly port: number
  /** Signs a browser in as admin, once, within ten minutes. */
  readonly signInLink: string
  /** What answers, for other ways to ask than HTTP. */
  readonly gateway: Gateway
  readonly builds: Published
  /** Stops listening, lets running requests end, and closes the build. */
  close(): Promise<void>
}

/** How often the subscriptions look for a new build, in ms. */
const lookAgain = 2_000

/**
 * Starts serving. Resolves once it listens and the model is compiled; `/readyz` says whether there
 * is a build to answer from.
 */
export async function startServer(options: ServerOptions): Promise<Server> {
  const { host, port, warehouse, model, report = reportLine } = options
  if (isDevelopment() && !isLoopback(host))
    throw new UserError(`In development nothing is served on ${host}; listen on 127.0.0.1.`)
  const secret = secretOf({ warehouse, host, secret: options.secret })
  const cache = new AnswerCache(options.cache)
  const { webFolder = join(projectRoot, 'dist/web'), web = settings } = options
  const bundle = readBundle(webFolder)
  const embeddedViews = (embed: Embed) =>
    bundle === undefined ? new Set<string>() : viewsOf(bundle.catalogue, embed)
  const published = new Published(warehouse, {
    ...pick(options),
    // Who develops the model may name further tables while it is served.
    model: isDevelopment() ? undefined : model,
    report,
    onSwap(_, from) {
      cache.clear()
      // So that who asks next need not wait for a model that has changed.
      gateway.compile().catch((error) => report('The model does not compile', error))
      if (from) setTimeout(() => gateway.forget(from.build), 2 * lookAgain).unref()
    },
  })
  const gateway = startGateway({
    builds: published,
    model,
    secret,
    // Over HTTP our own middleware has looked already, at the cookie too.
    authenticate: async (request, token) =>
      (request as Authenticated).bearer ?? verifyToken(secret, token),
    embeddedViews,
    report,
  })
  const codes = signIn(secret)
  try {
    await gateway.compile()
    const app = await createApp({
      gateway,
      model,
      published,
      cache,
      signIn: codes,
      secret,
      bundle,
      web,
      reportingCurrency: settings.reportingCurrency,
      embeddedViews,
      report,
    })
    const server = createServer(app)
    const subscriptions = serveSubscriptions(server, gateway)
    await listen(server, host, port)
    const watch = watchBuilds(published, subscriptions.refresh, report)
    const address = server.address() as AddressInfo
    const url = `http://${urlHost(host)}:${address.port}`
    return {
      url,
      port: address.port,
      signInLink: `${url}${codes.offer({ role: 'admin' })}`,
      gateway,
      builds: published,
      async close() {
        clearInterval(watch)
        await subscriptions.close()
        await closed(server)
        await gateway.close()
        await published.close()
      },
    }
  } catch (error) {
    await gateway.close()
    await published.close()
    throw error
  }
}

const pick = ({ threads, memoryLimit, connections }: ServerOptions) => ({
  ...(threads === undefined ? {} : { threads }),
  ...(memoryLimit === undefined ? {} : { memoryLimit }),
  ...(connections === undefined ? {} : { connections }),
})

function listen(server: HttpServer, host: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (cause: NodeJS.ErrnoException) => reject(cannotListen(cause, host, port)))
    server.listen(port, host, () => resolve())
  })
}

function cannotListen(cause: NodeJS.ErrnoException, host: string, port: number): Error {
  switch (cause.code) {
    case 'EADDRINUSE':
      return new UserError(
        `Port ${port} on ${host} is taken; stop what listens there, or choose another with --port.`,
        { cause },
      )
    case 'EACCES':
      return new UserError(`Port ${port} may not be used by you; choose one above 1023.`, { cause })
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
      return new UserError(`${host} is no address of this machine; choose another with --host.`, {
        cause,
      })
    default:
      return cause
  }
}

/** Subscriptions are asked again only where the build is another one. */
function watchBuilds(
  published: Published,
  refresh: () => Promise<void>,
  report: (message: string, cause?: unknown) => void,
) {
  let seen: string | undefined
  const look = async () => {
    try {
      const { manifest } = await published.current()
      if (seen !== undefined && seen !== manifest.build) await refresh()
      seen = manifest.build
    } catch (error) {
      // Until something is published there is nothing to tell.
      if (seen !== undefined) report('The published build cannot be looked at', error)
    }
  }
  look()
  return setInterval(look, lookAgain).unref()
}

/** Connections that idle are closed at once; a request that runs may end. */
function closed(server: HttpServer): Promise<void> {
  return new Promise((resolve) => {
    const late = setTimeout(() => server.closeAllConnections(), 10_000)
    server.close(() => {
      clearTimeout(late)
      resolve()
    })
    server.closeIdleConnections()
  })
}

const urlHost = (host: string) => (host.includes(':') ? `[${host}]` : host)

function reportLine(message: string, cause?: unknown) {
  process.stderr.write(`${message}: ${cause instanceof Error ? cause.message : String(cause)}\n`)
}
