/** The dashboards and their embeds in a real browser, over the sample company: one server for all. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { projectRoot } from '../../../src/settings.ts'
import { startChromium } from './chromium.ts'
import { comparedTests } from './compared_figures.ts'
import { embedTests } from './embeds.ts'
import { exportTests } from './exports.ts'
import { figureTests } from './figures.ts'
import { keyboardTests } from './keyboard.ts'
import { listTests } from './lists.ts'
import { chart, settled } from './page_parts.ts'
import { pageTests } from './pages.ts'
import { keepScreen } from './screens.ts'
import { openSite, type Site } from './site.ts'

interface ToldView {
  readonly measures: readonly { readonly name: string; readonly shortTitle: string }[]
  readonly dimensions: readonly {
    readonly name: string
    readonly meta: { readonly values: Readonly<Record<string, string>> }
  }[]
}

const browser = await startChromium()
const year = 'from=2025-01-01&to=2025-12-31'

describe.skipIf(!browser)('in a browser', () => {
  let site: Site
  beforeAll(async () => {
    site = await openSite(browser as Browser)
  })
  afterAll(async () => {
    await browser?.close()
    await site?.close()
  })

  describe('a page', () => pageTests(() => site))
  describe('a figure', () => figureTests(() => site, year))
  describe('what a figure is held against', () => comparedTests(() => site, year))
  describe('without a mouse', () => keyboardTests(() => site, year))
  describe('a file', () => exportTests(() => site, year))
  describe('a list', () => listTests(() => site))
  describe('an embedded chart', () => embedTests(() => site, year))

  test('it speaks the browser’s language, and each that is chosen, in the model’s words', async () => {
    const { page, close } = await site.open(`/?page=leakage&${year}`, { locale: 'de-AT' })
    await settled(page)
    for (const locale of ['de', 'ro', 'ja', 'fi', 'en']) {
      if (locale !== 'de') await page.locator('select.language').selectOption(locale)
      await page.waitForSelector(`html[lang="${locale}"]`)
      const title = chart(page, 'leakage.rate').locator('h2')
      await expect
        .poll(() => title.textContent())
        .toBe(await titleOf('leakage.leakage_rate', locale))
      const type = page.locator('[data-list="leakage.findings"] [data-column="finding_type"]')
      expect(await namesOf('leakage.finding_type', locale)).toContain(
        await type.first().textContent(),
      )
      const words = readFileSync(join(projectRoot, `web/src/locales/${locale}.json`), 'utf8')
      const { pages: names } = JSON.parse(words) as { pages: { leakage: string } }
      expect(await page.locator('nav').first().innerText()).toContain(names.leakage)
      await keepScreen(page, `leakage-${locale}`)
    }
    await close()
  })

  async function viewsIn(locale: string) {
    const response = await fetch(`${site.url}/cubejs-api/v1/meta?locale=${locale}`, {
      headers: { authorization: await site.token() },
    })
    return ((await response.json()) as { cubes: ToldView[] }).cubes
  }

  const titleOf = async (measure: string, locale: string) =>
    (await viewsIn(locale)).flatMap((view) => view.measures).find(({ name }) => name === measure)!
      .shortTitle

  const namesOf = async (dimension: string, locale: string) =>
    Object.values(
      (await viewsIn(locale))
        .flatMap((view) => view.dimensions)
        .find(({ name }) => name === dimension)!.meta.values,
    )

  test('a publish while the page is open is offered, and taking it keeps the filters', async () => {
    const page = await site.visit(`/?page=leakage&${year}&f.segment=SMB`)
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
  })

  test('who is not signed in is told how to, and is shown no figure', async () => {
    const page = await (browser as Browser).newPage()
    await page.goto(site.url)
    await page.locator('h1').waitFor()
    await keepScreen(page, 'sign-in')
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
