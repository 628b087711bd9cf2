/** Ways to leads: which touches are on them. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { given, rowsOf, type TestDatabase } from '../../../src/testing.ts'
import { fctLeadCycles } from '../../../transforms/conformed/fct_lead_cycles.ts'
import { fctLeadTouches } from '../../../transforms/conformed/fct_lead_touches.ts'
import { fctTouchpoints } from '../../../transforms/conformed/fct_touchpoints.ts'
import { openMemory } from '../chain.ts'

let db: TestDatabase
beforeAll(async () => {
  db = await openMemory()
})
afterAll(() => db.destroy())

const on = (day: string) => new Date(`2024-02-${day}T09:00:00Z`)

/** The days of the touches of Ann by cycle, if she became a lead on some days. */
async function waysOf(
  touches: readonly string[],
  cycles: readonly (readonly [began: string, next: string | null, crm?: string])[],
) {
  const person_id = 'Ann'
  await given(
    db,
    fctTouchpoints,
    touches.map((day) => ({
      touchpoint_id: day,
      person_id,
      campaign_id: 'not_allocated',
      touchpoint_type: 'session' as const,
      channel: 'Email',
      occurred_at: on(day),
    })),
  )
  await given(
    db,
    fctLeadCycles,
    cycles.map(([began, next, crm = 'hubspot'], place) => ({
      person_id,
      cycle_number: place + 1,
      source_system: crm,
      began_at: on(began),
      next_began_at: next === null ? null : on(next),
      lead_at: on(began),
    })),
  )
  const ways = Map.groupBy(await rowsOf(db, fctLeadTouches), ({ cycle_number }) =>
    Number(cycle_number),
  )
  return Object.fromEntries(
    [...ways].map(([cycle, way]) => {
      const inOrder = way.sort(
        (one, other) => Number(one.touch_number) - Number(other.touch_number),
      )
      expect(inOrder.map(({ touch_count }) => Number(touch_count))).toEqual(
        inOrder.map(() => way.length),
      )
      return [cycle, inOrder.map(({ touchpoint_id }) => touchpoint_id)]
    }),
  )
}

test('a touch at the instant of a lead leads to it, and to no later one', async () => {
  const cycles = [
    ['02', '05'],
    ['05', null],
  ] as const
  expect(await waysOf(['01', '02', '04', '05', '06'], cycles)).toEqual({
    1: ['01', '02'],
    2: ['04', '05'],
  })
})

test('each CRM has its own way', async () => {
  const cycles = [
    ['02', '08'],
    ['05', null, 'salesforce'],
    ['08', null],
  ] as const
  expect(await waysOf(['01', '04', '07'], cycles)).toEqual({
    1: ['01'],
    2: ['01', '04'],
    3: ['04', '07'],
  })
})

test('what another CRM knew does not end a way, though both saw the person come back at once', async () => {
  const cycles = [
    ['02', '05'],
    ['05', null],
    ['05', null, 'salesforce'],
  ] as const
  expect(await waysOf(['01', '04'], cycles)).toEqual({ 1: ['01'], 2: ['04'], 3: ['01', '04'] })
})

test('where two portals of a CRM say that somebody came back at once, the later lead before ends the way', async () => {
  const cycles = [
    ['02', '08'],
    ['05', '08'],
    ['08', null],
  ] as const
  expect(await waysOf(['01', '04', '07'], cycles)).toEqual({
    1: ['01'],
    2: ['01', '04'],
    3: ['07'],
  })
})
