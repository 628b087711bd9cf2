/** The SQL server over the small warehouse of test/semantic, with users, for real clients. */
import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { afterAll } from 'vitest'
import { postgresCatalog } from '../../src/gateway/catalog/postgres.ts'
import { type SqlServerOptions, startSqlServer } from '../../src/gateway/server.ts'
import type { SqlUser } from '../../src/gateway/wire/login.ts'
import { issueToken } from '../../src/semantic/tokens.ts'
import { projectRoot } from '../../src/settings.ts'
import { openPlanner, type Planned } from './planned.ts'

export const secret = 'a secret of thirty-two characters'
export const password = 'pâssword, ünd more'

const users = new Map<string, SqlUser>([
  ['admin', { bearer: { role: 'admin' }, password }],
  ['anna', { bearer: { role: 'rep', user: 'Ann Lee' }, password }],
])

export interface ServedSql extends Planned {
  readonly connection: { readonly host: string; readonly port: number; readonly database: string }
  /** What went wrong and was no mistake of a client. */
  readonly troubles: string[]
}

export const token = (role: string, expires = 60) => issueToken(secret, { role, expires })

export async function serveSql(options: Partial<SqlServerOptions> = {}): Promise<ServedSql> {
  const planned = await openPlanner()
  const { planner } = planned
  // The data of a fresh PostgreSQL is made once for all test files.
  const kept = join(projectRoot, 'test-results')
  const catalog = postgresCatalog({ planner, warehouse: kept, timeoutMs: 60_000 })
  const troubles: string[] = []
  const server = await startSqlServer({
    host: '127.0.0.1',
    port: 0,
    planner,
    catalog,
    secret,
    users,
    report: (message, cause) => troubles.push(`${message}: ${String(cause)}`),
    ...options,
  })
  afterAll(async () => {
    await server.close()
    await catalog.close()
  })
  const connection = { host: '127.0.0.1', port: server.port, database: 'revops' }
  return { ...planned, connection, troubles }
}

/** What psql prints; undefined where it is not installed. */
export function psql({ connection }: ServedSql, command: string): Promise<string | undefined> {
  const { host, port, database } = connection
  const args = ['-X', '-h', host, '-p', String(port), '-U', 'admin', '-d', database, '-c', command]
  return new Promise((resolve) => {
    execFile(
      'psql',
      args,
      { env: { ...process.env, PGPASSWORD: password } },
      (error, out, complaint) =>
        resolve((error as NodeJS.ErrnoException)?.code === 'ENOENT' ? undefined : out + complaint),
    )
  })
}
