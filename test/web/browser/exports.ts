/** Tests of what is taken along from a page: files and paper. */
import { readFileSync } from 'node:fs'
import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { chart, settled, tableOf } from './page_parts.ts'
import type { Site } from './site.ts'

async function downloaded(page: Page, click: () => Promise<void>) {
  const [download] = await Promise.all([page.waitForEvent('download'), click()])
  return { name: download.suggestedFilename(), content: readFileSync(await download.path()) }
}

export function exportTests(site: () => Site, year: string) {
  test('a chart is kept as the figures of its table, and as a picture with its legend', async () => {
    const page = await site().visit(`/?page=revenue&${year}`)
    await settled(page)
    const own = chart(page, 'revenue.invoiced')
    const act = (action: string) => () => own.locator(`[data-action="${action}"]`).click()

    const csv = await downloaded(page, act('csv'))
    expect(csv.name).toBe('revenue.invoiced.csv')
    const [head, ...lines] = csv.content.toString('utf8').replace('\ufeff', '').split('\r\n')
    expect(head).toBe('period,Invoiced amount,Collected amount')
    const figures = lines.map((line) => line.split(','))
    expect(Object.fromEntries(figures.map(([period, value]) => [period, Number(value)]))).toEqual(
      await tableOf(page, 'revenue.invoiced'),
    )
    expect(figures).toHaveLength(12)

    const png = await downloaded(page, act('png'))
    expect(png.content.subarray(1, 4).toString()).toBe('PNG')
    // Twice 960 × 480, and a line for the legend.
    expect([png.content.readUInt32BE(16), png.content.readUInt32BE(20)]).toEqual([1920, 1000])
    expect(png.content.length).toBeGreaterThan(20_000)
  })

  test('a dark page is printed light, with every chart inside its card', async () => {
    const { page, close } = await site().open(`/?page=revenue&${year}&theme=dark`)
    await settled(page)
    await page.evaluate(`window.printed = []
      addEventListener('beforeprint', () => {
        const { ink } = Object.fromEntries([['ink', getComputedStyle(document.body).color]])
        printed.push(document.documentElement.dataset.theme, ink)
      })`)
    const pdf = await page.pdf({ preferCSSPageSize: true, printBackground: true })
    expect(pdf.subarray(0, 4).toString()).toBe('%PDF')
    const sheets = pdf.toString('latin1').match(/\/Type \/Page\b/g)
    // Two rows of charts on each.
    expect(sheets).toHaveLength(3)
    expect(await page.evaluate('printed')).toEqual(['light', 'rgb(28, 42, 46)'])
    expect(await page.evaluate('document.documentElement.dataset.theme')).toBe('dark')

    await page.evaluate('dispatchEvent(new Event("beforeprint"))')
    const astray =
      await page.evaluate(`[...document.querySelectorAll('[data-chart]')].filter((card) => {
      const right = card.getBoundingClientRect().right
      return [...card.querySelectorAll('svg.drawing, .drawing svg, .drawing svg path, table')]
        .some((one) => one.getBoundingClientRect().right > right)
    }).map((card) => card.dataset.chart)`)
    expect(astray).toEqual([])
    expect(await page.locator('.card-actions').first().isVisible()).toBe(false)
    await close()
  })
}
