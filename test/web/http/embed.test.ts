/** Embedded charts and dashboards over HTTP: who is answered, and who is refused. */
import { readFileSync } from 'node:fs'
import { beforeAll, describe, expect, test } from 'vitest'
import type { TokenClaims } from '../../../src/semantic/tokens.ts'
import { issueToken } from '../../../src/semantic/tokens.ts'
import { type ServedWeb, serveWeb } from './served_web.ts'

let web: ServedWeb
beforeAll(async () => {
  web = await serveWeb({ embedAncestors: ['https://portal.example', "'self'"] })
})

const mrr = { charts: ['revenue.mrr'] }
const everything = { dashboards: ['overview'] }

/** A token that held for a second, a while ago. */
let old: string
beforeAll(async () => {
  old = await web.token({ embed: mrr, expires: 0.1 })
  await new Promise((resolve) => setTimeout(resolve, 1_100))
})

describe('the page', () => {
  const open = (path: string, token?: string, language?: string) =>
    web.get(`${path}${token === undefined ? '' : `?token=${token}`}`, {
      headers: language === undefined ? {} : { 'accept-language': language },
    })

  test('of what the token shows is sent, to be framed by the sites of the settings', async () => {
    const page = await open('/embed/chart/revenue.mrr', await web.token({ embed: mrr }))
    expect(page.status).toBe(200)
    expect(await page.text()).toContain('embedded shell')
    expect(page.headers.get('content-security-policy')).toContain(
      "frame-ancestors https://portal.example 'self'",
    )
    expect(page.headers.get('x-frame-options')).toBeNull()
    expect(page.headers.get('cache-control')).toBe('no-store')
    const dashboard = await web.token({ embed: everything })
    expect((await open('/embed/dashboard/overview', dashboard)).status).toBe(200)
  })

  test('holds what it shows and how, and no token', async () => {
    const embed = {
      ...mrr,
      theme: 'dark',
      locale: 'de',
      filters: { 'revenue.segment': ['</script>'] },
    } satisfies TokenClaims['embed']
    const token = await web.token({ embed })
    const text = await (await open('/embed/chart/revenue.mrr', token)).text()
    const [, json = ''] =
      /<script type="application\/json" id="embed">(.*?)<\/script>/.exec(text) ?? []
    expect(JSON.parse(json)).toEqual({
      kind: 'chart',
      id: 'revenue.mrr',
      theme: 'dark',
      locale: 'de',
      locked: ['revenue.segment'],
      expires: expect.any(Number),
    })
    expect(text).not.toContain(token)
  })

  test('is refused without a token, with a foreign one, one that was changed or an old one', async () => {
    const good = await web.token({ embed: mrr })
    const foreign = await issueToken('another secret, of another warehouse', {
      role: 'executive',
      expires: 60,
      embed: mrr,
    })
    const tokens = [undefined, '', 'nonsense', foreign, `${good}x`, old]
    for (const token of tokens) {
      const page = await open('/embed/chart/revenue.mrr', token)
      expect(page.status).toBe(401)
      expect(page.headers.get('content-type')).toBe('text/html; charset=utf-8')
      expect(await page.text()).not.toContain('shell')
    }
  })

  test('is refused with a token for something else', async () => {
    const chart = await web.token({ embed: mrr })
    expect((await open('/embed/chart/deals.won', chart)).status).toBe(403)
    expect((await open('/embed/dashboard/overview', chart)).status).toBe(403)
    // A token for asking is not one for showing: it would let the page ask everything.
    expect(
      (await open('/embed/chart/revenue.mrr', await web.token({ role: 'admin' }))).status,
    ).toBe(403)
  })

  test('that nobody made is not there, whatever the token says', async () => {
    const token = await web.token({ embed: { charts: ['nope', 'constructor'] } })
    expect((await open('/embed/chart/nope', token)).status).toBe(404)
    expect((await open('/embed/chart/constructor', token)).status).toBe(404)
    expect((await open('/embed/table/nope', token)).status).toBe(404)
  })

  test('says in the reader’s language why it is not shown', async () => {
    const textOf = async (language: string, token?: string, locale = '') => {
      const page = await open(`/embed/chart/revenue.mrr`, token, language)
      expect(page.headers.get('content-language')).toBe(locale || language.slice(0, 2))
      return page.text()
    }
    expect(await textOf('en-GB')).toContain('Sign-in is missing')
    expect(await textOf('de-CH,en;q=0.5')).toContain('Anmeldung fehlt')
    expect(await textOf('ro')).toContain('Lipsește autentificarea')
    expect(await textOf('ja')).toContain('認証情報がありません')
    expect(await textOf('fi', old)).toContain('Linkki on vanhentunut')
    expect(await textOf('pl', old, 'en')).toContain('This link has expired')
    const chosen = await web.get('/embed/chart/x?locale=de', {
      headers: { 'accept-language': 'fi' },
    })
    expect(await chosen.text()).toContain('lang="de"')
  })
})

describe('a query of an embedded page', () => {
  async function load(query: object, claims: Partial<TokenClaims>, path = 'load') {
    const response = await web.get(`/cubejs-api/v1/${path}`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${await web.token(claims)}`,
        'content-type': 'application/json',
      },
      body: JSON.stringify({ query, queryType: 'multi' }),
    })
    const body = (await response.json()) as Body
    const { error, results } = body
    return { status: response.status, error, results, data: results?.[0]?.data }
  }
  interface Body {
    readonly error?: string
    readonly results?: { readonly data: Record<string, string>[] }[]
  }
  const won = { measures: ['pipeline.won_amount'] }
  const bySegment = { ...won, dimensions: ['pipeline.segment'] }
  const smb = { ...everything, filters: { 'pipeline.segment': ['SMB'] } }

  test('is answered as of anybody with that role, where nothing is locked', async () => {
    const { data } = await load(won, { embed: everything })
    expect(data).toEqual([{ 'pipeline.won_amount': '150.5' }])
  })

  test('is held to the rows of a rep or a manager', async () => {
    const rep = await load(won, { role: 'rep', user: 'Bob Ray', embed: everything })
    expect(rep.data).toEqual([{ 'pipeline.won_amount': '30.5' }])
    const manager = await load(won, { role: 'manager', team: 'South', embed: everything })
    expect(manager.data).toEqual([{ 'pipeline.won_amount': '20' }])
  })

  test('is filtered by what is locked, and so are the values to choose from', async () => {
    const counted = { measures: ['pipeline.deal_count'], dimensions: ['pipeline.segment'] }
    expect((await load(counted, { embed: smb })).data).toEqual([
      { 'pipeline.segment': 'SMB', 'pipeline.deal_count': '3' },
    ])
    expect((await load({ dimensions: ['pipeline.segment'] }, { embed: smb })).data).toEqual([
      { 'pipeline.segment': 'SMB' },
    ])
    const enterprise = { ...smb, filters: { 'pipeline.segment': ['Enterprise'] } }
    expect((await load(counted, { embed: enterprise })).data).toEqual([
      { 'pipeline.segment': 'Enterprise', 'pipeline.deal_count': '1' },
    ])
  })

  test('does not get around the lock by filters of its own', async () => {
    const all = ['SMB', 'Enterprise']
    const filters = [
      [{ member: 'pipeline.segment', operator: 'equals', values: ['Enterprise'] }],
      [{ member: 'pipeline.segment', operator: 'notEquals', values: ['SMB'] }],
    ]
    for (const filter of filters)
      expect((await load({ ...bySegment, filters: filter }, { embed: smb })).data).toEqual([])
    const either = [
      {
        or: all.map((value) => ({
          member: 'pipeline.segment',
          operator: 'equals',
          values: [value],
        })),
      },
    ]
    const free = { measures: ['pipeline.deal_count'], filters: either }
    expect((await load(free, { embed: smb })).data).toEqual([{ 'pipeline.deal_count': '3' }])
  })

  test('does not get around it in a list of queries, or by dates that are compared', async () => {
    const date = 'pipeline.date'
    const counted = { measures: ['pipeline.deal_count'] }
    const byYear = {
      ...counted,
      timeDimensions: [{ dimension: date, granularity: 'year' }],
    }
    const listed = await load([byYear, byYear], { embed: smb })
    expect(listed.results?.map(({ data }) => data[0]!['pipeline.deal_count'])).toEqual(['3', '3'])
    const compared = {
      ...counted,
      timeDimensions: [
        {
          dimension: date,
          compareDateRange: [
            ['2024-01-01', '2024-01-31'],
            ['2024-02-01', '2024-02-29'],
          ],
        },
      ],
    }
    const { results } = await load(compared, { embed: smb })
    expect(results?.map(({ data }) => data[0]!['pipeline.deal_count'])).toEqual(['1', '2'])
  })

  test('leaves free what the token does not lock', async () => {
    const byOwner = { measures: ['pipeline.deal_count'], dimensions: ['pipeline.owner'] }
    const ann = { member: 'pipeline.owner', operator: 'equals', values: ['Ann Lee'] }
    expect((await load({ ...byOwner, filters: [ann] }, { embed: smb })).data).toEqual([
      { 'pipeline.owner': 'Ann Lee', 'pipeline.deal_count': '1' },
    ])
  })

  test('of a view that the token does not show, or has no lock for, is refused', async () => {
    const balance = {
      measures: ['revenue.mrr'],
      timeDimensions: [{ dimension: 'revenue.date', granularity: 'month' }],
    }
    expect(await load(won, { embed: mrr })).toMatchObject({
      status: 403,
      error: expect.stringContaining('shows nothing of the view pipeline'),
    })
    expect(await load(balance, { embed: smb })).toMatchObject({
      status: 403,
      error: expect.stringContaining('none of the view revenue'),
    })
    const elsewhere = {
      measures: ['revenue.mrr'],
      filters: [{ member: 'pipeline.segment', operator: 'set' }],
    }
    expect((await load(elsewhere, { embed: mrr })).status).toBe(400)
    expect((await load(balance, { embed: mrr })).status).toBe(200)
  })

  test('is refused where the KPI cannot be filtered by what is locked', async () => {
    const locked = { ...everything, filters: { 'pipeline.owner_email': ['ann@acme.test'] } }
    const { status, error } = await load(
      { measures: ['pipeline.segment_amount'] },
      { embed: locked },
    )
    expect(status).toBe(400)
    expect(error).toContain('segment_amount cannot be sliced or filtered by owner_email')
  })

  test('is never answered with what another token was answered', async () => {
    const counted = { measures: ['pipeline.deal_count'] }
    const valueFor = async (claims: Partial<TokenClaims>) => (await load(counted, claims)).data
    expect(await valueFor({})).toEqual([{ 'pipeline.deal_count': '4' }])
    expect(await valueFor({ embed: smb })).toEqual([{ 'pipeline.deal_count': '3' }])
    expect(await valueFor({})).toEqual([{ 'pipeline.deal_count': '4' }])
    expect((await load(counted, { embed: mrr })).status).toBe(403)
  })

  test('goes to two endpoints: the metadata names only what is shown', async () => {
    expect((await load(won, { embed: everything }, 'sql')).status).toBe(403)
    expect((await load(won, { embed: everything }, 'dry-run')).status).toBe(403)
    const authorization = `Bearer ${await web.token({ role: 'admin', embed: mrr })}`
    const meta = async (path: string) => web.get(path, { headers: { authorization } })
    const { cubes } = (await (await meta('/cubejs-api/v1/meta')).json()) as {
      cubes: { name: string }[]
    }
    expect(cubes.map(({ name }) => name)).toEqual(['revenue'])
    expect((await meta('/cubejs-api/v1/meta?extended')).status).toBe(403)
    expect((await meta('/cubejs-api/graphql?query={__typename}')).status).toBe(403)
  })

  test('is not asked by a cookie', async () => {
    const response = await web.get('/cubejs-api/v1/meta', {
      headers: { cookie: `revops_session=${await web.token({ embed: everything })}` },
    })
    expect(response.status).toBe(401)
  })
})

test('the script for pages around may be loaded by them, and sends to its own server only', async () => {
  const loaded = await web.get('/embed.js')
  expect(loaded.headers.get('cross-origin-resource-policy')).toBe('cross-origin')
  expect(loaded.headers.get('content-type')).toMatch(/javascript; charset=utf-8$/)
  const text = await loaded.text()
  expect(text).toBe(readFileSync('src/web_server/embed.js', 'utf8'))
  expect(text).not.toContain("'*'")
})
