/** Governed SQL over the PostgreSQL wire: listens, signs clients in, and gives each a session. */
import { randomInt } from 'node:crypto'
import { type AddressInfo, createServer, type Socket } from 'node:net'
import { createSecureContext, type SecureContextOptions } from 'node:tls'
import type { Catalog } from './catalog/catalog.ts'
import { sqlErrorOf } from './duckdb_errors.ts'
import type { Planner } from './planner.ts'
import { Session } from './session/session.ts'
import { SqlError } from './sql_error.ts'
import { int32 } from './wire/bytes.ts'
import { Connection } from './wire/connection.ts'
import { login, type SqlUser } from './wire/login.ts'
import { errorResponse, message } from './wire/messages.ts'
import { startOf } from './wire/start_up.ts'

export interface SqlServerOptions {
  readonly host: string
  /** 0 for any free one. */
  readonly port: number
  readonly planner: Planner
  readonly catalog: Catalog
  /** Signs the tokens of the user `token`. */
  readonly secret: string
  /** Who signs in by a password. */
  readonly users?: ReadonlyMap<string, SqlUser>
  readonly tls?: SecureContextOptions | undefined
  /** How long DuckDB may work for a statement, in ms. */
  readonly timeoutMs?: number
  readonly maxSessions?: number
  readonly report: (message: string, cause?: unknown) => void
}

export interface SqlServer {
  readonly port: number
  /** Ends the sessions and stops listening. */
  close(): Promise<void>
}

/** For so long a client may take to say who it is. */
const loginMs = 15_000

interface Running {
  readonly session: Session
  readonly secret: number
}

export async function startSqlServer(options: SqlServerOptions): Promise<SqlServer> {
  const { host, port, planner, catalog, report } = options
  const { timeoutMs = 60_000, maxSessions = 100 } = options
  const tls = options.tls && createSecureContext(options.tls)
  const signIn = login({ secret: options.secret, users: options.users ?? new Map() })
  const sessions = new Map<number, Running>()
  const sockets = new Set<Socket>()

  const cancel = (process: number, secret: number) => {
    const running = sessions.get(process)
    if (running?.secret === secret) running.session.cancel()
  }

  async function serve(connection: Connection) {
    const tooLate = setTimeout(() => connection.socket.destroy(), loginMs)
    const start = await startOf(connection, { tls, cancel })
    if (!start) return
    const signedIn = await signIn(connection, start)
    clearTimeout(tooLate)
    if (!signedIn) return
    if (sessions.size >= maxSessions)
      throw new SqlError('53300', `There are ${maxSessions} sessions, and no more are taken.`)
    const process = freeNumber(sessions)
    const secret = randomInt(2 ** 31)
    const session = new Session({
      connection,
      planner,
      catalog,
      ...signedIn,
      user: start.user,
      timeoutMs,
      report,
    })
    sessions.set(process, { session, secret })
    try {
      await session.run(start.settings, message('K', int32(process), int32(secret)))
    } finally {
      sessions.delete(process)
      await session.close()
    }
  }

  const server = createServer({ noDelay: true, keepAlive: true }, async (socket) => {
    sockets.add(socket)
    socket.once('close', () => sockets.delete(socket))
    // Those who wait to be signed in count too, some more of them than there may be sessions.
    if (sockets.size > 2 * maxSessions + 10) {
      socket.destroy()
      return
    }
    const connection = new Connection(socket)
    try {
      await serve(connection)
    } catch (error) {
      const known = sqlErrorOf(error)
      if (known.sqlstate === 'XX000') report('A SQL session failed', error)
      connection.send(errorResponse(known, 'FATAL'))
    } finally {
      await connection.end()
    }
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, host, () => resolve())
  })
  return {
    port: (server.address() as AddressInfo).port,
    async close() {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()))
      for (const { session } of sessions.values()) session.cancel()
      for (const socket of sockets) socket.destroy()
      await closed
    },
  }
}

function freeNumber(taken: ReadonlyMap<number, unknown>): number {
  for (;;) {
    const number = randomInt(1, 2 ** 31)
    if (!taken.has(number)) return number
  }
}
