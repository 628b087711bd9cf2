/** Tests of every page: that it is full of right figures, for every eye, in dark and on a phone too. */
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { AxeResults } from 'axe-core'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { settled } from './page_parts.ts'
import { keepScreen } from './screens.ts'
import type { Site } from './site.ts'

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

/** By page, where it says a figure, and what that is. */
const figures: Readonly<Record<string, readonly [place: string, measure: string]>> = {
  overview: ['[data-kpi="revenue.customers"]', 'revenue.customers'],
  funnel: ['[data-chart="funnel.leads"] .headline-value', 'funnel.leads'],
  pipeline: ['[data-chart="pipeline.won"] .headline-value', 'pipeline.won_amount'],
  revenue: ['[data-chart="revenue.mrr"] .headline-value', 'revenue.mrr'],
  retention: ['[data-chart="retention.logo_churn"] .headline-value', 'revenue.logo_churn_rate'],
  marketing: ['[data-chart="marketing.roi"] .headline-value', 'attribution.roi'],
  forecast: ['[data-chart="forecast.forecast_bias"] .headline-value', 'forecast.forecast_bias'],
  leakage: ['[data-chart="leakage.amount"] .headline-value', 'leakage.leaked_amount'],
  data_quality: ['[data-list="data_quality.failing"] .list-count', 'data_quality.failed_checks'],
  accounts: ['[data-kpi="accounts.customer_count"]', 'accounts.customer_count'],
  playbooks: ['[data-kpi="playbook.suggestions"]', 'playbook.suggestions'],
}

/** The overview tells of the last month that is over, the others of the one that runs. */
const monthOf = (page: string) =>
  page === 'overview' ? ['2025-11-01', '2025-11-30'] : ['2025-12-01', '2025-12-31']
/** Without a chart: a list or a table instead. */
const withoutCharts = new Set(['accounts', 'playbooks', 'metrics'])

export function pageTests(site: () => Site) {
  let opened: Awaited<ReturnType<Site['open']>>
  beforeAll(async () => {
    opened = await site().open('/', { colorScheme: 'light' })
    await settled(opened.page)
    await opened.page.evaluate(axe)
  })
  afterAll(() => opened?.close())

  /** What axe finds that is serious; through the protocol, since the policy lets no script in. */
  async function seriousIn(page: Page, rules = ''): Promise<string[]> {
    // Drawings are pictures with a text of their own; there is nothing in them to be found.
    const { violations } = (await page.evaluate(
      `axe.run({ exclude: ['.drawing'] }, { resultTypes: ['violations'], ${rules} })`,
    )) as AxeResults
    return violations
      .filter(({ impact }) => impact === 'serious' || impact === 'critical')
      .map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(' ')).join(', ')}`)
  }

  async function figureOf(measure: string, page: string) {
    const isOfNow = withoutCharts.has(page) || page === 'data_quality'
    const [row] = await site().load({
      measures: [measure],
      ...(isOfNow
        ? {}
        : {
            timeDimensions: [
              { dimension: `${measure.split('.')[0]}.date`, dateRange: monthOf(page) },
            ],
          }),
    })
    return Number(row?.[measure])
  }

  test.each([...Object.keys(figures), 'metrics'])(
    '%s is full of right figures, for every eye and on a phone',
    async (id) => {
      const { page, troubles } = opened
      if (id !== 'overview') {
        await page.locator(`nav a[href*="page=${id}"]`).click()
        await page.waitForFunction(`location.search.includes('page=${id}')`)
      }
      await settled(page)
      const states = await page
        .locator('[data-chart]')
        .evaluateAll((found) => found.map((one) => one.getAttribute('data-state')))
      expect(states.filter((state) => state !== 'ready' && state !== 'empty')).toEqual([])
      if (withoutCharts.has(id)) await page.locator('main tbody tr').first().waitFor()
      else expect(states.filter((state) => state === 'ready')).not.toEqual([])
      const [place, measure] = figures[id] ?? []
      if (place !== undefined && measure !== undefined) {
        const shown = page.locator(place).first()
        const said =
          (await shown.getAttribute('data-value')) ?? (await shown.getAttribute('data-count'))
        expect(said).not.toBeNull()
        expect(Number(said)).toBe(await figureOf(measure, id))
      }
      await keepScreen(page, `${id}-light`)
      expect(await seriousIn(page)).toEqual([])

      // In dark, colours alone are others.
      await page.emulateMedia({ colorScheme: 'dark' })
      await page.waitForSelector('html[data-theme="dark"]')
      await keepScreen(page, `${id}-dark`)
      expect(await seriousIn(page, "runOnly: ['color-contrast']")).toEqual([])

      await page.setViewportSize({ width: 390, height: 844 })
      await expect
        .poll(() => page.evaluate('document.documentElement.scrollWidth'))
        .toBeLessThanOrEqual(390)
      await keepScreen(page, `${id}-phone`)
      expect(troubles).toEqual([])
      await page.emulateMedia({ colorScheme: 'light' })
      await page.setViewportSize({ width: 1280, height: 900 })
    },
  )
}
