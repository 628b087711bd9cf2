/** Embedded charts in a real browser: what a token opens, and what it keeps shut. */
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Browser, BrowserContext } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { TokenClaims } from '../../../src/semantic/tokens.ts'
import { projectRoot } from '../../../src/settings.ts'
import { startChromium } from './chromium.ts'
import { serveHostPage } from './host_page.ts'
import { drilled, settled, sum, tableOf } from './page_parts.ts'
import { openSite, type Site } from './site.ts'
import { watched } from './watched.ts'

const browser = await startChromium()
const screens = join(projectRoot, 'test-results/screens')
const mrr = { charts: ['revenue.mrr'] }
const year = 'from=2025-01-01&to=2025-12-31'

describe.skipIf(!browser)('an embedded chart', () => {
  let site: Site
  let context: BrowserContext
  beforeAll(async () => {
    mkdirSync(screens, { recursive: true })
    site = await openSite(browser as Browser)
    context = await (browser as Browser).newContext({ viewport: { width: 700, height: 500 } })
  })
  afterAll(async () => {
    await browser?.close()
    await site?.close()
  })

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
    await page.screenshot({ path: join(screens, 'embed-chart.png') })
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
    await page.screenshot({ path: join(screens, 'embed-dashboard.png'), fullPage: true })
    await page.close()
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

  test.each([
    ['no token', '', 401, 'Sign-in is missing'],
    ['a wrong token', '?token=eyJhbGciOiJub25lIn0.e30.', 401, 'This link is not valid'],
  ])('with %s is refused by the server, in words', async (_, query, status, words) => {
    const page = await context.newPage()
    const response = await page.goto(`${site.url}/embed/chart/revenue.mrr${query}`)
    expect(response?.status()).toBe(status)
    expect(await page.locator('h1').textContent()).toBe(words)
    await page.screenshot({ path: join(screens, `embed-${status}.png`) })
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
        await page.screenshot({ path: join(screens, 'embed-hosted.png'), fullPage: true })
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
})
