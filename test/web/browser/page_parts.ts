/** Reading a page of the dashboards as its reader does. */
import type { Frame, Locator, Page } from 'playwright-core'

/** Resolves when every chart of the page has its answer, and is drawn. */
export const settled = (page: Page | Frame) =>
  page.waitForSelector(
    'main[data-ready="true"]:not(:has([data-state="loading"], [aria-busy="true"], .ghost))',
    { timeout: 20_000 },
  )

export const chart = (page: Page, id: string): Locator => page.locator(`[data-chart="${id}"]`)

/** The rows of a chart's table view, by what the first column says; numbers as they came. */
export async function tableOf(page: Page, id: string): Promise<Record<string, number>> {
  const own = chart(page, id)
  if ((await own.locator('table.grid').count()) === 0)
    await own.locator('[data-action="table"]').click()
  await own.locator('table.grid tbody tr').first().waitFor()
  const rows = await own
    .locator('table.grid tbody tr')
    .evaluateAll((found) =>
      found.map((row) =>
        [...row.querySelectorAll('[data-value]')].map(
          (cell) => cell.getAttribute('data-value') ?? '',
        ),
      ),
    )
  return Object.fromEntries(rows.map(([name, value]) => [name, Number(value)]))
}

/** All figures of a chart's table view, as they came: by row, and in it by column. */
export async function figuresOf(
  page: Page,
  id: string,
): Promise<Readonly<Record<string, Readonly<Record<string, number | null>>>>> {
  await tableOf(page, id)
  const rows = await chart(page, id)
    .locator('table.grid tbody tr[data-row]')
    .evaluateAll((found) =>
      found.map((row) =>
        [...row.querySelectorAll('[data-column]')].map((cell) => [
          cell.getAttribute('data-column') ?? '',
          cell.getAttribute('data-value') ?? '',
        ]),
      ),
    )
  return Object.fromEntries(
    rows.map(([head, ...cells]) => [
      head?.[1] ?? '',
      Object.fromEntries(
        cells.map(([column, value]) => [column, value === '' ? null : Number(value)]),
      ),
    ]),
  )
}

/** The figures of the rows behind the first cell of a chart's table view. */
export async function drilled(page: Page, id: string): Promise<number[]> {
  await chart(page, id).locator('tbody .cell-button').first().click()
  const rows = page.locator('[role="dialog"] tbody tr')
  await rows.first().waitFor()
  return rows.evaluateAll((found) =>
    found.map((row) => Number(row.querySelector('td:last-child')?.getAttribute('data-value'))),
  )
}

export const sum = (values: readonly number[]) => values.reduce((total, one) => total + one, 0)
