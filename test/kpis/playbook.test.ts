/** The worked case of view `playbook` (playbook.lists.md), through the real transforms and model. */
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openMemory } from '../transforms/chain.ts'
import { givenPlaybooks, served as servedTables, today } from './playbook_company.ts'
import { answer, type Question, type ServedCase, serve } from './served_case.ts'

let served: ServedCase
let weights: Record<string, { case_count: number; hit_count: number; weight: number }>
beforeAll(async () => {
  const db = await openMemory()
  await givenPlaybooks(db)
  const { rows } = await sql<{
    key: string
    case_count: number
    hit_count: number
    weight: number
  }>`select model || ' | ' || feature || ' | ' || band as key, case_count, hit_count, weight
    from mart_playbook_weights where playbook = 'stalled_deals'`.execute(db)
  weights = Object.fromEntries(
    rows.map(({ key, case_count, hit_count, weight }) => [key, { case_count, hit_count, weight }]),
  )
  served = await serve(db, servedTables, `${today}T23:00:00Z`)
  await db.destroy()
})
afterAll(() => served.close())

const ask = (measures: readonly string[], question?: Question) =>
  answer(served.semantic, 'playbook', measures, question)
/** What is suggested; a list that was measured suggests nothing. */
const suggested = async (question: Question) =>
  Object.fromEntries(
    Object.entries(await ask(['suggestions', 'amount_at_stake'], question)).filter(
      ([, { suggestions }]) => suggestions! > 0,
    ),
  )
const rowsFor = async (
  context: { role: string; user?: string; team?: string },
  dimensions: readonly string[],
) => {
  const { rows } = await served.semantic.load(
    {
      dimensions: dimensions.map((name) => `playbook.${name}`),
      filters: [{ member: 'playbook.rank', operator: 'set' }],
      limit: 1000,
    },
    context as never,
  )
  return rows.map((row) => dimensions.map((name) => row[`playbook.${name}`]).join(' | ')).sort()
}

test('a band’s weight is the log-odds of its share, drawn to that of all cases, less theirs', () => {
  expect(weights).toMatchObject({
    'earlier | all cases | all cases': { case_count: 20, hit_count: 10, weight: 0 },
    'earlier | days since the last activity | never': {
      case_count: 10,
      hit_count: 9,
      weight: 0.4055,
    },
    'earlier | days since the last activity | up to 14': {
      case_count: 10,
      hit_count: 1,
      weight: -0.4055,
    },
    'earlier | stage | Demo': { case_count: 20, hit_count: 10, weight: 0 },
    'present | all cases | all cases': { case_count: 31, hit_count: 15, weight: -0.0606 },
    'present | days since the last activity | never': {
      case_count: 15,
      hit_count: 13,
      weight: 0.5059,
    },
    'present | stage | Demo': { case_count: 31, hit_count: 15, weight: -0.002 },
  })
})

test('lists of a past day are measured by what was known before it, beside the rule', async () => {
  expect(
    await ask(['precision', 'rule_precision', 'hit_rate', 'lift', 'lift_over_rule'], {
      where: { playbook: 'stalled_deals' },
      grain: 'day',
    }),
  ).toEqual({
    '2025-08-03': {
      precision: 0.8,
      rule_precision: 0.6,
      hit_rate: expect.closeTo(5 / 11, 8),
      lift: expect.closeTo(1.76, 8),
      lift_over_rule: expect.closeTo(4 / 3, 8),
    },
    '2025-12-31': {
      precision: null,
      rule_precision: null,
      hit_rate: null,
      lift: null,
      lift_over_rule: null,
    },
  })
})

test('the chance of a deal of today is made of all that is known', async () => {
  const measures = ['suggestions', 'amount_at_stake', 'average_score']
  const where = { playbook: 'stalled_deals' }
  expect(await ask(measures, { where, by: ['opportunity_name', 'rank'] })).toMatchObject({
    'Deal t1 | 1': { suggestions: 1, amount_at_stake: 1000, average_score: 0.6071 },
    'Deal t2 | 2': { suggestions: 1, amount_at_stake: 500, average_score: 0.3677 },
  })
  expect(await ask(measures, { where })).toEqual({
    '': { suggestions: 2, amount_at_stake: 1500, average_score: expect.closeTo(0.4874, 8) },
  })
})

test('the product that most customers with the same products took next is offered, with support and confidence', async () => {
  expect(
    await suggested({
      where: { playbook: 'cross_sell' },
      by: ['account_name', 'product', 'product_support', 'product_confidence'],
    }),
  ).toEqual({
    [`zeta | addon | 5 | ${5 / 6}`]: { suggestions: 1, amount_at_stake: 240 },
  })
})

test('a term that is cancelled or renewed already is no renewal at risk', async () => {
  expect(
    await suggested({
      where: { playbook: 'renewals_at_risk' },
      by: ['account_name', 'subject_id', 'due_on'],
    }),
  ).toEqual({ 'alpha | kept | 2026-01-30': { suggestions: 1, amount_at_stake: 1440 } })
})

test('who cancelled, or signed for more from the next term on, is offered no more of the same', async () => {
  expect(await suggested({ where: { playbook: 'upsell' }, by: ['account_name'] })).toEqual({
    alpha: { suggestions: 1, amount_at_stake: null },
    epsilon: { suggestions: 1, amount_at_stake: null },
    gamma: { suggestions: 1, amount_at_stake: null },
    zeta: { suggestions: 1, amount_at_stake: null },
  })
})

test('a renewal deal is the one that was expected to close nearest to the end of the term', async () => {
  expect(await rowsFor({ role: 'admin' }, ['reason'])).toContainEqual(
    expect.stringMatching(
      /^A term worth 1,440 EUR a year ends on 2026-01-30; .*Renewal deal: Demo\./,
    ),
  )
})

test('nobody who wants no mail or no calls is on a list, and no dead address is written to', async () => {
  expect(await rowsFor({ role: 'admin' }, ['playbook', 'person_name', 'best_weekday'])).toEqual(
    expect.arrayContaining([
      'best_time_to_write | Name of open | Tuesday',
      'leads_to_call | Name of bounced | Not allocated',
      'leads_to_call | Name of open | Not allocated',
    ]),
  )
  const names = await rowsFor({ role: 'admin' }, ['person_name'])
  expect(names.filter((name) => /no mail|no calls/.test(name))).toEqual([])
})

test('the best hour is that of the person’s clocks', async () => {
  expect(
    await suggested({
      where: { playbook: 'best_time_to_write' },
      by: ['best_weekday', 'best_hour', 'time_zone', 'due_on'],
    }),
  ).toEqual({
    'Tuesday | 13:00 | Europe/Berlin | 2026-01-06': { suggestions: 1, amount_at_stake: null },
  })
})

test('the reason is a sentence with the figures', async () => {
  const reasons = await rowsFor({ role: 'admin' }, ['reason'])
  expect(reasons).toContain(
    'In Demo for 35 days; last activity: never; contacts in 90 days: 0; worth: 1,000 EUR. Most telling: days since the last activity: never (×1.66). Of 31 past cases 48.5 % did not get on within 90 days; here the chance is 60.7 %.',
  )
})

test('each sees the own lists, and an executive no row of a person', async () => {
  const playbooksOf = async (context: { role: string; user?: string; team?: string }) => [
    ...new Set(await rowsFor(context, ['playbook', 'owner'])),
  ]
  const persons = ['best_time_to_write | bob', 'leads_to_call | bob']
  const others = ['cross_sell | ann', 'renewals_at_risk | ann', 'stalled_deals | ann']
  expect(await playbooksOf({ role: 'rep', user: 'bob' })).toEqual([
    ...persons,
    'stalled_deals | bob',
  ])
  expect(await playbooksOf({ role: 'manager', team: 'South' })).toEqual([
    ...persons,
    'stalled_deals | bob',
  ])
  expect(await playbooksOf({ role: 'executive' })).toEqual(
    expect.arrayContaining([...others, 'stalled_deals | bob']),
  )
  expect((await playbooksOf({ role: 'executive' })).join()).not.toMatch(/write|leads/)
  const measured = async (role: string) =>
    (
      await served.semantic.load(
        {
          measures: ['playbook.precision', 'playbook.lift_over_rule'],
          dimensions: ['playbook.playbook'],
          filters: [{ member: 'playbook.precision', operator: 'set' }],
        },
        { role } as never,
      )
    ).rows
  expect(await measured('executive')).toEqual(await measured('admin'))
  await expect(rowsFor({ role: 'analyst' }, ['person_name'])).rejects.toThrow(
    'The role analyst may not read',
  )
})
