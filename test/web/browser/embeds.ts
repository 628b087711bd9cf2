/** Tests of embedded charts: what a token opens, and what it keeps shut. */
import type { BrowserContext } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { TokenClaims } from '../../../src/semantic/tokens.ts'
import { serveHostPage } from './host_page.ts'
import { drilled, settled, sum, tableOf } from './page_parts.ts'
import { keepScreen } from './screens.ts'
import type { Site } from './site.ts'
import { watched } from './watched.ts'

const mrr = { charts: ['revenue.mrr'] }

export function embedTests(of: () => Site, year: string) {
  let site: Site
  let context: BrowserContext
  beforeAll(async () => {
    site = of()
    context = await site.browser.newContext({ viewport: { width: 700, height: 500 } })
  })
  afterAll(() => context.close())

  const claims = (embed: NonNullable<TokenClaims['embed']>, more: Partial<TokenClaims> = {}) => ({
    role: 'executive',
    embed,
    ...more,
  })

  async function open(path: string, of: Partial<TokenClaims>) {
    const page = await context.newPage()
    const troubles = watched(page, site.url)
    const response = await page.goto(`${site.url}${path}?token=${await site.token(of)}&${year}`)
    return { page, status: response?.status(), troubles }
  }

  test('shows what its token locks, in the look and language that it says', async () => {
    const of = claims({
      ...mrr,
      filters: { 'revenue.segment': ['SMB'] },
      theme: 'dark',
      locale: 'de',
    })
    const { page, status, troubles } = await open('/embed/chart/revenue.mrr', of)
    expect(status).toBe(200)
    await settled(page)
    await keepScreen(page, 'embed-chart')
    const rows = await site.load({
      measures: ['revenue.mrr'],
      filters: [{ member: 'revenue.segment', operator: 'equals', values: ['SMB'] }],
      timeDimensions: [
        {
          dimension: 'revenue.date',
          granularity: 'month',
          dateRange: ['2025-01-01', '2025-12-31'],
        },
      ],
    })
    expect(Object.values(await tableOf(page, 'revenue.mrr'))).toEqual(
      rows.map((row) => Number(row['revenue.mrr'])),
    )
    expect(await page.locator('html').getAttribute('data-theme')).toBe('dark')
    expect(await page.locator('html').getAttribute('lang')).toBe('de')
    expect(await page.locator('[data-chart]').count()).toBe(1)
    expect(troubles).toEqual([])
    await page.close()
  })

  test('of a dashboard shows each of its charts', async () => {
    const { page } = await open('/embed/dashboard/revenue', claims({ dashboards: ['revenue'] }))
    await settled(page)
    const states = await page
      .locator('[data-chart]')
      .evaluateAll((found) => found.map((one) => one.getAttribute('data-state')))
    expect(states.length).toBeGreaterThan(5)
    expect(states.filter((state) => state === 'error' || state === 'loading')).toEqual([])
    await keepScreen(page, 'embed-dashboard')
    await page.close()
  })

  test('of the overview has its key figures, also where a filter is locked', async () => {
    const dashboards = ['overview']
    const { page } = await open('/embed/dashboard/overview', claims({ dashboards }))
    await settled(page)
    const tile = page.locator('[data-kpi="revenue.customers"]')
    expect(await page.locator('.tile[data-kpi]').count()).toBe(12)
    const all = Number(await tile.getAttribute('data-value'))
    await page.close()

    const locks = { 'revenue.segment': ['SMB'] }
    const { page: locked } = await open(
      '/embed/dashboard/overview',
      claims({ dashboards, filters: locks }),
    )
    await settled(locked)
    const own = locked.locator('[data-kpi="revenue.customers"]')
    const [row] = await site.load({
      measures: ['revenue.customers'],
      filters: [{ member: 'revenue.segment', operator: 'equals', values: ['SMB'] }],
      timeDimensions: [{ dimension: 'revenue.date', dateRange: ['2025-11-01', '2025-11-30'] }],
    })
    expect(await own.getAttribute('data-value')).toBe(row!['revenue.customers'])
    expect(Number(row!['revenue.customers'])).toBeLessThan(all)
    // What the lock does not know is not shown.
    expect(await locked.locator('[data-kpi^="pipeline."]').count()).toBe(0)
    await locked.close()
  })

  test('opens to a rep the own rows, in the drill-down too', async () => {
    const [first] = await site.load({
      dimensions: ['pipeline.owner'],
      measures: ['pipeline.won_amount'],
    })
    const user = first!['pipeline.owner']!
    const id = 'pipeline.won'
    const of = claims({ charts: [id] }, { role: 'rep', user })
    const { page } = await open(`/embed/chart/${id}`, of)
    await settled(page)
    const shown = await tableOf(page, id)
    const values = await drilled(page, id)
    const total = sum(values)
    expect(total).toBeCloseTo(Object.values(shown)[0]!, 2)
    const month = Object.keys(shown)[0]!.slice(0, 7)
    const [all] = await site.load({
      measures: ['pipeline.won_amount'],
      timeDimensions: [{ dimension: 'pipeline.date', dateRange: [`${month}-01`, `${month}-31`] }],
    })
    expect(total).toBeLessThan(Number(all!['pipeline.won_amount']))
    await page.close()
  })

  test('of a dashboard has its lists, of the own rows, which lead nowhere else', async () => {
    const [first] = await site.load({
      dimensions: ['leakage.owner'],
      measures: ['leakage.findings'],
      filters: [{ member: 'leakage.findings', operator: 'gt', values: ['0'] }],
    })
    const rep = { role: 'rep', user: first!['leakage.owner']! }
    const { page, troubles } = await open(
      '/embed/dashboard/leakage',
      claims({ dashboards: ['leakage'] }, rep),
    )
    await settled(page)
    const list = page.locator('[data-list="leakage.findings"]')
    const dateRange = ['2025-01-01', '2025-12-31']
    const timeDimensions = [{ dimension: 'leakage.date', dateRange }]
    const query = { measures: ['leakage.findings'], timeDimensions }
    const [own] = await site.load(query, rep)
    const [all] = await site.load(query)
    const count = await list.locator('.list-count').getAttribute('data-count')
    expect(count).toBe(own!['leakage.findings'])
    expect(Number(count)).toBeLessThan(Number(all!['leakage.findings']))
    expect(await list.locator('tbody tr[data-row]').count()).toBe(Number(count))
    expect(await list.locator('tbody a').count()).toBe(0)
    expect(troubles).toEqual([])
    await page.close()
  })

  test.each([
    ['no token', '', 401, 'Sign-in is missing'],
    ['a wrong token', '?token=eyJhbGciOiJub25lIn0.e30.', 401, 'This link is not valid'],
  ])('with %s is refused by the server, in words', async (_, query, status, words) => {
    const page = await context.newPage()
    const response = await page.goto(`${site.url}/embed/chart/revenue.mrr${query}`)
    expect(response?.status()).toBe(status)
    expect(await page.locator('h1').textContent()).toBe(words)
    await keepScreen(page, `embed-${status}`)
    await page.close()
  })

  describe('in a page of another site', () => {
    const hostPage = (target: string) => `<!doctype html><title>Portal</title>
      <h1>Portal</h1><div id="place"></div>
      <script src="${target}/embed.js"></script>
      <script>
        window.heard = []
        const hear = (message) => window.heard.push(message)
        window.chart = revops.embed({
          target: '#place', chart: 'revenue.mrr', title: 'MRR',
          token: () => fetch('/token').then((answer) => answer.text()),
          on: { ready: hear, refused: hear, error: hear, point: hear },
        })
      </script>`

    test('fits its height, and goes on with a new token when the first expires', async () => {
      let issued = 0
      const host = await serveHostPage(hostPage(site.url), () =>
        site.token(claims(mrr, { expires: ++issued === 1 ? 3 : 3600 })),
      )
      const page = await context.newPage()
      try {
        await page.goto(`http://127.0.0.1:${host.port}/`)
        await page.waitForFunction('window.heard.some(({ type }) => type === "ready")')
        const frame = page.frames()[1]!
        await settled(frame)
        const height = await page.locator('iframe').evaluate((one) => one.clientHeight)
        const inside = await frame.evaluate('document.documentElement.scrollHeight')
        expect(Math.abs(height - (inside as number))).toBeLessThanOrEqual(2)
        expect(height).not.toBe(320)
        await keepScreen(page, 'embed-hosted')
        await expect.poll(() => issued, { timeout: 5_000 }).toBe(2)
        const left = 3_100
        await page.waitForTimeout(left)
        await page.evaluate('chart.setTheme("dark")')
        await frame.waitForSelector('html[data-theme="dark"]')
        await frame.locator('[data-action="table"]').click()
        await frame.locator('tbody .cell-button').first().click()
        await frame.locator('[role="dialog"] tbody tr').first().waitFor()
        expect(await page.evaluate('window.heard.filter(({ type }) => type !== "ready")')).toEqual(
          [],
        )
      } finally {
        await page.close()
        host.close()
      }
    })

    test('that the settings do not name is not shown', async () => {
      const host = await serveHostPage(hostPage(site.url), () => site.token(claims(mrr)))
      const page = await context.newPage()
      try {
        const refused = page.waitForEvent('console', (message) =>
          message.text().includes('frame-ancestors'),
        )
        await page.goto(`http://localhost:${host.port}/`)
        await refused
        expect(await page.evaluate('window.heard')).toEqual([])
      } finally {
        await page.close()
        host.close()
      }
    })
  })
}
