/** The dashboards in a real browser, over the sample company. */
import { mkdirSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import type { AxeResults } from 'axe-core'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { projectRoot } from '../../../src/settings.ts'
import { startChromium } from './chromium.ts'
import { chart, drilled, settled, sum, tableOf } from './page_parts.ts'
import { openSite, type Site } from './site.ts'

const browser = await startChromium()
const screens = join(projectRoot, 'test-results/screens')
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

const pages = ['overview', 'funnel', 'pipeline', 'revenue', 'retention', 'marketing', 'metrics']
const year = 'from=2025-01-01&to=2025-12-31'

describe.skipIf(!browser)('in a browser', () => {
  let site: Site
  beforeAll(async () => {
    mkdirSync(screens, { recursive: true })
    site = await openSite(browser as Browser)
  })
  afterAll(async () => {
    await browser?.close()
    await site?.close()
  })

  /** What axe finds that is serious; through the protocol, since the policy lets no script in. */
  async function seriousIn(page: Page, rules = ''): Promise<string[]> {
    const { violations } = (await page.evaluate(
      `axe.run(document, { resultTypes: ['violations'], ${rules} })`,
    )) as AxeResults
    return violations
      .filter(({ impact }) => impact === 'serious' || impact === 'critical')
      .map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(' ')).join(', ')}`)
  }

  test.each(pages)(
    '%s is full of data, for every eye, light and dark and on a phone',
    async (id) => {
      const { page, troubles, close } = await site.open(`/?page=${id}`, { colorScheme: 'light' })
      const screen = (look: string) =>
        page.screenshot({ path: join(screens, `${id}-${look}.png`), fullPage: true })
      await settled(page)
      const states = await page
        .locator('[data-chart]')
        .evaluateAll((found) => found.map((one) => one.getAttribute('data-state')))
      expect(states.filter((state) => state !== 'ready' && state !== 'empty')).toEqual([])
      if (id !== 'metrics') expect(states.filter((state) => state === 'ready')).not.toEqual([])
      await screen('light')
      await page.evaluate(axe)
      expect(await seriousIn(page)).toEqual([])

      await page.emulateMedia({ colorScheme: 'dark' })
      await page.waitForSelector('html[data-theme="dark"]')
      await screen('dark')
      expect(await seriousIn(page, "runOnly: ['color-contrast']")).toEqual([])

      await page.setViewportSize({ width: 390, height: 844 })
      await expect
        .poll(() => page.evaluate('document.documentElement.scrollWidth'))
        .toBeLessThanOrEqual(390)
      await page.screenshot({ path: join(screens, `${id}-phone.png`) })
      expect(troubles).toEqual([])
      await close()
    },
  )

  test('numbers on screen are those of REST', async () => {
    const { page, close } = await site.open(`/?page=revenue&grain=month&${year}`)
    await settled(page)
    const rows = await site.load({
      measures: ['revenue.mrr'],
      timeDimensions: [
        {
          dimension: 'revenue.date',
          granularity: 'month',
          dateRange: ['2025-01-01', '2025-12-31'],
        },
      ],
    })
    const expected = rows.map((row) => [
      row['revenue.date.month']!.slice(0, 10),
      Number(row['revenue.mrr']),
    ])
    expect(expected).toHaveLength(12)
    const shown = await tableOf(page, 'revenue.mrr')
    expect(shown).toEqual(Object.fromEntries(expected))
    const headline = chart(page, 'revenue.mrr').locator('.headline-value')
    expect(Number(await headline.getAttribute('data-value'))).toBe(expected.at(-1)![1])
    await close()
  })

  test('a filter in the address holds in every chart that it may, and is told where not', async () => {
    const { page, close } = await site.open(`/?page=revenue&${year}&f.segment=SMB`)
    await settled(page)
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
    await close()
  })

  test('a figure opens the rows behind it, which add up to it', async () => {
    const { page, close } = await site.open(`/?page=pipeline&${year}&grain=quarter`)
    await settled(page)
    const id = 'pipeline.won'
    const shown = await tableOf(page, id)
    const [, value] = Object.entries(shown)[0]!
    const values = await drilled(page, id)
    expect(values.length).toBeGreaterThan(3)
    expect(sum(values)).toBeCloseTo(value, 2)
    await page.keyboard.press('Escape')
    await expect.poll(() => page.locator('[role="dialog"]').count()).toBe(0)
    await close()
  })

  test('it speaks the browser’s language, and each that is chosen, in the model’s words', async () => {
    const { page, close } = await site.open(`/?page=revenue&${year}`, { locale: 'de-AT' })
    await settled(page)
    for (const locale of ['de', 'ro', 'ja', 'fi', 'en']) {
      if (locale !== 'de') await page.locator('select.language').selectOption(locale)
      await page.waitForSelector(`html[lang="${locale}"]`)
      const title = chart(page, 'revenue.customers').locator('h2')
      await expect.poll(() => title.textContent()).toBe(await titleOf('revenue.customers', locale))
      const words = readFileSync(join(projectRoot, `web/src/locales/${locale}.json`), 'utf8')
      const { pages: names } = JSON.parse(words) as { pages: { revenue: string } }
      expect(await page.locator('nav').first().innerText()).toContain(names.revenue)
      await page.screenshot({ path: join(screens, `revenue-${locale}.png`) })
    }
    await close()
  })

  async function titleOf(measure: string, locale: string) {
    const response = await fetch(`${site.url}/cubejs-api/v1/meta?locale=${locale}`, {
      headers: { authorization: await site.token() },
    })
    const { cubes } = (await response.json()) as {
      cubes: { measures: { name: string; shortTitle: string }[] }[]
    }
    return cubes.flatMap((view) => view.measures).find(({ name }) => name === measure)!.shortTitle
  }

  test('a publish while the page is open is offered, and taking it keeps the filters', async () => {
    const { page, close } = await site.open(`/?page=revenue&${year}&f.segment=SMB`)
    await settled(page)
    const build = site.publishAgain()
    // As whoever comes back to the tab; otherwise it looks twice a minute.
    await page.evaluate('document.dispatchEvent(new Event("visibilitychange"))')
    const banner = page.locator('[data-testid="banner-newer"]')
    await banner.waitFor()
    const fromNewer = page.waitForResponse(
      (response) =>
        response.url().endsWith('/load') && response.headers()['x-revops-build'] === build,
    )
    await page.locator('[data-action="take-newer"]').click()
    const asked = (await fromNewer).request().postData()
    expect(asked).toContain('"values":["SMB"]')
    await expect.poll(() => banner.count()).toBe(0)
    await settled(page)
    expect(page.url()).toContain('f.segment=SMB')
    expect(await page.locator('body').innerText()).toContain('SMB')
    await close()
  })

  test('a rep sees the own deals only', async () => {
    const [owner] = await site.load({
      dimensions: ['pipeline.owner'],
      measures: ['pipeline.won_amount'],
    })
    const user = owner!['pipeline.owner']!
    const claims = { role: 'rep', user }
    const { page, close } = await site.open(`/?page=pipeline&${year}&grain=year`, { claims })
    await settled(page)
    const won = await tableOf(page, 'pipeline.won')
    const [own] = await site.load({
      measures: ['pipeline.won_amount'],
      filters: [{ member: 'pipeline.owner', operator: 'equals', values: [user] }],
      timeDimensions: [{ dimension: 'pipeline.date', dateRange: ['2025-01-01', '2025-12-31'] }],
    })
    expect(Object.values(won)).toEqual([Number(own!['pipeline.won_amount'])])
    await page.screenshot({ path: join(screens, 'pipeline-rep.png'), fullPage: true })
    await close()
  })

  test('who is not signed in is told how to, and is shown no figure', async () => {
    const page = await (browser as Browser).newPage()
    await page.goto(site.url)
    await page.locator('h1').waitFor()
    await page.screenshot({ path: join(screens, 'sign-in.png') })
    expect(await page.locator('[data-chart]').count()).toBe(0)
    await page.close()
  })

  test('the overview is painted at once, moves nothing, and loads little', async () => {
    await (await site.open('/')).close()
    const { page, close } = await site.open('/')
    await settled(page)
    const { paint, shift, scripts } = (await page.evaluate(`new Promise((resolve) => {
      let paint = 0, shift = 0
      new PerformanceObserver((list) => { for (const one of list.getEntries()) paint = one.startTime })
        .observe({ type: 'largest-contentful-paint', buffered: true })
      new PerformanceObserver((list) => { for (const one of list.getEntries()) shift += one.value })
        .observe({ type: 'layout-shift', buffered: true })
      const scripts = performance.getEntriesByType('resource')
        .filter(({ name }) => name.endsWith('.js')).reduce((sum, one) => sum + one.encodedBodySize, 0)
      setTimeout(() => resolve({ paint, shift, scripts }), 300)
    })`)) as { paint: number; shift: number; scripts: number }
    process.stdout.write(
      `overview: LCP ${Math.round(paint)} ms, CLS ${shift.toFixed(3)}, JS ${Math.round(scripts / 1000)} kB\n`,
    )
    expect(paint).toBeGreaterThan(0)
    expect(paint).toBeLessThan(5_000)
    expect(shift).toBeLessThan(0.1)
    expect(scripts).toBeGreaterThan(50_000)
    expect(scripts).toBeLessThan(500_000)
    await close()
  })
})
