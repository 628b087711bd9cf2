/** SQL beside HTTP: the same builds, the same model, the same rules. */
import { readFileSync } from 'node:fs'
import type { Settings } from '../config.ts'
import { UserError } from '../errors.ts'
import type { SqlServer } from '../gateway/server.ts'
import { type SecretOptions, secretOf } from '../semantic/secret.ts'
import type { Server } from '../semantic/server.ts'
import { say } from './output.ts'

/**
 * The catalogs take seconds of a processor to start. They do so before a tool asks for them, and
 * after the first questions over HTTP, which people wait for.
 */
const warmAfter = 20_000

export async function startSql(
  { gateway, builds }: Pick<Server, 'gateway' | 'builds'>,
  settings: Settings,
  { port, ...signing }: SecretOptions & { port: number },
): Promise<SqlServer> {
  const { createPlanner } = await import('../gateway/planner.ts')
  const { postgresCatalog } = await import('../gateway/catalog/postgres.ts')
  const { startSqlServer } = await import('../gateway/server.ts')
  const { sqlUsersOf } = await import('../gateway/users.ts')
  const planner = await createPlanner({ gateway, builds })
  const catalog = postgresCatalog({ planner, warehouse: signing.warehouse })
  const close = async () => {
    await catalog.close()
    planner.close()
  }
  try {
    const server = await startSqlServer({
      host: signing.host,
      port,
      planner,
      catalog,
      secret: secretOf(signing),
      users: sqlUsersOf(settings.sqlUsers, process.env),
      tls: settings.sqlTls && {
        cert: pem('cert', settings.sqlTls.cert),
        key: pem('key', settings.sqlTls.key),
      },
      timeoutMs: settings.sqlTimeoutSeconds * 1_000,
      maxSessions: settings.sqlMaxSessions,
      memoryLimit: settings.sqlMemoryLimit,
      maxRunning: settings.sqlMaxRunning,
      report,
    })
    const warming = setTimeout(() => {
      catalog.warm({ role: 'admin' }).catch((error) => report('The catalogs of SQL failed', error))
    }, warmAfter).unref()
    return {
      port: server.port,
      async close() {
        clearTimeout(warming)
        await server.close()
        await close()
      },
    }
  } catch (error) {
    await close()
    throw inUse(error, port)
  }
}

function report(message: string, cause?: unknown) {
  say(`${message}: ${cause instanceof Error ? cause.message : String(cause)}`)
}

function pem(what: string, path: string): Buffer {
  try {
    return readFileSync(path)
  } catch (cause) {
    throw new UserError(`sqlTls.${what} cannot be read: ${(cause as Error).message}.`, { cause })
  }
}

function inUse(error: unknown, port: number): unknown {
  if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE') return error
  return new UserError(
    `Port ${port} for SQL is taken; stop what listens there, or choose another with --sql-port.`,
    { cause: error },
  )
}
