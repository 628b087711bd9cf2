/** Governed SQL over the PostgreSQL wire: listens, signs clients in, and gives each a session. */
import { randomBytes, randomInt, timingSafeEqual } from 'node:crypto'
import { type AddressInfo, createServer, type Socket } from 'node:net'
import { createSecureContext, type SecureContextOptions } from 'node:tls'
import type { Catalog } from './catalog/catalog.ts'
import { sqlErrorOf } from './duckdb_errors.ts'
import type { Planner } from './planner.ts'
import { Readers } from './session/readers.ts'
import { Session } from './session/session.ts'
import { SqlError } from './sql_error.ts'
import { Connection } from './wire/connection.ts'
import { login, type SqlUser } from './wire/login.ts'
import { backendKey, errorResponse } from './wire/messages.ts'
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
  /** What a statement may take of memory, as DuckDB writes it. */
  readonly memoryLimit?: string
  /** How many statements run at once; the others wait. */
  readonly maxRunning?: number
  readonly report: (message: string, cause?: unknown) => void
}

export interface SqlServer {
  readonly port: number
  /** Ends the sessions and stops listening. */
  close(): Promise<void>
}

/** For so long a client may take to say who it is. */
const loginMs = 15_000

/** For so long sessions that are ended may take what they were sent, in ms. */
const partingMs = 1_000

interface Running {
  readonly session: Session
  readonly secret: Buffer
}

export async function startSqlServer(options: SqlServerOptions): Promise<SqlServer> {
  const { host, port, planner, catalog, report } = options
  const { timeoutMs = 60_000, maxSessions = 100, memoryLimit = '512MB', maxRunning = 4 } = options
  const tls = options.tls && createSecureContext(options.tls)
  const signIn = login({ secret: options.secret, users: options.users ?? new Map() })
  const readers = new Readers({ memoryLimit, running: maxRunning })
  const sessions = new Map<number, Running>()
  const serving = new Set<Promise<void>>()
  const sockets = new Set<Socket>()
  let isClosing = false

  const cancel = (process: number, secret: Buffer) => {
    const running = sessions.get(process)
    if (running?.secret.length === secret.length && timingSafeEqual(running.secret, secret))
      running.session.cancel()
  }

  async function signedInOn(connection: Connection) {
    const tooLate = setTimeout(() => connection.socket.destroy(), loginMs)
    try {
      const start = await startOf(connection, { tls, cancel })
      const signedIn = start && (await signIn(connection, start))
      return signedIn && { start, signedIn }
    } finally {
      clearTimeout(tooLate)
    }
  }

  async function serve(connection: Connection) {
    const known = await signedInOn(connection)
    if (!known || isClosing) return
    const { start, signedIn } = known
    if (sessions.size >= maxSessions)
      throw new SqlError('53300', `There are ${maxSessions} sessions, and no more are taken.`)
    const process = freeNumber(sessions)
    const secret = randomBytes(start.keyBytes)
    const { user } = start
    const parts = { connection, planner, catalog, readers, user, timeoutMs, report }
    const session = new Session({ ...parts, ...signedIn })
    sessions.set(process, { session, secret })
    // Nobody waits for what still runs when the client has gone.
    connection.socket.once('close', () => session.cancel())
    try {
      await session.run(start.settings, backendKey(process, secret))
    } finally {
      sessions.delete(process)
      await session.close()
    }
  }

  async function served(socket: Socket) {
    const connection = new Connection(socket)
    try {
      await serve(connection)
      if (isClosing) throw new SqlError('57P01', 'The server is stopped.')
    } catch (error) {
      const known = sqlErrorOf(error)
      if (known.sqlstate === 'XX000') report('A SQL session failed', error)
      connection.send(errorResponse(known, 'FATAL'))
    } finally {
      await connection.end()
    }
  }

  const server = createServer(
    { noDelay: true, keepAlive: true, keepAliveInitialDelay: 60_000 },
    (socket) => {
      sockets.add(socket)
      socket.once('close', () => sockets.delete(socket))
      // Those who wait to be signed in count too, some more of them than there may be sessions.
      if (sockets.size > 2 * maxSessions + 10) {
        socket.destroy()
        return
      }
      const running = served(socket).finally(() => serving.delete(running))
      serving.add(running)
    },
  )
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, host, () => resolve())
  })
  return {
    port: (server.address() as AddressInfo).port,
    async close() {
      isClosing = true
      const closed = new Promise<void>((resolve) => server.close(() => resolve()))
      for (const { session } of sessions.values()) session.shutDown()
      const late = setTimeout(() => {
        for (const socket of sockets) socket.destroy()
      }, partingMs)
      await Promise.allSettled(serving)
      clearTimeout(late)
      for (const socket of sockets) socket.destroy()
      readers.close()
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
