/** View `retention_cohorts` on the sample company: equal to its truth. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { TrueMovement } from '../../src/sample/truth.ts'
import { openSample, type SampleWarehouse } from './sample_warehouse.ts'
import { answer } from './served_case.ts'

let sample: SampleWarehouse
beforeAll(async () => {
  sample = await openSample()
}, 300_000)
afterAll(() => sample.close())

const measures = [
  'cohort_customers',
  'retained_customers',
  'customer_retention',
  'cohort_mrr',
  'retained_mrr',
  'mrr_retention',
]

const lastMonth = 12 * 2025 + 11
const monthOf = (day: string) => 12 * Number(day.slice(0, 4)) + Number(day.slice(5, 7)) - 1

/** The account’s segment on the day of its first MRR; of a payer that no company matches, Unknown. */
function segmentOf(accountId: string, day: string): string {
  const account = sample.truth.accounts.find((known) => known.accountId === accountId)!
  if (account.companyIds.length === 0) return 'Unknown'
  const known = account.segments.filter(
    ({ from }) => new Date(from).toISOString().slice(0, 10) <= day,
  )
  return (known.at(-1) ?? account.segments[0]!).segment
}

interface Cell {
  customers: number
  retained: number
  began: number
  kept: number
}

/** Cohorts month by month, by a key of the cohort’s month, the segment and the months since. */
function cohorts(keyOf: (month: number, segment: string, since: number) => string | null) {
  const cells = new Map<string, Cell>()
  const accounts = Map.groupBy(sample.truth.movements, ({ accountId }) => accountId)
  for (const [accountId, movements] of accounts) {
    const first = movements.find(({ kind }) => kind === 'new')
    if (first === undefined) continue
    const month = monthOf(first.day)
    for (let since = 0; month + since <= lastMonth; since++) {
      const key = keyOf(month, segmentOf(accountId, first.day), since)
      if (key === null) continue
      const cell = cells.get(key) ?? { customers: 0, retained: 0, began: 0, kept: 0 }
      const kept = balance(movements, month + since)
      cells.set(key, {
        customers: cell.customers + 1,
        retained: cell.retained + (kept > 1e-6 ? 1 : 0),
        began: cell.began + Number(first.change),
        kept: cell.kept + kept,
      })
    }
  }
  return cells
}

const balance = (movements: readonly TrueMovement[], month: number) =>
  movements
    .filter(({ day }) => monthOf(day) <= month)
    .reduce((sum, { change }) => sum + Number(change), 0)

const name = (month: number) =>
  `${Math.floor(month / 12)}-${String((month % 12) + 1).padStart(2, '0')}-01`
const grains = {
  month: (month: number) => name(month),
  quarter: (month: number) => name(month - (month % 3)),
  year: (month: number) => name(month - (month % 12)),
  none: () => '',
}

describe.each(Object.keys(grains) as (keyof typeof grains)[])('by %s', (grain) => {
  test.each([false, true])('retention is the truth’s, by segment: %s', async (isBySegment) => {
    const expected = cohorts((month, segment, since) =>
      [since, ...(isBySegment ? [segment] : []), ...[grains[grain](month)].filter(Boolean)].join(
        ' | ',
      ),
    )
    const answered = await answer(sample.semantic, 'retention_cohorts', measures, {
      by: ['months_since_start', ...(isBySegment ? ['segment'] : [])],
      ...(grain === 'none' ? {} : { grain }),
    })
    expect(Object.keys(answered).toSorted()).toEqual([...expected.keys()].toSorted())
    const broken = [...expected].filter(([key, { customers, retained, began, kept }]) => {
      const of = answered[key]!
      const values = [customers, retained, retained / customers, began, kept, kept / began]
      return measures.some((measure, index) => Math.abs(of[measure]! - values[index]!) > 1e-6)
    })
    expect(broken).toEqual([])
    expect(expected.size).toBeGreaterThan(30)
  })
})

test('what cohorts began with is the new MRR of their months, and no cohort is counted twice', async () => {
  const ask = (view: string, measure: string, where = {}) =>
    answer(sample.semantic, view, [measure], { grain: 'month', where })
  const started = await ask('retention_cohorts', 'cohort_mrr', { months_since_start: '0' })
  const added = await ask('revenue', 'new_mrr')
  expect(Object.keys(started).length).toBeGreaterThan(36)
  for (const [month, { cohort_mrr }] of Object.entries(started))
    expect(cohort_mrr).toBeCloseTo(added[month]!['new_mrr']!, 5)
  const customers = await ask('retention_cohorts', 'cohort_customers')
  const counted = await ask('revenue', 'new_customers')
  for (const [month, { cohort_customers }] of Object.entries(customers))
    expect(cohort_customers).toBe(counted[month]!['new_customers'])
})
