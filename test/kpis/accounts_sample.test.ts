/** Views `accounts` and `account_journey` on the sample company, against the views that they agree with. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openSample, type SampleWarehouse } from './sample_warehouse.ts'
import { answer } from './served_case.ts'

let sample: SampleWarehouse
beforeAll(async () => {
  sample = await openSample()
}, 300_000)
afterAll(() => sample.close())

/** A measure of a view over all, or by the values of a dimension, without those that are 0. */
async function valuesOf(view: string, measure: string, by: string[] = [], where = {}) {
  const values = await answer(sample.semantic, view, [measure], { by, where })
  return Object.fromEntries(
    Object.entries(values)
      .map(([key, of]) => [key, of[measure]] as const)
      .filter(([, value]) => value !== null && value !== 0),
  )
}

test.each([
  ['mrr', 'revenue', 'mrr', 'account_name'],
  ['arr', 'revenue', 'arr', 'segment'],
  ['customer_count', 'revenue', 'customers', 'segment'],
  ['mrr_growth_rate_yoy', 'revenue', 'mrr_growth_rate_yoy', 'country'],
  ['open_pipeline', 'pipeline', 'open_pipeline', 'account_name'],
  ['open_opportunities', 'pipeline', 'open_opportunities', 'segment'],
  ['weighted_pipeline', 'pipeline', 'weighted_pipeline', 'segment'],
  ['won_amount', 'pipeline', 'won_amount', 'account_name'],
])('%s is that of %s at the end of the data', async (measure, view, same, by) => {
  for (const slice of [[], [by]]) {
    const ours = await valuesOf('accounts', measure, slice)
    const theirs = await valuesOf(view, same, slice)
    expect(Object.keys(ours).length).toBeGreaterThan(0)
    // A growth from nothing is none, and one to nothing is −1 in both.
    for (const key of new Set([...Object.keys(ours), ...Object.keys(theirs)]))
      expect({ [key]: ours[key] }).toEqual({ [key]: expect.closeTo(theirs[key] ?? 0, 6) })
  }
})

test('what subscriptions started, changed and ended in journeys is all that moved MRR', async () => {
  const { rows } = await sample.semantic.load(
    {
      dimensions: ['account_id', 'sequence_number', 'event', 'amount'].map(
        (name) => `account_journey.${name}`,
      ),
      segments: ['account_journey.milestones'],
      limit: 50_000,
    },
    { role: 'admin' },
  )
  const movements = {
    'Subscription started': 'new_mrr',
    'Subscription restarted': 'reactivation_mrr',
    'Subscription expanded': 'expansion_mrr',
    'Subscription reduced': 'contraction_mrr',
    'Subscription ended': 'churned_mrr',
  }
  const measures = Object.values(movements)
  const { '': moved } = await answer(sample.semantic, 'revenue', measures)
  for (const [event, measure] of Object.entries(movements)) {
    const sum = rows
      .filter((row) => row['account_journey.event'] === event)
      .reduce((so, row) => so + Number(row['account_journey.amount']), 0)
    expect({ [event]: Math.abs(sum) }).toEqual({ [event]: expect.closeTo(moved![measure]!, 4) })
  }
})

test('a grid pages through all accounts, each once', async () => {
  const dimensions = [
    'account_id',
    'account_name',
    'lifecycle',
    'owner',
    'account_mrr',
    'health_score',
  ]
  const page = async (offset: number) =>
    (
      await sample.semantic.load(
        {
          dimensions: dimensions.map((name) => `accounts.${name}`),
          order: [
            ['accounts.account_mrr', 'desc'],
            ['accounts.account_id', 'asc'],
          ],
          limit: 200,
          offset,
        },
        { role: 'admin' },
      )
    ).rows
  const ids: unknown[] = []
  for (let offset = 0; ; offset += 200) {
    const rows = await page(offset)
    ids.push(...rows.map((row) => row['accounts.account_id']))
    if (rows.length < 200) break
  }
  const { '': all } = await answer(sample.semantic, 'accounts', ['account_count'])
  // And the one that stands for what is of no account.
  expect(ids.length).toBe(all!['account_count']! + 1)
  expect(new Set(ids).size).toBe(ids.length)
})
