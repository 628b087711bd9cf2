/** Tokens for embedded charts, as the command signs them. */
import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { Client } from 'pg'
import { describe, expect, test } from 'vitest'
import { issueToken, verifyToken } from '../../../src/semantic/tokens.ts'
import { projectRoot } from '../../../src/settings.ts'
import { secret, serveSql } from '../../gateway/served.ts'
import { serveWeb } from './served_web.ts'

const issue = (embed: object) =>
  issueToken(secret, { role: 'executive', expires: 60, embed: embed as never })

test('it says again what it shows and locks', async () => {
  const embed = { charts: ['revenue.mrr'], filters: { 'revenue.segment': ['SMB', 'Mid-Market'] } }
  const bearer = await verifyToken(secret, await issue({ ...embed, theme: 'dark', locale: 'ja' }))
  expect(bearer).toMatchObject({
    role: 'executive',
    embed: { ...embed, dashboards: [], theme: 'dark', locale: 'ja' },
  })
})

test.each([
  ['shows nothing', {}, 'must name a chart or a dashboard'],
  ['shows what has no name', { charts: ['../x'] }, 'must be the id of a chart'],
  ['locks to no value', { charts: ['a'], filters: { 'revenue.segment': [] } }, 'embed.filters'],
  ['locks what is in no view', { charts: ['a'], filters: { segment: ['SMB'] } }, 'embed.filters'],
  ['asks for a look that there is not', { charts: ['a'], theme: 'pink' }, 'embed.theme'],
  ['says what nobody knows', { charts: ['a'], filter: {} }, 'filter'],
])('one that %s is not issued', async (_, embed, words) => {
  await expect(issue(embed)).rejects.toThrow(words)
})

test('it is refused as a password of SQL', async () => {
  const { connection, troubles } = await serveSql()
  const password = await issue({ charts: ['revenue.mrr'] })
  const client = new Client({ ...connection, user: 'token', password })
  client.on('error', () => {})
  await expect(client.connect()).rejects.toMatchObject({
    code: '28P01',
    message: expect.stringContaining('for embedded pages, not for SQL'),
  })
  expect(troubles).toEqual([])
})

test('over a WebSocket it is held to what it shows and locks', async () => {
  const { url, token } = await serveWeb()
  const socket = new WebSocket(url.replace('http', 'ws'))
  const answers: Record<string, unknown>[] = []
  socket.onmessage = ({ data }) => answers.push(JSON.parse(String(data)))
  await new Promise((resolve) => {
    socket.onopen = resolve
  })
  const send = (message: object) => socket.send(JSON.stringify(message))
  const embed = { charts: ['deals.won'], filters: { 'pipeline.segment': ['SMB'] } }
  send({ authorization: await token({ embed }) })
  const answerTo = async (messageId: string, query: object) => {
    send({ messageId, method: 'load', params: { query } })
    const answer = () => answers.find((message) => message['messageId'] === messageId)
    await expect.poll(answer, { timeout: 10_000 }).toBeDefined()
    return answer()
  }
  await expect.poll(() => answers.length).toBe(1)
  expect(await answerTo('1', { measures: ['pipeline.deal_count'] })).toMatchObject({
    message: { data: [{ 'pipeline.deal_count': '3' }] },
  })
  expect(await answerTo('2', { measures: ['revenue.mrr'] })).toMatchObject({ status: 403 })
  socket.close()
})

describe('revops token', () => {
  const revops = (...args: string[]) =>
    promisify(execFile)(
      process.execPath,
      [join(projectRoot, 'src/cli/main.ts'), 'token', '--role', 'executive', '--json', ...args],
      { env: { ...process.env, REVOPS_SECRET: secret } },
    )

  test('issues one, with locks of several values', async () => {
    const { stdout } = await revops(
      ...['--embed', 'chart/revenue.mrr', '--embed', 'dashboard/pipeline', '--theme', 'light'],
      ...['--lock', 'revenue.segment=SMB', '--lock', 'revenue.segment=A=B', '--locale', 'fi'],
    )
    expect((await verifyToken(secret, JSON.parse(stdout).token)).embed).toEqual({
      charts: ['revenue.mrr'],
      dashboards: ['pipeline'],
      filters: { 'revenue.segment': ['SMB', 'A=B'] },
      theme: 'light',
      locale: 'fi',
    })
  })

  test.each([
    [['--embed', 'revenue.mrr'], 'neither chart/<id> nor dashboard/<id>'],
    [['--embed', 'chart/a', '--lock', 'SMB'], 'is not written as revenue.segment=SMB'],
    [['--lock', 'revenue.segment=SMB'], 'are for a token with --embed'],
    [['--embed', 'chart/a', '--theme', 'pink'], 'embed.theme'],
  ])('refuses %j as wrong usage', async (args, words) => {
    await expect(revops(...args)).rejects.toMatchObject({
      code: 2,
      stderr: expect.stringContaining(words),
    })
  })
})
