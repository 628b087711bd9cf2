/** Tests of the work lists, of one account, and of where a metric comes from. */
import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { settled } from './page_parts.ts'
import type { Site } from './site.ts'

export function listTests(site: () => Site) {
  test('accounts are searched, sorted and kept as a view, and one opens its journey', async () => {
    const { page, troubles, close } = await site().open('/?page=accounts')
    await settled(page)
    const accounts = await site().load({
      dimensions: ['accounts.account_id', 'accounts.account_name', 'accounts.account_mrr'],
    })
    const known = accounts.filter((row) => row['accounts.account_id'] !== 'unknown')
    const list = page.locator('[data-list="accounts.all"]')
    const count = list.locator('.list-count')
    expect(Number(await count.getAttribute('data-count'))).toBe(known.length)
    const first = list.locator('tbody tr[data-row]').first()
    const most = Math.max(...known.map((row) => Number(row['accounts.account_mrr'])))
    const mrr = first.locator('[data-column="account_mrr"]')
    expect(Number(await mrr.getAttribute('data-value'))).toBe(most)

    // All rows are put on paper; on screen only those in sight are drawn.
    const drawn = () => list.locator('tbody tr[data-row]').count()
    expect(await drawn()).toBeLessThan(known.length)
    await page.evaluate('dispatchEvent(new Event("beforeprint"))')
    expect(await drawn()).toBe(known.length)
    await page.evaluate('dispatchEvent(new Event("afterprint"))')
    expect(await drawn()).toBeLessThan(known.length)

    const [, word] = known.at(-1)!['accounts.account_name']!.split(' ')
    await list.locator('input[type="search"]').fill(word!.toLowerCase())
    await expect.poll(() => page.url()).toContain('accounts.all.search')
    await list.locator('[data-action="columns"]').click()
    await list.locator('.menu input[name="segment"]').uncheck()
    await page.keyboard.press('Escape')
    await settled(page)
    await list.locator('[data-action="views"]').click()
    await list.locator('.save-view input').fill('Mine')
    await page.keyboard.press('Enter')
    await list.locator('[data-view="Mine"]').waitFor()
    const found = await count.getAttribute('data-count')
    expect(Number(found)).toBeGreaterThan(0)

    await page.goto(`${site().url}/?page=accounts`)
    await settled(page)
    expect(await list.locator('th', { hasText: 'Segment' }).count()).toBe(1)
    await list.locator('[data-action="views"]').click()
    await list.locator('[data-view="Mine"] button').first().click()
    await settled(page)
    expect(await count.getAttribute('data-count')).toBe(found)
    expect(await list.locator('th', { hasText: 'Segment' }).count()).toBe(0)

    const [download] = await Promise.all([
      page.waitForEvent('download'),
      list.locator('[data-action="csv"]').click(),
    ])
    const csv = readFileSync(await download.path(), 'utf8').split('\r\n')
    expect(csv).toHaveLength(Number(found) + 1)

    await list.locator('tbody a').first().focus()
    await page.keyboard.press('Enter')
    await settled(page)
    const id = new URL(page.url()).searchParams.get('c.accounts.account')!
    const [events] = await site().load({
      measures: ['account_journey.events'],
      filters: [{ member: 'account_journey.account_id', operator: 'equals', values: [id] }],
    })
    const shown = page.locator('.journey .list-count')
    expect(await shown.getAttribute('data-count')).toBe(events!['account_journey.events'])
    expect(troubles).toEqual([])
    await close()
  })

  test('a metric is found by what is said of it, and tells the way from the export to its charts', async () => {
    const page = await site().visit('/?page=metrics')
    await settled(page)
    await page.locator('input[type="search"]').fill('finance arr ÷ 12')
    await page.locator('input[type="search"]').fill('monthly value of active lines')
    await page.locator('tbody .cell-button').first().click()
    const lineage = page.locator('[data-lineage="revenue.mrr"][data-state="ready"]')
    await lineage.waitFor()
    const layers = await lineage
      .locator('[data-layer]')
      .evaluateAll((found) => found.map((one) => one.getAttribute('data-layer')))
    expect([layers[0], layers.at(-1)]).toEqual(['sources', 'charts'])
    expect(await lineage.locator('[data-layer="sources"]').innerText()).toContain(
      'stripe/subscription_item_change_events',
    )
    expect(await lineage.locator('[data-layer="marts"]').innerText()).toContain('mart_revenue')
    expect(page.url()).toContain('c.metrics=revenue.mrr')
  })
}
