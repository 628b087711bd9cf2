/** The files of the dashboards over HTTP: their headers, and what is no file. */
import { request } from 'node:http'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { beforeAll, describe, expect, test } from 'vitest'
import { readBundle } from '../../../src/web_server/bundle.ts'
import { newFolder } from '../../semantic/warehouses.ts'
import { type ServedWeb, script, serveWeb, shell } from './served_web.ts'

let web: ServedWeb
beforeAll(async () => {
  web = await serveWeb()
})

/** Asks without fetch, which tidies paths and has a cache of its own in mind. */
const plain = (path: string, headers: Record<string, string> = {}) =>
  new Promise<[status: number, body: string]>((resolve, reject) => {
    request(web.url, { path, headers }, async (response) =>
      resolve([response.statusCode!, await text(response)]),
    )
      .on('error', reject)
      .end()
  })

test('the page is asked for anew each time, and not sent again unchanged', async () => {
  const page = await web.get('/?page=revenue')
  expect(await page.text()).toBe(shell)
  expect(page.headers.get('content-type')).toBe('text/html; charset=utf-8')
  expect(page.headers.get('cache-control')).toBe('no-cache')
  const headers = { 'if-none-match': page.headers.get('etag')! }
  expect(await plain('/', headers)).toEqual([304, ''])
  expect(await plain('/', { 'if-none-match': '"of another build"' })).toEqual([200, shell])
})

test('what carries a hash in its name is kept for a year', async () => {
  const asset = await web.get('/assets/app-1a2b.js')
  expect(asset.headers.get('cache-control')).toBe('public, max-age=31536000, immutable')
  expect(asset.headers.get('content-type')).toMatch(/javascript; charset=utf-8$/)
  expect((await web.get('/theme.js')).headers.get('cache-control')).toBe('no-cache')
})

test('it is compressed for whoever can read it', async () => {
  const lengthFor = async (encoding: string) => {
    const asset = await web.get('/assets/app-1a2b.js', { headers: { 'accept-encoding': encoding } })
    expect(await asset.text()).toBe(script)
    expect(asset.headers.get('vary')).toContain('Accept-Encoding')
    return Number(asset.headers.get('content-length'))
  }
  expect(await lengthFor('identity')).toBe(script.length)
  expect(await lengthFor('gzip, br')).toBeLessThan(200)
})

test('HEAD gets the headers only; to write is refused', async () => {
  const head = await web.get('/', { method: 'HEAD', headers: { 'accept-encoding': 'identity' } })
  expect([head.status, head.headers.get('content-length'), await head.text()]).toEqual([
    200,
    String(shell.length),
    '',
  ])
  for (const path of ['/', '/assets/app-1a2b.js', '/embed.js', '/embed/chart/revenue.mrr']) {
    const posted = await web.get(path, { method: 'POST' })
    expect([posted.status, posted.headers.get('allow')]).toEqual([405, 'GET, HEAD'])
  }
})

test('the page runs its own scripts only, asks its own server only, and is in nobody’s frame', async () => {
  const { headers } = await web.get('/')
  const policy = headers.get('content-security-policy')!.split('; ')
  expect(policy).toEqual(
    expect.arrayContaining([
      "default-src 'none'",
      "script-src 'self'",
      "connect-src 'self'",
      "frame-ancestors 'none'",
    ]),
  )
  expect(headers.get('x-frame-options')).toBe('DENY')
  expect(headers.get('referrer-policy')).toBe('no-referrer')
  expect(headers.get('x-content-type-options')).toBe('nosniff')
})

test('an answer that is no page may do nothing and is in nobody’s frame', async () => {
  const { headers } = await web.get('/readyz')
  expect(headers.get('content-security-policy')).toBe("default-src 'none'; frame-ancestors 'none'")
})

test.each([
  '/index.html',
  '/charts.json',
  '/assets/',
  '/assets/none.js',
  '/revenue',
  '/embed',
  '/embed/chart',
  '/../package.json',
  '/assets/../../secret',
  '/%2e%2e/secret',
  '/assets/..%2f..%2fsecret',
])('%s is not there', async (path) => {
  const [status] = await plain(path)
  expect(status).toBe(404)
})

test('readiness tells the currency that amounts are in', async () => {
  const { headers } = await web.get('/readyz')
  expect(headers.get('content-type')).toContain('json')
  expect(await (await web.get('/readyz')).json()).toMatchObject({
    status: 'ready',
    reporting_currency: 'EUR',
  })
})

describe('dashboards that were not built', () => {
  test('are none', () => {
    expect(readBundle(join(newFolder(), 'dist'))).toBeUndefined()
  })

  test('have a page that says how to build them', async () => {
    const { get, token } = await serveWeb({}, newFolder())
    const page = await get('/')
    expect(page.status).toBe(200)
    expect(await page.text()).toContain('npm run prepare')
    const own = await token({ embed: { charts: ['revenue.mrr'] } })
    const embed = await get(`/embed/chart/revenue.mrr?token=${own}`)
    expect(embed.status).toBe(503)
    expect(await embed.text()).toContain('npm run prepare')
  })
})
