/** Tests of what figures on screen are held against: the numbers of REST, of the other time. */
import { expect, test } from 'vitest'
import { chart, figuresOf, settled } from './page_parts.ts'
import type { Site } from './site.ts'

export function comparedTests(site: () => Site, year: string) {
  const ask = async (view: string, measures: readonly string[], dates: readonly string[]) => {
    const [row] = await site().load({
      measures: measures.map((name) => `${view}.${name}`),
      timeDimensions: [{ dimension: `${view}.date`, dateRange: dates }],
    })
    return measures.map((name) => Number(row![`${view}.${name}`]))
  }

  test('each step of a bridge is held against the year before, where the steps add up too', async () => {
    const page = await site().visit(`/?page=revenue&${year}`)
    await settled(page)
    const rows = Object.values(await figuresOf(page, 'revenue.bridge'))
    const steps = ['new_mrr', 'expansion_mrr', 'reactivation_mrr', 'contraction_mrr', 'churned_mrr']
    const [start] = await ask('revenue', ['mrr'], ['2023-12-01', '2023-12-31'])
    const moved = await ask('revenue', steps, ['2024-01-01', '2024-12-31'])
    const [end] = await ask('revenue', ['mrr'], ['2024-12-01', '2024-12-31'])
    expect(rows.map((row) => row['year'])).toEqual([start, ...moved, end])
    const [added, taken] = [moved.slice(0, 3), moved.slice(3)]
    const sum = (of: readonly number[]) => of.reduce((all, one) => all + one, 0)
    expect(start! + sum(added) - sum(taken)).toBeCloseTo(end!, 4)
    const differences = rows.map((row) => row['value']! - row['year']!)
    expect(rows.map((row) => row['yearDifference'])).toEqual(
      differences.map((one) => expect.closeTo(one, 6)),
    )

    const cell = '[data-column="year"] .cell-button'
    await chart(page, 'revenue.bridge').locator(`tr[data-row="1"] ${cell}`).click()
    expect(await page.locator('[role="dialog"] .dialog-note').innerText()).toContain(
      'Jan 1, 2024 – Dec 31, 2024',
    )
    await page.keyboard.press('Escape')

    const months = await figuresOf(page, 'revenue.movements')
    expect(Object.keys(months)).toHaveLength(12)
    const named = [...steps, 'net_new_mrr']
    expect(named.map((name) => months['2025-03-01']?.[`year:revenue.${name}`])).toEqual(
      await ask('revenue', named, ['2024-03-01', '2024-03-31']),
    )
  })

  test('cohorts have what all of them kept, and how far each is from the one of last year', async () => {
    const page = await site().visit(`/?page=retention&${year}&c.retention.customer_cohorts=year`)
    await settled(page)
    const kept = async (dates: readonly string[], measure: string) => {
      const rows = await site().load({
        measures: [`retention_cohorts.${measure}`],
        dimensions: ['retention_cohorts.months_since_start'],
        timeDimensions: [{ dimension: 'retention_cohorts.date', dateRange: dates }],
      })
      return (age: number) => {
        const row = rows.find((one) => Number(one['retention_cohorts.months_since_start']) === age)
        return Number(row?.[`retention_cohorts.${measure}`])
      }
    }
    const all = await kept(['2025-01-01', '2025-12-31'], 'mrr_retention')
    const { total } = await figuresOf(page, 'retention.mrr_cohorts')
    expect([0, 3, 9].map((age) => total?.[age])).toEqual([0, 3, 9].map(all))

    const differences = await figuresOf(page, 'retention.customer_cohorts')
    const now = await kept(['2025-02-01', '2025-02-28'], 'customer_retention')
    const before = await kept(['2024-02-01', '2024-02-29'], 'customer_retention')
    const far = (age: number) => expect.closeTo(now(age) - before(age), 8)
    expect([1, 4, 8].map((age) => differences['2025-02-01']?.[age])).toEqual([1, 4, 8].map(far))
    expect(differences['2025-02-01']?.['5']).not.toBe(0)
    expect(differences['total']).toBeUndefined()
  })

  test('a waterfall of a period is held against those of the period before and of last year', async () => {
    const page = await site().visit('/?page=pipeline&from=2025-07-01&to=2025-09-30&grain=quarter')
    await settled(page)
    const rows = await figuresOf(page, 'pipeline.waterfall')
    const names = ['pipeline_start', 'pipeline_new', 'pipeline_won', 'pipeline_end']
    const of = async (dates: readonly string[]) => {
      const [row] = await site().load({
        measures: names.map((name) => `pipeline_waterfall.${name}`),
        filters: [
          { member: 'pipeline_waterfall.period_type', operator: 'equals', values: ['quarter'] },
        ],
        timeDimensions: [{ dimension: 'pipeline_waterfall.date', dateRange: dates }],
      })
      return names.map((name) => Number(row![`pipeline_waterfall.${name}`]))
    }
    const shown = (column: string) =>
      ['Pipeline at start', 'New pipeline', 'Pipeline won', 'Pipeline at end'].map(
        (title) => rows[title]?.[column],
      )
    expect(shown('value')).toEqual(await of(['2025-07-01', '2025-09-30']))
    expect(shown('previous')).toEqual(await of(['2025-04-01', '2025-06-30']))
    expect(shown('year')).toEqual(await of(['2024-07-01', '2024-09-30']))
  })
}
