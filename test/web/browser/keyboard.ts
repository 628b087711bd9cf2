/** Tests of the dashboards without a mouse. */
import { expect, test } from 'vitest'
import { chart, settled } from './page_parts.ts'
import type { Site } from './site.ts'

export function keyboardTests(site: () => Site, year: string) {
  test('all can be reached and left by keys: links, signs of a chart, windows and menus', async () => {
    const page = await site().visit(`/?page=revenue&${year}`)
    await settled(page)
    const focused = () => page.evaluate('document.activeElement.textContent.trim()')

    await page.keyboard.press('Tab')
    expect(await focused()).toBe('Skip to the charts')
    await page.keyboard.press('Tab')
    expect(await focused()).toBe('Overview')
    await page.keyboard.press('Shift+Tab')
    await page.keyboard.press('Enter')
    await page.keyboard.press('Tab')
    const own = chart(page, 'revenue.mrr')
    const about = own.locator('[data-action="about"]')
    expect(await about.evaluate((one) => one.matches(':focus'))).toBe(true)

    await page.keyboard.press('Enter')
    const dialog = page.locator('[role="dialog"]')
    await dialog.waitFor()
    expect(await dialog.locator(':focus').count()).toBe(1)
    await page.keyboard.press('Escape')
    await expect.poll(() => dialog.count()).toBe(0)
    expect(await about.evaluate((one) => one.matches(':focus'))).toBe(true)

    await page.keyboard.press('Tab')
    await page.keyboard.press('Enter')
    await own.locator('table.grid').waitFor()

    const filter = page.locator('[data-action="filter"]')
    await filter.focus()
    await page.keyboard.press('Enter')
    await page.locator('.menu').waitFor()
    await page.keyboard.press('Escape')
    expect(await page.locator('.menu').count()).toBe(0)
    expect(await filter.evaluate((one) => one.matches(':focus'))).toBe(true)
  })

  test('a filter that is clicked stands in the address, in the charts and in their rows', async () => {
    const page = await site().visit(`/?page=pipeline&from=2025-01-01&to=2025-03-31&grain=quarter`)
    await settled(page)
    await page.locator('[data-action="filter"]').click()
    await page.locator('.menu [data-dimension="segment"]').click()
    await page.locator('.menu label', { hasText: 'SMB' }).click()
    await page.keyboard.press('Escape')
    await settled(page)
    expect(page.url()).toContain('f.segment=SMB')

    const own = chart(page, 'pipeline.won')
    await own.locator('[data-action="table"]').click()
    await own.locator('tbody .cell-button').first().click()
    const shown = page.locator('[role="dialog"] tbody tr')
    await shown.first().waitFor()
    const rows = await shown.evaluateAll((found) =>
      found.map((row) =>
        ['pipeline.opportunity_name', 'pipeline.won_amount'].map((column) =>
          row.querySelector(`[data-column="${column}"]`)?.getAttribute('data-value'),
        ),
      ),
    )
    const won = await site().load({
      measures: ['pipeline.won_amount'],
      dimensions: ['pipeline.opportunity_name'],
      filters: [
        { member: 'pipeline.segment', operator: 'equals', values: ['SMB'] },
        { member: 'pipeline.won_amount', operator: 'gt', values: ['0'] },
      ],
      timeDimensions: [{ dimension: 'pipeline.date', dateRange: ['2025-01-01', '2025-03-31'] }],
    })
    const known = (all: readonly (readonly (string | null | undefined)[])[]) =>
      all.map(([name, value]) => `${name}: ${Number(value)}`).sort()
    expect(rows.length).toBeGreaterThan(3)
    expect(known(rows)).toEqual(
      known(won.map((row) => [row['pipeline.opportunity_name'], row['pipeline.won_amount']])),
    )

    await page.keyboard.press('Escape')
    await page.locator('[data-filter="segment"] button').click()
    expect(page.url()).not.toContain('f.segment')
  })
}
