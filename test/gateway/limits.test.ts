/** What one session may take from the others: time, memory, turns; and what is left when it ends. */
import { setTimeout } from 'node:timers/promises'
import { Client } from 'pg'
import Cursor from 'pg-cursor'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { postgresCatalog } from '../../src/gateway/catalog/postgres.ts'
import { startSqlServer } from '../../src/gateway/server.ts'
import { Readers } from '../../src/gateway/session/readers.ts'
import { Turns } from '../../src/gateway/session/turns.ts'
import { Published } from '../../src/semantic/published.ts'
import {
  model,
  newFolder,
  publish,
  publishedWarehouse,
  writeBuild,
} from '../semantic/warehouses.ts'
import { type ServedSql, secret, serveSql, token } from './served.ts'

let served: ServedSql
beforeAll(async () => {
  served = await serveSql({ memoryLimit: '64MB', maxRunning: 2 })
}, 120_000)
afterAll(() => expect(served.troubles).toEqual([]))

async function connected(connection = served.connection): Promise<Client> {
  const client = new Client({ ...connection, user: 'token', password: await token('admin') })
  client.on('error', () => {})
  await client.connect()
  return client
}

const small = 'select count(*) n from pipeline'
const endless = `select a.x, b.y from range(1000000) a(x), range(1000000) b(y), (${small}) p
  where (a.x * b.y) % 101 = 7`

test('the time of a statement is that of all of its rows together', async () => {
  const client = await connected()
  await client.query("set statement_timeout to '0.4s'")
  const told = await client.query(endless).catch(({ code, message }) => `${code} ${message}`)
  expect(told).toMatch(/^57014 .*400 ms/)
  expect((await client.query(small)).rows).toEqual([{ n: '4' }])
  await client.end()
})

test('the time of a cursor is that of its rows, not that of its client', async () => {
  const client = await connected()
  await client.query("set statement_timeout to '1s'")
  const cursor = client.query(new Cursor(endless))
  expect(await cursor.read(10)).toHaveLength(10)
  await setTimeout(1_200)
  expect(await cursor.read(10)).toHaveLength(10)
  await cursor.close()
  await client.end()
})

test('a statement that wants more memory than it may have is refused, and others go on', async () => {
  const client = await connected()
  const greedy = `select max(r) from (select row_number() over (order by hash(x)) as r, n
    from range(30000000) t(x), (${small}) p)`
  const [refused, answered] = await Promise.allSettled([
    client.query(greedy),
    connected().then(async (other) => {
      const { rows } = await other.query(small)
      await other.end()
      return rows
    }),
  ])
  expect(refused).toMatchObject({ status: 'rejected', reason: { code: '53200' } })
  expect(answered).toMatchObject({ status: 'fulfilled', value: [{ n: '4' }] })
  expect((await client.query(small)).rows).toEqual([{ n: '4' }])
  await client.end()
})

test('a statement that fails behind many of its rows is no shorter answer', async () => {
  const client = await connected()
  const failing = `select (case when x = 350000 then 'a' else '1' end)::int as y, n
    from range(400000) t(x), (${small}) p`
  const told = await client.query(failing).catch(({ code }) => code)
  expect(told).toBe('22P02')
  expect((await client.query(small)).rows).toEqual([{ n: '4' }])
  await client.end()
})

test('clients that do not read what they asked for keep nobody waiting', async () => {
  const slow = await Promise.all([connected(), connected(), connected()])
  for (const client of slow) {
    // biome-ignore lint/suspicious/noExplicitAny: the socket below, which is not read any more
    ;(client as any).connection.stream.pause()
    client.query(`select a.x, p.n from range(5000000) a(x), (${small}) p`).catch(() => {})
  }
  await setTimeout(300)
  const client = await connected()
  expect((await client.query(small)).rows).toEqual([{ n: '4' }])
  await client.end()
  // biome-ignore lint/suspicious/noExplicitAny: as above
  for (const each of slow) (each as any).connection.stream.destroy()
})

test('what a client has left behind makes way for others', async () => {
  const gone = await Promise.all([connected(), connected()])
  for (const client of gone) client.query(`select count(*) from (${endless}) e`).catch(() => {})
  await setTimeout(300)
  // biome-ignore lint/suspicious/noExplicitAny: the socket below, cut as a network cuts it
  for (const client of gone) (client as any).connection.stream.destroy()
  const client = await connected()
  const started = performance.now()
  expect((await client.query(small)).rows).toEqual([{ n: '4' }])
  expect(performance.now() - started).toBeLessThan(20_000)
  await client.end()
})

test('turns are given in their order, and who waits may leave', async () => {
  const turns = new Turns(1)
  const { signal } = new AbortController()
  const leaving = new AbortController()
  const end = await turns.take(signal)
  const order: string[] = []
  const second = turns.take(leaving.signal).catch(({ sqlstate }) => order.push(sqlstate))
  const third = turns.take(signal).then((ended) => {
    order.push('third')
    ended()
  })
  leaving.abort()
  await second
  end()
  await third
  expect(order).toEqual(['57014', 'third'])
})

test('instances of DuckDB are used again, and those of an older build are closed', async () => {
  const warehouse = await publishedWarehouse('r1')
  const builds = new Published(warehouse, { model, linger: 0 })
  const readers = new Readers({ memoryLimit: '64MB', running: 2 })
  const old = await builds.current()
  const [one, two, three] = await Promise.all([1, 2, 3].map(() => readers.lease(old)))
  expect(readers.size).toBe(3)
  for (const reader of [one!, two!, three!]) readers.give(reader)
  expect(readers.size).toBe(2)
  const again = await readers.lease(old)
  expect([one, two]).toContain(again)
  await writeBuild(warehouse, 'r2')
  publish(warehouse, 'r2')
  const now = await builds.current()
  const fresh = await readers.lease(now)
  expect([fresh.build === now, readers.size]).toEqual([true, 2])
  readers.give(again)
  readers.give(fresh)
  readers.close()
  expect(readers.size).toBe(0)
  await builds.close()
  await setTimeout(50)
  expect([old.isOpen, now.isOpen]).toEqual([false, false])
})

describe('a server that is stopped', () => {
  test('tells its sessions, ends what runs, and leaves nothing', async () => {
    const { planner } = served
    const catalog = postgresCatalog({ planner, warehouse: newFolder() })
    const troubles: string[] = []
    const server = await startSqlServer({
      host: '127.0.0.1',
      port: 0,
      planner,
      catalog,
      secret,
      report: (message, cause) => troubles.push(`${message}: ${cause}`),
    })
    const connection = { ...served.connection, port: server.port }
    const [idle, busy] = await Promise.all([connected(connection), connected(connection)])
    const told = new Promise((resolve) => idle.once('error', resolve))
    const running = busy.query(`select count(*) from (${endless}) e`).catch(({ code }) => code)
    await setTimeout(300)
    const started = performance.now()
    await server.close()
    await catalog.close()
    expect(performance.now() - started).toBeLessThan(5_000)
    expect(await told).toMatchObject({ code: '57P01' })
    expect(await running).toBe('57014')
    await expect(connected(connection)).rejects.toThrow(/ECONNREFUSED/)
    expect(troubles).toEqual([])
  })
})

describe('catalogs that fail', () => {
  test('say so, and start anew for who asks next', async () => {
    const { planner } = served
    const catalog = postgresCatalog({ planner, warehouse: '/dev/null/nowhere' })
    const asker = { bearer: { role: 'admin' as const }, user: 'admin', settings: new Map() }
    const asked = () => catalog.describe('select 1', [], asker)
    await expect(asked()).rejects.toThrow(/The catalogs failed: .*ENOTDIR/)
    await expect(asked()).rejects.toThrow(/The catalogs failed: .*ENOTDIR/)
    await catalog.close()
    await expect(asked()).rejects.toMatchObject({ sqlstate: '57P01' })
  })
})
