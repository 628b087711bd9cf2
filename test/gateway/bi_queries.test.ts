/** What BI tools are known to send is answered over a real connection; what is not is listed, with why. */
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Client } from 'pg'
import Cursor from 'pg-cursor'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { postgresCatalog } from '../../src/gateway/catalog/postgres.ts'
import { createPlanner } from '../../src/gateway/planner.ts'
import { startSqlServer } from '../../src/gateway/server.ts'
import { openGateway } from '../../src/semantic/compile.ts'
import { projectRoot } from '../../src/settings.ts'
import { openSample } from '../kpis/sample_warehouse.ts'
import { asLines, data, introspection, type Refused } from './bi/refusals.ts'
import { asSent, renamed } from './bi/renaming.ts'
import { password, secret } from './served.ts'

interface Recorded {
  readonly test: string
  readonly kind: string
  readonly sql: string
}

const file = join(projectRoot, '../shared/data/bi_queries.json')
const recorded: Recorded[] = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : []
const numbered = recorded.map((query, index) => ({ ...query, id: `${index} ${query.test}` }))
const ofCatalogs = numbered.filter(({ kind }) => kind === 'execute_query')
const ofData = numbered.filter(({ kind }) => kind !== 'execute_query')

const stateOf = (refused: readonly Refused[]) =>
  Object.fromEntries(
    refused.flatMap(({ sqlstate, queries }) => queries.map((query) => [query, sqlstate] as const)),
  )

test('the documentation lists what is refused, and why', () => {
  const docs = readFileSync(join(projectRoot, 'docs/bi-tools.md'), 'utf8').split('\n')
  expect(docs).toEqual(expect.arrayContaining([...asLines(introspection), ...asLines(data)]))
})

describe.skipIf(recorded.length === 0)('../shared/data/bi_queries.json is there', () => {
  const closed: (() => Promise<unknown> | unknown)[] = []
  const troubles: string[] = []
  let client: Client

  beforeAll(async () => {
    const sample = await openSample()
    const { gateway, builds, close } = await openGateway({
      warehouse: sample.warehouse,
      build: sample.build,
      model: join(projectRoot, 'model'),
    })
    const planner = await createPlanner({ gateway, builds })
    const catalog = postgresCatalog({ planner, warehouse: sample.warehouse, timeoutMs: 120_000 })
    const server = await startSqlServer({
      host: '127.0.0.1',
      port: 0,
      planner,
      catalog,
      secret,
      users: new Map([['admin', { bearer: { role: 'admin' }, password }]]),
      report: (message, cause) => troubles.push(`${message}: ${String(cause)}`),
    })
    client = new Client({
      host: '127.0.0.1',
      port: server.port,
      database: 'revops',
      user: 'admin',
      password,
    })
    await client.connect()
    closed.push(
      () => client.end(),
      () => server.close(),
      () => catalog.close(),
      () => planner.close(),
      () => close(),
      () => sample.close(),
    )
  }, 300_000)
  afterAll(async () => {
    for (const close of closed) await close()
  })

  /** The SQLSTATE of those that are refused; of an answer a few rows are read, as a tool shows. */
  async function refusedOf(
    queries: readonly { readonly id: string; readonly text: string }[],
  ): Promise<Record<string, string>> {
    const refused: Record<string, string> = {}
    for (const { id, text } of queries) {
      const cursor = client.query(new Cursor(text))
      try {
        await cursor.read(20)
      } catch (error) {
        refused[id] = (error as { code: string }).code
      }
      await cursor.close().catch(() => undefined)
    }
    return refused
  }

  test('what tools ask of the catalogs is answered where PostgreSQL answers it', async () => {
    const asked = ofCatalogs.map((query) => ({ id: query.id, text: asSent(query) }))
    expect(await refusedOf(asked)).toEqual(stateOf(introspection))
    expect(troubles).toEqual([])
  }, 120_000)

  test('nine of ten data queries are answered over our views', async () => {
    const asked = ofData.map((query) => ({ id: query.id, text: renamed(asSent(query)) }))
    const refused = await refusedOf(asked)
    expect(refused).toEqual(stateOf(data))
    expect(Object.keys(refused).length / asked.length).toBeLessThanOrEqual(0.1)
    expect(troubles).toEqual([])
  }, 120_000)
})
