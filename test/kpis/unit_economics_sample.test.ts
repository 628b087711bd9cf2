/** View `unit_economics` on the sample company: equal to its truth at every grain and slice. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openSample, type SampleWarehouse } from './sample_warehouse.ts'
import { answer, type Question } from './served_case.ts'
import { type Grain, trueCosts, unitEconomicsOf, type Values } from './unit_economics_truth.ts'

let sample: SampleWarehouse
beforeAll(async () => {
  sample = await openSample()
}, 300_000)
afterAll(() => sample.close())

const ask = (measures: readonly string[], question?: Question) =>
  answer(sample.semantic, 'unit_economics', measures, question)

const range = { from: '2023-01-01', to: '2025-12-31' }
const grains: readonly Grain[] = ['month', 'quarter', 'year', 'none']

describe.each([false, true])('by segment: %s', (isBySegment) => {
  test.each(grains)('by %s, all measures are those of the truth', async (grain) => {
    const expected = unitEconomicsOf(sample.truth, grain, isBySegment)
    const measures = Object.keys(Object.values(expected)[0]!)
    const answered = await ask(measures, {
      ...range,
      ...(isBySegment ? { by: ['segment'] } : {}),
      ...(grain === 'none' ? {} : { grain }),
    })
    expect(differences(expected, answered)).toEqual([])
    const known = Object.values(answered).flatMap((of) => Object.values(of))
    expect(known.filter((value) => value !== null).length).toBeGreaterThan(3)
  })
})

/** What differs by more than a hundred-millionth of it; a slice without rows has no value. */
function differences(expected: Record<string, Values>, answered: Record<string, Values>) {
  return [...new Set([...Object.keys(expected), ...Object.keys(answered)])].flatMap((key) =>
    Object.keys(Object.values(expected)[0]!).flatMap((measure) => {
      const [own, ours] = [expected[key]?.[measure] ?? null, answered[key]?.[measure] ?? null]
      const isSame =
        own === null || ours === null
          ? own === ours
          : Math.abs(own - ours) <= 1e-8 * Math.max(1, Math.abs(own))
      return isSame ? [] : [`${key}: ${measure} is ${ours}, not ${own}`]
    }),
  )
}

test('cost by department and category is the truth’s, and adds up', async () => {
  const measures = ['sales_and_marketing_cost', 'sales_cost', 'marketing_cost']
  const answered = await ask(measures, { by: ['department', 'category'], grain: 'quarter' })
  const booked = Map.groupBy(trueCosts(sample.truth), ({ department, category, month }) => {
    const quarter = String(Math.ceil(Number(month.slice(5)) / 3) * 3 - 2).padStart(2, '0')
    return `${department} | ${category} | ${month.slice(0, 4)}-${quarter}-01`
  })
  const spent = Object.entries(answered).filter(([, of]) => of['sales_and_marketing_cost'] !== null)
  expect(spent.map(([key]) => key).sort()).toEqual([...booked.keys()].sort())
  for (const [key, of] of booked) {
    const cost = expect.closeTo(of.reduce((sum, { costEur }) => sum + costEur, 0) / 100, 4)
    const isSales = key.startsWith('Sales')
    expect(answered[key]).toEqual({
      sales_and_marketing_cost: cost,
      sales_cost: isSales ? cost : null,
      marketing_cost: isSales ? null : cost,
    })
  }
})

test('marketing cost holds what platforms billed, and not what the CRM tells of campaigns', async () => {
  const billed = await answer(sample.semantic, 'marketing', ['marketing_spend'], {
    where: { is_allocated: 'false' },
  })
  const answered = await ask(['marketing_cost'], { by: ['category'] })
  expect(answered['Advertising']!['marketing_cost']).toBeCloseTo(billed['']!['marketing_spend']!, 4)
  expect(sample.truth.campaignCosts.some(({ spentEur }) => spentEur > 0)).toBe(true)
  expect(Object.keys(answered)).not.toContain('Campaigns')
  expect(answered['Events']!['marketing_cost']).toBeGreaterThan(0)
})
