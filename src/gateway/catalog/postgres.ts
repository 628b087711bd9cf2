/**
 * The catalogs of a real PostgreSQL, which answers what tools ask in whatever way they ask it. One
 * worker holds what one set of bearers may see, and nothing else: the others' views do not exist in
 * it. It starts when it is first asked.
 */
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import type { SecurityContext } from '../../semantic/roles.ts'
import type { Planner } from '../planner.ts'
import { SqlError } from '../sql_error.ts'
import type { Catalog, CatalogAsker } from './catalog.ts'
import { type Answered, CatalogThread } from './catalog_thread.ts'
import { schemaOf } from './schema.ts'

export interface CatalogOptions {
  readonly planner: Planner
  /** Where the data of a fresh PostgreSQL is kept. */
  readonly warehouse: string
  /** How long it may take to answer, once it has started. */
  readonly timeoutMs?: number
}

/** The data of a fresh PostgreSQL; another version of the package may write it in another way. */
function cachedData(): string {
  const main = createRequire(import.meta.url).resolve('@electric-sql/pglite')
  const { version } = JSON.parse(readFileSync(join(dirname(main), '../package.json'), 'utf8'))
  return `pglite-${version}.tar`
}

/** Each takes some 240 MB. */
const mostWorkers = 3
/** What a session sets and the answers of PostgreSQL depend on. */
const passedOn = new Set([
  'application_name',
  'bytea_output',
  'datestyle',
  'extra_float_digits',
  'intervalstyle',
  'search_path',
])

export function postgresCatalog({
  planner,
  warehouse,
  timeoutMs = 10_000,
}: CatalogOptions): Catalog {
  const workers = new Map<string, CatalogThread>()
  const schemas = new WeakMap<object, Promise<string[]>>()
  let isClosed = false
  const cached = join(warehouse, 'catalog', cachedData())

  async function workerOf(bearer: SecurityContext): Promise<CatalogThread> {
    // The views of a bearer are the same object for as long as its build is served.
    const views = await planner.views(bearer)
    const schema = schemas.get(views) ?? schemaOf(planner, bearer)
    schemas.set(views, schema)
    schema.catch(() => schemas.delete(views))
    const statements = await schema
    if (isClosed) throw new SqlError('57P01', 'The catalogs are closed.')
    const id = statements.join('\n')
    const known = workers.get(id)
    workers.delete(id)
    const worker = known ?? new CatalogThread({ cached, statements }, timeoutMs)
    workers.set(id, worker)
    if (workers.size > mostWorkers) {
      const [oldest, other] = workers.entries().next().value!
      workers.delete(oldest)
      other.retire()
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
    async warm(bearer) {
      await (await workerOf(bearer)).warm()
    },
    describe: (text, oids, asker) => ask(text, oids, asker),
    query: (text, parameters, oids, asker) => ask(text, oids, asker, parameters),
    async close() {
      isClosed = true
      await Promise.all([...workers.values()].map((worker) => worker.close()))
      workers.clear()
    },
  }
}
