/** View `marketing` on the sample company: equal to its truth at every grain and slice, and to `funnel`. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openSample, type SampleWarehouse } from './sample_warehouse.ts'
import { answer, type Question } from './served_case.ts'

let sample: SampleWarehouse
beforeAll(async () => {
  sample = await openSample()
}, 300_000)
afterAll(() => sample.close())

const ask = (measures: readonly string[], question?: Question, view = 'marketing') =>
  answer(sample.semantic, view, measures, question)

const range = { from: '2023-01-01', to: '2025-12-31' }
const costsPer = ['cost_per_lead', 'cost_per_mql', 'cost_per_opportunity']

test('spend and clicks by campaign and month are the truth’s', async () => {
  const answered = await ask(['marketing_spend', 'impressions', 'clicks', 'cost_per_click'], {
    by: ['campaign'],
    grain: 'month',
    where: { is_allocated: 'false' },
  })
  expect(Object.keys(answered).length).toBe(sample.truth.adSpend.length)
  for (const { campaign, month, spendEur, impressions, clicks } of sample.truth.adSpend)
    expect(answered[`${campaign} | ${month}-01`]).toEqual({
      marketing_spend: expect.closeTo(spendEur / 100, 6),
      impressions,
      clicks,
      cost_per_click: clicks ? expect.closeTo(spendEur / 100 / clicks, 8) : null,
    })
})

test('spend by platform is the truth’s', async () => {
  const answered = await ask(['marketing_spend'], {
    by: ['source_system'],
    where: { is_allocated: 'false' },
  })
  const expected = Map.groupBy(sample.truth.adSpend, ({ platform }) => `${platform}_ads`)
  expect(Object.keys(answered).sort()).toEqual([...expected.keys()].sort())
  for (const [platform, months] of expected)
    expect(answered[platform]!['marketing_spend']).toBeCloseTo(
      months.reduce((sum, { spendEur }) => sum + spendEur, 0) / 100,
      4,
    )
})

test('what the CRM says that a campaign cost lies on its days, to the cent', async () => {
  const answered = await ask(['marketing_spend'], {
    by: ['campaign'],
    grain: 'day',
    where: { is_allocated: 'true' },
  })
  const costs = sample.truth.campaignCosts.filter(({ spentEur }) => spentEur > 0)
  expect(costs.length).toBeGreaterThan(0)
  for (const { campaign, from, to, spentEur } of costs) {
    const days = Object.entries(answered).filter(([key]) => key.startsWith(`${campaign} | `))
    const dates = days.map(([key]) => key.slice(-10)).sort()
    expect([dates[0], dates.at(-1)]).toEqual([from, to])
    const cents = days.map(([, of]) => Math.round(of['marketing_spend']! * 100))
    expect(cents.reduce((sum, day) => sum + day, 0)).toBe(spentEur)
    expect(Math.max(...cents) - Math.min(...cents)).toBeLessThanOrEqual(1)
  }
})

test('spend is the same at every grain, and adds up over channels and campaigns', async () => {
  const { adSpend, campaignCosts } = sample.truth
  const total =
    [
      ...adSpend.map(({ spendEur }) => spendEur),
      ...campaignCosts.map(({ spentEur }) => spentEur),
    ].reduce((sum, spent) => sum + spent, 0) / 100
  const questions: Question[] = [
    ...(['day', 'month', 'quarter', 'year'] as const).map((grain) => ({ grain })),
    { by: ['channel'] },
    { by: ['campaign', 'channel'] },
  ]
  for (const question of questions) {
    const answered = await ask(['marketing_spend'], question)
    const sum = Object.values(answered).reduce((sum, of) => sum + of['marketing_spend']!, 0)
    expect(sum).toBeCloseTo(total, 4)
  }
})

describe.each<readonly string[]>([[], ['channel'], ['campaign', 'channel']])(
  'by %s %s',
  (...by) => {
    test.each(['month', 'quarter', 'year', undefined] as const)(
      'and %s, what a lead, an MQL and an opportunity cost is spend over those of the other views',
      async (grain) => {
        const question: Question = { ...range, by, ...(grain ? { grain } : {}) }
        const answered = await ask(['marketing_spend', ...costsPer], question)
        const people = await ask(['leads', 'mqls'], question, 'funnel')
        const deals = await ask(['opportunities_created'], question, 'pipeline')
        const over = (spend: number | null, count: number | null | undefined) =>
          spend === null || !count ? null : expect.closeTo(spend / count, 6)
        for (const [key, of] of Object.entries(answered)) {
          const spend = of['marketing_spend']!
          expect({ [key]: of }).toEqual({
            [key]: {
              marketing_spend: spend,
              cost_per_lead: over(spend, people[key]?.['leads']),
              cost_per_mql: over(spend, people[key]?.['mqls']),
              cost_per_opportunity: over(spend, deals[key]?.['opportunities_created']),
            },
          })
        }
        const known = Object.values(answered).filter((of) => of['cost_per_lead'] !== null)
        expect(known.length).toBeGreaterThan(0)
      },
    )
  },
)

test('managers and reps have no view of marketing', async () => {
  const query = { measures: ['marketing.marketing_spend'] }
  const contexts = [
    { role: 'rep', user: 'x' },
    { role: 'manager', team: 'x' },
  ]
  for (const context of contexts)
    await expect(sample.semantic.load(query, context as never)).rejects.toThrow()
})
