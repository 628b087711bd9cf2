/** Tests of figures on screen: those of REST, filtered and opened to the rows behind them. */
import { expect, test } from 'vitest'
import { chart, drilled, settled, sum, tableOf } from './page_parts.ts'
import { keepScreen } from './screens.ts'
import type { Site } from './site.ts'

export function figureTests(site: () => Site, year: string) {
  const byMonth = (view: string) => [
    { dimension: `${view}.date`, granularity: 'month', dateRange: ['2025-01-01', '2025-12-31'] },
  ]

  test('a filter in the address holds in every chart that it may, with the numbers of REST', async () => {
    const page = await site().visit(`/?page=revenue&${year}&f.segment=SMB`)
    await settled(page)
    const rows = await site().load({
      measures: ['revenue.mrr'],
      filters: [{ member: 'revenue.segment', operator: 'equals', values: ['SMB'] }],
      timeDimensions: byMonth('revenue'),
    })
    const expected = rows.map((row) => [
      row['revenue.date.month']!.slice(0, 10),
      Number(row['revenue.mrr']),
    ])
    expect(expected).toHaveLength(12)
    expect(await tableOf(page, 'revenue.mrr')).toEqual(Object.fromEntries(expected))
    const headline = chart(page, 'revenue.mrr').locator('.headline-value')
    expect(Number(await headline.getAttribute('data-value'))).toBe(expected.at(-1)![1])
  })

  test('a figure opens the rows behind it, which add up to it, by the model that it is of', async () => {
    const page = await site().visit(`/?page=marketing&${year}&grain=year`)
    await settled(page)
    // Of the model of the settings, and of the first of all models side by side.
    for (const id of ['marketing.revenue_by', 'marketing.models']) {
      const [value] = Object.values(await tableOf(page, id))
      const values = await drilled(page, id)
      expect(values.length).toBeGreaterThan(3)
      expect(sum(values)).toBeCloseTo(value!, 1)
      await page.keyboard.press('Escape')
      await expect.poll(() => page.locator('[role="dialog"]').count()).toBe(0)
    }
  })

  test('what came is followed by what is predicted, with the numbers of REST', async () => {
    const page = await site().visit('/?page=forecast')
    await settled(page)
    const own = chart(page, 'forecast.won')
    await own.locator('[data-action="table"]').click()
    const figures = await own
      .locator('table.grid tbody tr[data-row]')
      .evaluateAll((rows) =>
        rows.map((row) =>
          ['#', 'forecast.predicted_outcome', 'forecast.predicted_amount'].map((column) =>
            row.querySelector(`[data-column="${column}"]`)?.getAttribute('data-value'),
          ),
        ),
      )
    const rows = await site().load({
      measures: ['forecast.predicted_amount'],
      filters: [
        { member: 'forecast.prediction', operator: 'equals', values: ['won_amount_by_month'] },
        { member: 'forecast.horizon', operator: 'equals', values: ['current'] },
      ],
      timeDimensions: [
        {
          dimension: 'forecast.date',
          granularity: 'month',
          dateRange: ['2026-01-01', '2026-12-31'],
        },
      ],
    })
    const ahead = figures.filter(([month]) => month! >= '2026')
    expect(ahead.map(([month, came, predicted]) => [month, came, Number(predicted)])).toEqual(
      rows
        .filter((row) => row['forecast.predicted_amount'] !== null)
        .map((row) => [
          row['forecast.date.month']!.slice(0, 10),
          '',
          Number(row['forecast.predicted_amount']),
        ]),
    )
    const past = figures.filter(([month]) => month! < '2026')
    expect(past).toHaveLength(13)
    expect(past.filter(([, came]) => came === '')).toEqual([])
  })

  test('a rep sees the own deals only', async () => {
    const [owner] = await site().load({
      dimensions: ['pipeline.owner'],
      measures: ['pipeline.won_amount'],
    })
    const user = owner!['pipeline.owner']!
    const claims = { role: 'rep', user }
    const { page, close } = await site().open(`/?page=pipeline&${year}&grain=year`, { claims })
    await settled(page)
    const won = await tableOf(page, 'pipeline.won')
    const [own] = await site().load({
      measures: ['pipeline.won_amount'],
      filters: [{ member: 'pipeline.owner', operator: 'equals', values: [user] }],
      timeDimensions: [{ dimension: 'pipeline.date', dateRange: ['2025-01-01', '2025-12-31'] }],
    })
    expect(Object.values(won)).toEqual([Number(own!['pipeline.won_amount'])])
    await keepScreen(page, 'pipeline-rep')
    await close()
  })
}
