/**
 * The catalogs of a real PostgreSQL, which answers what tools ask in whatever way they ask it. One
 * worker holds what one set of bearers may see, and nothing else: the others' views do not exist in
 * it. It starts when it is first asked.
 */
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { Worker } from 'node:worker_threads'
import type { SecurityContext } from '../../semantic/roles.ts'
import type { Planner } from '../planner.ts'
import { SqlError, type SqlErrorDetails } from '../sql_error.ts'
import type { Catalog, CatalogAnswer, CatalogAsker, CatalogDescription } from './catalog.ts'
import { schemaOf } from './schema.ts'
import type { WorkerData, WorkerRequest } from './worker.ts'

export interface CatalogOptions {
  readonly planner: Planner
  /** Where the data of a fresh PostgreSQL is kept. */
  readonly warehouse: string
  readonly timeoutMs?: number
}

/** Its format changes with the version of the package. */
const cachedData = 'pglite-0.5.tar'
/** Each takes some 240 MB. */
const mostWorkers = 2
/** What a session sets and the answers of PostgreSQL depend on. */
const passedOn = new Set([
  'application_name',
  'bytea_output',
  'datestyle',
  'extra_float_digits',
  'intervalstyle',
  'search_path',
])

type Answered = CatalogDescription & CatalogAnswer

export function postgresCatalog({
  planner,
  warehouse,
  timeoutMs = 10_000,
}: CatalogOptions): Catalog {
  const workers = new Map<string, CatalogWorker>()
  const schemas = new WeakMap<object, Promise<string[]>>()
  const folder = join(warehouse, 'catalog')

  async function workerOf(bearer: SecurityContext): Promise<CatalogWorker> {
    // The views of a bearer are the same object for as long as its build is served.
    const views = await planner.views(bearer)
    const schema = schemas.get(views) ?? schemaOf(planner, bearer)
    schemas.set(views, schema)
    schema.catch(() => schemas.delete(views))
    const statements = await schema
    const id = statements.join('\n')
    const known = workers.get(id)
    workers.delete(id)
    if (!known) mkdirSync(folder, { recursive: true })
    const worker =
      known ?? new CatalogWorker({ cached: join(folder, cachedData), statements }, timeoutMs)
    workers.set(id, worker)
    if (workers.size > mostWorkers) {
      const [oldest, other] = workers.entries().next().value!
      workers.delete(oldest)
      await other.close()
    }
    return worker
  }

  async function ask(
    text: string,
    oids: readonly number[],
    { bearer, user, settings }: CatalogAsker,
    values?: readonly (string | null)[],
  ): Promise<Answered> {
    const worker = await workerOf(bearer)
    return worker.ask({
      user,
      settings: [...settings].filter(([name]) => passedOn.has(name)),
      text,
      oids,
      ...(values && { values }),
    })
  }

  return {
    describe: (text, oids, asker) => ask(text, oids, asker),
    query: (text, parameters, oids, asker) => ask(text, oids, asker, parameters),
    async close() {
      await Promise.all([...workers.values()].map((worker) => worker.close()))
      workers.clear()
    },
  }
}

interface Waiting {
  readonly resolve: (answer: Answered) => void
  readonly reject: (error: unknown) => void
}

interface Reply {
  readonly id: number
  readonly answer?: Answered
  readonly error?: SqlErrorDetails & { sqlstate: string; message: string }
}

/** A thread that is started when it is asked, and started anew where it hangs. */
class CatalogWorker {
  readonly #data: WorkerData
  readonly #timeoutMs: number
  readonly #waiting = new Map<number, Waiting>()
  #worker: Promise<Worker> | undefined
  #asked = 0

  constructor(data: WorkerData, timeoutMs: number) {
    this.#data = data
    this.#timeoutMs = timeoutMs
  }

  async ask(request: Omit<WorkerRequest, 'id'>): Promise<Answered> {
    this.#worker ??= this.#start()
    const worker = await this.#worker
    const id = this.#asked++
    const answer = new Promise<Answered>((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject })
    })
    const late = setTimeout(() => {
      const reason = `The catalogs did not answer within ${this.#timeoutMs} ms.`
      this.#stop(new SqlError('57014', reason))
    }, this.#timeoutMs)
    worker.postMessage({ ...request, id } satisfies WorkerRequest)
    try {
      return await answer
    } finally {
      clearTimeout(late)
    }
  }

  async close() {
    await this.#stop(new SqlError('57P01', 'The catalogs are closed.'))
  }

  #start(): Promise<Worker> {
    const worker = new Worker(new URL('./worker.ts', import.meta.url), { workerData: this.#data })
    worker.unref()
    return new Promise((resolve, reject) => {
      const failed = (cause: unknown) => {
        reject(cause)
        this.#stop(new SqlError('XX000', 'The catalogs failed.', { cause }))
      }
      worker.once('error', failed)
      worker.on('message', (reply: Reply | 'ready') => {
        if (reply === 'ready') resolve(worker)
        else this.#settle(reply)
      })
    })
  }

  #settle({ id, answer, error }: Reply) {
    const waiting = this.#waiting.get(id)
    this.#waiting.delete(id)
    if (error) waiting?.reject(new SqlError(error.sqlstate, error.message, error))
    else waiting?.resolve(answer!)
  }

  async #stop(error: SqlError) {
    const worker = this.#worker
    this.#worker = undefined
    for (const { reject } of this.#waiting.values()) reject(error)
    this.#waiting.clear()
    await (await worker?.catch(() => undefined))?.terminate()
  }
}
