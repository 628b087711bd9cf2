/**
 * A PostgreSQL in WASM, in a thread of its own: it holds the tables of one set of views and answers
 * what tools ask of the catalogs. Each request runs in a transaction that reads only and is rolled
 * back, as a role without rights of its own.
 */
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { parentPort, threadId, workerData } from 'node:worker_threads'
import { PGlite } from '@electric-sql/pglite'
import { SqlError } from '../sql_error.ts'
import { description, exchanged, execution, simpleQuery } from './exchange.ts'

export interface WorkerData {
  /** A folder of data as initdb leaves it, kept since that takes seconds. */
  readonly cached: string
  readonly statements: readonly string[]
}

export interface WorkerRequest {
  readonly user: string
  readonly settings: readonly (readonly [name: string, value: string])[]
  readonly text: string
  readonly oids: readonly number[]
  /** To run it; undefined to describe it. */
  readonly values?: readonly (string | null)[]
}

const quoted = (name: string) => `"${name.replaceAll('"', '""')}"`
const literal = (text: string) => `'${text.replaceAll("'", "''")}'`

const { cached, statements } = workerData as WorkerData
const small = ['-c', 'shared_buffers=1MB', '-c', 'wal_buffers=64kB']
const startParams = [...PGlite.defaultStartParams, ...small]

if (!existsSync(cached)) await initialise()
const postgres = await PGlite.create({
  loadDataDir: new Blob([readFileSync(cached)]),
  database: 'revops',
  startParams,
})
const raw = async (bytes: Buffer) => Buffer.from(await postgres.execProtocolRaw(bytes))
exchanged(await raw(simpleQuery(statements.join(';\n'))))
const roles = new Set<string>()

// Questions come one at a time.
parentPort!.on('message', async (request: WorkerRequest) => {
  try {
    parentPort!.postMessage({ answer: await answer(request) })
  } catch (error) {
    parentPort!.postMessage({ error: told(error) })
  }
})
parentPort!.postMessage('ready')

/** Two that start at the same time make it twice, and the last one's stays. */
async function initialise() {
  mkdirSync(dirname(cached), { recursive: true })
  const first = await PGlite.create()
  await first.exec('create database revops')
  const data = await first.dumpDataDir('none')
  await first.close()
  const own = `${cached}.${process.pid}.${threadId}.tmp`
  writeFileSync(own, Buffer.from(await data.arrayBuffer()))
  renameSync(own, cached)
}

async function answer({ user, settings, text, oids, values }: WorkerRequest) {
  if (!roles.has(user)) {
    await postgres.exec(
      `do $$ begin create role ${quoted(user)} login; exception when duplicate_object then null; end $$`,
    )
    roles.add(user)
  }
  const before = [
    'begin read only',
    `set local role ${quoted(user)}`,
    ...settings.map(([name, value]) => `set local ${name} to ${literal(value)}`),
  ]
  try {
    exchanged(await raw(simpleQuery(before.join('; '))))
    return exchanged(await raw(values ? execution(text, oids, values) : description(text, oids)))
  } finally {
    await raw(simpleQuery('rollback'))
  }
}

function told(error: unknown) {
  if (!(error instanceof SqlError)) return { sqlstate: 'XX000', message: String(error) }
  const { sqlstate, message, hint, detail, position } = error
  return { sqlstate, message, hint, detail, position }
}
