/** A company that changes how it sells, mid-way. */
import { expect, test } from 'vitest'
import type { DealPlan } from '../../src/sample/deals.ts'
import { simulate } from '../../src/sample/index.ts'
import { CHANGED_AT, planned } from '../../src/sample/scenario.ts'

const options = { scale: 0.15, seed: 5 }
const steady = simulate(options)
const changed = simulate({ ...options, scenario: 'process_change' })
type Company = typeof steady

const newDeals = ({ deals }: Company, isAfter: boolean) =>
  deals.filter(
    ({ type, createdAt }) => type === 'New Business' && createdAt >= CHANGED_AT === isAfter,
  )
const stagesOf = (company: Company, isAfter: boolean) =>
  newDeals(company, isAfter).flatMap(({ events }) =>
    events.flatMap((event) => (event.field === 'stage' ? [event.value] : [])),
  )

test('until then it is the company that it would have been', () => {
  const before = (company: Company) =>
    newDeals(company, false).map(({ key, createdAt, events }) => [key, createdAt, events.length])
  expect(before(changed)).toEqual(before(steady))
})

test('from then on hardly anybody gives demos', () => {
  const share = (company: Company, isAfter: boolean) =>
    stagesOf(company, isAfter).filter((stage) => stage === 2).length /
    newDeals(company, isAfter).length
  // The few whose story is written down have theirs still.
  expect(share(changed, true)).toBeLessThan(0.3 * share(steady, true))
})

test('a deal is won less often and later, but where its end is written down', () => {
  const plan = { createdAt: CHANGED_AT, winChance: 0.2, cycleDays: 60 } as DealPlan
  expect(planned('process_change', plan)).toMatchObject({ winChance: 0.13, cycleDays: 90 })
  expect(planned('steady', plan)).toBe(plan)
  const before = { ...plan, createdAt: CHANGED_AT - 1 }
  expect(planned('process_change', before)).toBe(before)
  const fixed = { ...plan, fixed: { isWon: true, closedAt: CHANGED_AT } }
  expect(planned('process_change', fixed)).toBe(fixed)
})
