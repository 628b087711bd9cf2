import { cpSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Answer } from '../../src/semantic/gateway.ts'
import { type Server, startServer } from '../../src/semantic/server.ts'
import { issueToken, type TokenClaims } from '../../src/semantic/tokens.ts'
import { model, newFolder, publish, publishedWarehouse, tables, writeBuild } from './warehouses.ts'

let warehouse: string
let server: Server
const troubles: string[] = []
beforeAll(async () => {
  warehouse = await publishedWarehouse()
  server = await startServer({
    host: '127.0.0.1',
    port: 0,
    warehouse,
    model,
    report: (message, cause) => troubles.push(`${message}: ${cause}`),
  })
})
afterAll(() => server.close())

const token = (claims: Omit<TokenClaims, 'expires'>, expires = 60) =>
  issueToken(readFileSync(join(warehouse, 'secret'), 'utf8').trim(), { ...claims, expires })
const bearer = async (claims: Omit<TokenClaims, 'expires'> = { role: 'admin' }) => ({
  authorization: `Bearer ${await token(claims)}`,
})
const bodyOf = async (response: Response) => (await response.json()) as Answer['body']
const json = { 'content-type': 'application/json' }
const wonAmount = { measures: ['pipeline.won_amount'] }

async function load(query: object, headers?: Record<string, string>) {
  const response = await fetch(`${server.url}/cubejs-api/v1/load`, {
    method: 'POST',
    headers: { ...json, ...(headers ?? (await bearer())) },
    body: JSON.stringify({ query }),
  })
  return { status: response.status, headers: response.headers, body: await bodyOf(response) }
}

async function graphql(query: string, claims?: Omit<TokenClaims, 'expires'>) {
  const response = await fetch(`${server.url}/cubejs-api/graphql`, {
    method: 'POST',
    headers: { ...json, ...(await bearer(claims)) },
    body: JSON.stringify({ query }),
  })
  return { status: response.status, body: await bodyOf(response) }
}

test('it lives, it is ready, and its page holds no data', async () => {
  expect(await (await fetch(`${server.url}/healthz`)).json()).toEqual({ status: 'alive' })
  expect(await (await fetch(`${server.url}/readyz`)).json()).toMatchObject({
    status: 'ready',
    data_as_of: '2024-03-15T00:00:00.000Z',
  })
  const page = await fetch(`${server.url}/`)
  expect(page.status).toBe(200)
  expect(await page.text()).not.toMatch(/won_amount|pipeline/)
})

const endpoints = [
  ['GET', '/cubejs-api/v1/load?query={}'],
  ['POST', '/cubejs-api/v1/load'],
  ['GET', '/cubejs-api/v1/subscribe?query={}'],
  ['POST', '/cubejs-api/v1/subscribe'],
  ['GET', '/cubejs-api/v1/sql?query={}'],
  ['POST', '/cubejs-api/v1/sql'],
  ['GET', '/cubejs-api/v1/dry-run?query={}'],
  ['POST', '/cubejs-api/v1/dry-run'],
  ['GET', '/cubejs-api/v1/meta'],
  ['GET', '/cubejs-api/v1/meta?extended'],
  ['POST', '/cubejs-api/graphql'],
  ['GET', '/cubejs-api/graphql?query={cube{pipeline{won_amount}}}'],
  ['POST', '/cubejs-api/v1/cubesql'],
  ['POST', '/cubejs-api/v1/convert-query'],
  ['POST', '/cubejs-api/v1/graphql-to-json'],
  ['POST', '/cubejs-api/v1/pre-aggregations/can-use'],
  ['POST', '/cubejs-api/v1/pre-aggregations/jobs'],
  ['GET', '/cubejs-api/v1/run-scheduled-refresh'],
  ['DELETE', '/cubejs-api/v1/running-query/1'],
  ['POST', '/cubejs-api/v2/load'],
  ['POST', '/cubejs-api/V1/LOAD/'],
] as const

const admin = { role: 'admin', expires: 60 }
const foreign = await issueToken('another secret, of another warehouse', admin)
let old: string
beforeAll(async () => {
  old = await token({ role: 'admin' }, 1)
  await new Promise((resolve) => setTimeout(resolve, 1_100))
})

describe.each(endpoints)('%s %s', (method, path) => {
  test('refuses whoever has no token, a foreign one or an old one', async () => {
    for (const authorization of [undefined, '', 'Bearer', `Bearer ${foreign}`, `Bearer ${old}`]) {
      const response = await fetch(`${server.url}${path}`, {
        method,
        headers: { ...json, ...(authorization === undefined ? {} : { authorization }) },
        ...(method === 'POST' ? { body: JSON.stringify({ query: wonAmount }) } : {}),
      })
      expect(response.status).toBe(401)
      expect(Object.keys((await response.json()) as object)).toEqual(['error'])
    }
  })
})

test.each(['/livez', '/cubejs-system/v1/context', '/playground/context', '/playground/files'])(
  '%s of Cube is not there',
  async (path) => {
    const response = await fetch(`${server.url}${path}`, { headers: await bearer() })
    expect(response.status).toBe(404)
  },
)

test('what Cube would do beyond answering is not offered', async () => {
  for (const path of ['cubesql', 'convert-query', 'graphql-to-json', 'pre-aggregations/jobs']) {
    const response = await fetch(`${server.url}/cubejs-api/v1/${path}`, {
      method: 'POST',
      headers: await bearer(),
    })
    expect(response.status).toBe(404)
  }
})

test('the SQL of the model is shown to admins only', async () => {
  const extended = async (role: string) =>
    (await fetch(`${server.url}/cubejs-api/v1/meta?extended`, { headers: await bearer({ role }) }))
      .status
  expect(await extended('admin')).toBe(200)
  expect(await extended('analyst')).toBe(403)
})

test('a query is answered over REST and over GraphQL alike', async () => {
  expect((await load(wonAmount)).body.data).toEqual([{ 'pipeline.won_amount': '150.5' }])
  const { body } = await graphql('{ cube { pipeline { won_amount } } }')
  expect(body.data.cube).toEqual([{ pipeline: { won_amount: 150.5 } }])
})

test('what a measure does not allow is 400 with its sentence, on both roads, without a stack', async () => {
  const sentence =
    'revenue.mrr is not defined by day; it answers by month, quarter or year, or for the range as a whole.'
  const rest = await load({
    measures: ['revenue.mrr'],
    timeDimensions: [{ dimension: 'revenue.date', granularity: 'day' }],
  })
  expect(rest.status).toBe(400)
  expect(rest.body).toEqual({ type: 'UserError', error: sentence })
  const graph = await graphql('{ cube { revenue { mrr date { day } } } }')
  expect(graph.status).toBe(400)
  expect(graph.body.errors[0].message).toBe(sentence)
})

test('a rep gets the own rows, equal to those of admin with the owner filter', async () => {
  const query = { measures: ['pipeline.deal_count'], dimensions: ['pipeline.segment'] }
  const filters = [{ member: 'pipeline.owner', operator: 'equals', values: ['Ann Lee'] }]
  const own = await load(query, await bearer({ role: 'rep', user: 'Ann Lee' }))
  expect(own.body.data).toHaveLength(2)
  expect(own.body.data).toEqual((await load({ ...query, filters })).body.data)
})

test('answers are kept for those of the same context only', async () => {
  const query = { measures: ['pipeline.won_amount', 'pipeline.deal_count'] }
  const ann = await bearer({ role: 'rep', user: 'Ann Lee' })
  const first = await load(query, ann)
  const second = await load(query, ann)
  expect(first.headers.get('x-revops-cache')).toBeNull()
  expect(second.headers.get('x-revops-cache')).toBe('hit')
  expect(second.body).toEqual(first.body)
  const bob = await load(query, await bearer({ role: 'rep', user: 'Bob Ray' }))
  expect(bob.headers.get('x-revops-cache')).toBeNull()
  expect(bob.body.data).toEqual([{ 'pipeline.won_amount': '30.5', 'pipeline.deal_count': '1' }])
})

test('a refusal is not kept as an answer', async () => {
  const query = { measures: ['spending.cost'] }
  const ann = await bearer({ role: 'rep', user: 'Ann Lee' })
  for (let again = 0; again < 2; again++) expect((await load(query, ann)).status).toBe(403)
})

test('GraphQL shows a role only the views that it may read, whoever asked first', async () => {
  const names = async (claims: Omit<TokenClaims, 'expires'>) => {
    const { body } = await graphql('{ __type(name: "Result") { fields { name } } }', claims)
    return body.data.__type.fields.map(({ name }: { name: string }) => name)
  }
  expect(await names({ role: 'admin' })).toContain('spending')
  expect(await names({ role: 'rep', user: 'Ann Lee' })).toEqual(
    expect.not.arrayContaining(['spending']),
  )
  expect(await names({ role: 'admin' })).toContain('spending')
})

test('a body that is no JSON, or too long, is refused in a sentence', async () => {
  const send = async (body: string) =>
    fetch(`${server.url}/cubejs-api/v1/load`, {
      method: 'POST',
      headers: { ...json, ...(await bearer()) },
      body,
    })
  const broken = await send('{ "query": ')
  expect([broken.status, await broken.json()]).toEqual([400, { error: 'The body is not JSON.' }])
  const long = await send(JSON.stringify({ query: 'x'.repeat(2 ** 20) }))
  expect([long.status, await long.json()]).toEqual([
    413,
    { error: 'The query is larger than 1 MB.' },
  ])
})

test.each([
  [{ measures: 'pipeline.won_amount' }, 'measures must be a list of names'],
  [{ dimensions: [{ expression: [] }] }, 'dimensions.0 must be a name such as revenue.mrr'],
  [{ timeDimensions: [{}] }, 'timeDimensions.0.dimension must be a name such as revenue.mrr'],
  [[{ filters: {} }], 'filters must be a list'],
  ['pipeline', 'it must be an object'],
])('a query of the wrong shape, %j, is refused in a sentence', async (query, found) => {
  for (const path of ['load', 'sql', 'dry-run']) {
    const answer = await fetch(`${server.url}/cubejs-api/v1/${path}`, {
      method: 'POST',
      headers: { ...json, ...(await bearer()) },
      body: JSON.stringify({ query }),
    })
    expect([answer.status, await answer.json()]).toEqual([
      400,
      { error: `The query is not well formed: ${found}.` },
    ])
  }
})

test('no other site is allowed to read, and headers say so', async () => {
  const { headers } = await load(wonAmount, { ...(await bearer()), origin: 'https://evil.test' })
  expect(headers.get('access-control-allow-origin')).toBeNull()
  expect(headers.get('x-content-type-options')).toBe('nosniff')
  expect(headers.get('x-powered-by')).toBeNull()
})

test('the sign-in link works once and sets a cookie that scripts cannot read', async () => {
  const signed = await fetch(server.signInLink, { redirect: 'manual' })
  expect(signed.status).toBe(303)
  const cookie = signed.headers.get('set-cookie') ?? ''
  expect(cookie).toMatch(/; HttpOnly; SameSite=Strict$/)
  expect((await fetch(server.signInLink, { redirect: 'manual' })).status).toBe(403)
  expect((await fetch(`${server.url}/signin?code=guess`, { redirect: 'manual' })).status).toBe(403)

  const session = { cookie: cookie.split(';')[0]! }
  const meta = await fetch(`${server.url}/cubejs-api/v1/meta`, { headers: session })
  expect(meta.status).toBe(200)
  expect((await load(wonAmount, { ...session, origin: server.url })).status).toBe(200)
  expect((await load(wonAmount, { ...session, origin: 'https://evil.test' })).status).toBe(403)
  expect((await load(wonAmount, session)).status).toBe(403)
})

describe('WebSocket', () => {
  function connect() {
    const socket = new WebSocket(server.url.replace('http', 'ws'))
    const messages: { status?: number; handshake?: boolean; message?: { data?: unknown } }[] = []
    socket.onmessage = ({ data }) => messages.push(JSON.parse(String(data)))
    return {
      messages,
      opened: new Promise((resolve) => {
        socket.onopen = resolve
      }),
      send: (message: object) => socket.send(JSON.stringify(message)),
      until: (found: (message: (typeof messages)[number]) => boolean) =>
        expect.poll(() => messages.some(found), { timeout: 10_000 }).toBe(true),
      close: () => socket.close(),
    }
  }
  const ask = (messageId: string, method = 'load') => ({
    messageId,
    method,
    params: { query: wonAmount },
  })

  test('is refused without a token, and with one that is foreign', async () => {
    const socket = connect()
    await socket.opened
    socket.send(ask('1'))
    await socket.until(({ status }) => status === 403)
    socket.send({ authorization: 'foreign' })
    socket.send(ask('2'))
    await expect.poll(() => socket.messages.length).toBe(3)
    expect(socket.messages.map(({ status }) => status)).toEqual([403, 403, 403])
    socket.close()
  })

  test('answers a rep with the own rows, until the token expires', async () => {
    const socket = connect()
    await socket.opened
    const authorization = await token({ role: 'rep', user: 'Bob Ray' }, 2)
    socket.send({ authorization })
    await socket.until(({ handshake }) => handshake === true)
    socket.send(ask('1'))
    await socket.until(({ message }) => message?.data !== undefined)
    expect(socket.messages.at(1)?.message?.data).toEqual([{ 'pipeline.won_amount': '30.5' }])
    await new Promise((resolve) => setTimeout(resolve, 2_100))
    socket.send(ask('2'))
    await socket.until(({ status }) => status === 403)
    socket.close()
  })

  test('tells a subscriber of the answer of a new build', async () => {
    const socket = connect()
    await socket.opened
    socket.send({ authorization: await token({ role: 'admin' }) })
    await socket.until(({ handshake }) => handshake === true)
    socket.send(ask('1', 'subscribe'))
    await socket.until(({ message }) => message?.data !== undefined)
    await writeBuild(warehouse, 'b2', tables(2))
    publish(warehouse, 'b2')
    const doubled = JSON.stringify([{ 'pipeline.won_amount': '301' }])
    await socket.until(({ message }) => JSON.stringify(message?.data) === doubled)
    publish(warehouse, 'b1')
    socket.close()
  })
})

test('a swap while it is asked: no request fails, and none is answered from the old build after', async () => {
  await writeBuild(warehouse, 's1', tables(1))
  await writeBuild(warehouse, 's3', tables(3))
  const headers = await bearer()
  const amount: Record<string, string> = { s1: '150.5', s3: '451.5' }
  publish(warehouse, 's1')
  for (const build of ['s3', 's1', 's3']) {
    let published = false
    const asker = async (id: number) => {
      for (let round = 0; round < 40; round++) {
        const since = published
        // Half of the queries are known, half are new.
        const query = { ...wonAmount, limit: id % 2 === 0 ? 10 : 10 + round }
        const answer = await load(query, headers)
        expect(answer.status).toBe(200)
        const { 'x-revops-build': from = '' } = Object.fromEntries(answer.headers)
        if (since) expect(from).toBe(build)
        expect(answer.body.data).toEqual([{ 'pipeline.won_amount': amount[from] }])
      }
    }
    const asked = Promise.all(Array.from({ length: 8 }, (_, id) => asker(id)))
    await new Promise((resolve) => setTimeout(resolve, 100))
    publish(warehouse, build)
    published = true
    await asked
  }
  publish(warehouse, 'b1')
})

test('a model that changed is served with the build that was checked with it', async () => {
  const folder = newFolder()
  cpSync(model, folder, { recursive: true })
  const data = await publishedWarehouse()
  const other = await startServer({ host: '127.0.0.1', port: 0, warehouse: data, model: folder })
  try {
    const description = async () => {
      const secret = readFileSync(join(data, 'secret'), 'utf8').trim()
      const response = await fetch(`${other.url}/cubejs-api/v1/meta`, {
        headers: { authorization: await issueToken(secret, { role: 'admin', expires: 60 }) },
      })
      const { cubes } = await bodyOf(response)
      return cubes.find(({ name }: { name: string }) => name === 'spending').description
    }
    const path = join(folder, 'views/costs.yml')
    writeFileSync(path, readFileSync(path, 'utf8').replace('it has no owner', 'nobody owns it'))
    expect(await description()).toBe('Cost by day; it has no owner.')
    await writeBuild(data, 'with_other_model', tables(), 'other')
    publish(data, 'with_other_model')
    expect(await description()).toBe('Cost by day; nobody owns it.')
  } finally {
    await other.close()
  }
})

test('a published build that is damaged is reported once, and the last good one stays served', async () => {
  await load(wonAmount)
  troubles.length = 0
  publish(warehouse, 'lost')
  for (let again = 0; again < 3; again++) {
    const { status, body } = await load(wonAmount)
    expect([status, body.data]).toEqual([200, [{ 'pipeline.won_amount': '150.5' }]])
  }
  expect(troubles).toEqual([expect.stringMatching(/build b1 stays served.*There is no build lost/)])
  publish(warehouse, 'b1')
})

test('mistakes of those who ask are no trouble of the server', async () => {
  troubles.length = 0
  await load({ measures: ['pipeline.nope'] })
  await load({ measures: ['spending.cost'] }, await bearer({ role: 'rep', user: 'Ann Lee' }))
  expect(troubles).toEqual([])
})

test('without a build it lives, is not ready, and says what to do', async () => {
  const empty = await startServer({ host: '127.0.0.1', port: 0, warehouse: newFolder(), model })
  try {
    expect((await fetch(`${empty.url}/healthz`)).status).toBe(200)
    const ready = await fetch(`${empty.url}/readyz`)
    expect(ready.status).toBe(503)
    expect(await ready.json()).toEqual({
      status: 'not ready',
      error: expect.stringContaining('run `revops build` first'),
    })
  } finally {
    await empty.close()
  }
})

test('a port that is taken, and an open address without a secret, are one sentence each', async () => {
  await expect(
    startServer({ host: '127.0.0.1', port: server.port, warehouse, model }),
  ).rejects.toThrow(`Port ${server.port} on 127.0.0.1 is taken`)
  await expect(startServer({ host: '0.0.0.0', port: 0, warehouse, model })).rejects.toThrow(
    'REVOPS_SECRET is required to listen on 0.0.0.0',
  )
})
