/**
 * Whatever comes in: the server neither falls over nor tells more than it should, and the next
 * client is served. REVOPS_MALFORMED=5000 sends more of it.
 */
import { randomInt } from 'node:crypto'
import { connect, type Socket } from 'node:net'
import fc from 'fast-check'
import { Client } from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { int32, zeroEnded } from '../../src/gateway/wire/bytes.ts'
import { message } from '../../src/gateway/wire/messages.ts'
import { password, type ServedSql, serveSql, token } from './served.ts'

const times = Number(process.env['REVOPS_MALFORMED'] ?? 500)

let served: ServedSql
beforeAll(async () => {
  served = await serveSql({ maxSessions: 20 })
}, 120_000)
afterAll(() => expect(served.troubles).toEqual([]))

/** Sends bytes, and gives what comes back until the server is silent or has hung up. */
function sent(...parts: readonly Buffer[]): Promise<Buffer> {
  return new Promise((resolve) => {
    const socket: Socket = connect(served.connection.port, served.connection.host)
    const answers: Buffer[] = []
    const done = () => {
      socket.destroy()
      resolve(Buffer.concat(answers))
    }
    socket.on('data', (bytes) => answers.push(bytes))
    socket.on('close', done).on('error', done)
    socket.write(Buffer.concat(parts))
    // A server that waits for the rest of a message is done with it once the client has ended.
    socket.end()
  })
}

const start = (user: string) => {
  const body = Buffer.concat([
    int32(0x0003_0000),
    ...['user', user, 'database', 'revops'].map(zeroEnded),
    Buffer.of(0),
  ])
  return Buffer.concat([int32(body.length + 4), body])
}

async function isServing() {
  const client = new Client({ ...served.connection, user: 'token', password: await token('admin') })
  await client.connect()
  const { rows } = await client.query('select count(*) n from pipeline')
  await client.end()
  return rows[0].n === '4'
}

test('random bytes before and after the start', { timeout: 600_000 }, async () => {
  const bytes = fc.uint8Array({ maxLength: 200 }).map((array) => Buffer.from(array))
  const letters = fc.constantFrom(...'QPBDECSHpXfdFc\0~')
  const framed = fc.tuple(letters, bytes).map(([type, body]) => message(type, body))
  const lying = fc
    .tuple(letters, fc.integer(), bytes)
    .map(([type, size, body]) =>
      Buffer.concat([Buffer.from(type, 'latin1'), int32(size | 0), body]),
    )
  const signedIn = await token('admin', 3_600)
  const login = Buffer.concat([start('token'), message('p', zeroEnded(signedIn))])
  await fc.assert(
    fc.asyncProperty(
      fc.boolean(),
      fc.array(fc.oneof(bytes, framed, lying), { minLength: 1, maxLength: 5 }),
      async (isIn, parts) => {
        const answer = await sent(...(isIn ? [login] : []), ...parts)
        expect(answer.toString('latin1')).not.toMatch(/\/(?:src|node_modules)\/|fct_deals|at async/)
      },
    ),
    { numRuns: times },
  )
  expect(await isServing()).toBe(true)
})

describe('limits', () => {
  test('nobody sends much before saying who it is', async () => {
    const answer = await sent(int32(50_000_000), Buffer.alloc(1_000))
    expect(answer.toString()).toMatch(/is not taken/)
  })

  test('a message has a largest size', async () => {
    const login = Buffer.concat([start('token'), message('p', zeroEnded(await token('admin')))])
    const answer = await sent(login, Buffer.from('Q'), int32(2 ** 31 - 1))
    expect(answer.toString()).toMatch(/is not taken/)
  })

  test('there are so many sessions and no more', async () => {
    const connected: Client[] = []
    const signedIn = await token('admin')
    const another = async () => {
      const client = new Client({ ...served.connection, user: 'token', password: signedIn })
      await client.connect()
      connected.push(client)
    }
    for (let session = 0; session < 20; session++) await another()
    await expect(another()).rejects.toMatchObject({ code: '53300' })
    await Promise.all(connected.map((client) => client.end()))
    expect(await isServing()).toBe(true)
  })

  test('a client that leaves in the middle of its rows leaves nothing behind', async () => {
    for (let round = 0; round < 3; round++) {
      const client = new Client({
        ...served.connection,
        user: 'token',
        password: await token('admin'),
      })
      client.on('error', () => {})
      await client.connect()
      client
        .query('select a.x, p.n from range(3000000) a(x), (select count(*) n from pipeline) p')
        .catch(() => {})
      await new Promise((resolve) => setTimeout(resolve, 100))
      // biome-ignore lint/suspicious/noExplicitAny: the socket below, cut as a network cuts it
      ;(client as any).connection.stream.destroy()
    }
    expect(await isServing()).toBe(true)
  })
})

describe('injection', () => {
  test.each([
    `select segment from pipeline where segment = '' or 1=1; drop table fct_deals`,
    `select count(*) from pipeline where segment = $tag$ ' ) or (select count(*) from fct_deals) > 0 -- $tag$`,
    `select "segment"" from fct_deals --" from pipeline`,
    `select segment from pipeline union select name from duckdb_settings()`,
    `select (select value from duckdb_settings() where name = 'secret_directory') from pipeline`,
    `select getenv('REVOPS_SECRET') from pipeline`,
    `select count(*) from pipeline, read_csv('/etc/passwd')`,
    `select count(*) from pipeline where exists (from glob('/*'))`,
    `select query('select 1') from pipeline`,
    `select count(*) from pipeline, query_table('fct_deals')`,
    `copy (select * from pipeline) to '/tmp/out.csv'`,
    `attach '/tmp/x.db'`,
    `pragma database_list`,
    `install httpfs`,
    `set enable_external_access = true; select count(*) from pipeline, read_text('/etc/passwd')`,
    `explain analyze select * from fct_deals`,
    `explain select count(*) from fct_deals`,
    `select count(*) from main.fct_deals`,
    `select * from pipeline, fct_deals`,
    `select owner from pipeline where owner = 'x' or U&"segm\\0065nt" = (select max(owner) from fct_deals)`,
  ])('%s reads nothing that a rep may not', async (sql) => {
    const client = new Client({ ...served.connection, user: 'anna', password })
    await client.connect()
    const answer = await client.query(sql).catch((error) => error)
    const text = JSON.stringify([answer.rows, answer.message, answer.detail, answer.hint, answer])
    expect(text).not.toMatch(/Bob Ray|Cyd Fox|root:|secret_directory"?:/)
    await client.end()
    expect(await isServing()).toBe(true)
  })
})

test('a guess at the number of another session cancels nothing', async () => {
  const client = new Client({ ...served.connection, user: 'token', password: await token('admin') })
  await client.connect()
  const { processID } = client as unknown as { processID: number }
  const slow = client.query(
    'select count(*) n from range(20000) a(x), range(3000) b(y), (select count(*) n from pipeline) p',
  )
  await sent(
    Buffer.concat([int32(16), int32(80_877_102), int32(processID), int32(randomInt(2 ** 31))]),
  )
  expect((await slow).rows).toEqual([{ n: '60000000' }])
  await client.end()
})
