/** Activities: whose they are, and which are ours turning to the other side. */
import { beforeEach, expect, test } from 'vitest'
import { rowsOf, type TestDatabase } from '../../../src/testing.ts'
import { dimPeople } from '../../../transforms/conformed/dim_people.ts'
import { fctActivities } from '../../../transforms/conformed/fct_activities.ts'
import { make, openMemory } from '../chain.ts'
import { crmTables, givenCrm } from '../crm_inputs.ts'
import { type Deed, givenFunnel } from '../funnel_inputs.ts'

let db: TestDatabase
beforeEach(async () => {
  db = await openMemory()
  return () => db.destroy()
})

/** In the order given. */
const activities = async (...deeds: Omit<Deed, 'at'>[]) => {
  await givenCrm(db, { companies: [{ id: 'acme' }] })
  await givenFunnel(db, {
    records: [
      { key: 'hubspot:1', company: 'acme' },
      { key: 'hubspot:9', isInternal: true },
    ],
    deeds: deeds.map((deed) => ({ ...deed, at: '2024-01-05 10:00' })),
  })
  await make(db, [...crmTables, dimPeople])
  return (await rowsOf(db, fctActivities)).sort((one, other) =>
    one.activity_id < other.activity_id ? -1 : 1,
  )
}

test('is of the person and of the account, and none with our own people', async () => {
  expect(
    await activities({ of: 'hubspot:1' }, { of: 'hubspot:9' }, { of: 'hubspot:gone' }),
  ).toMatchObject([
    { activity_id: 'hubspot:0', person_id: 'hubspot:1', account_id: 'hubspot:acme' },
    { activity_id: 'hubspot:2', person_id: 'unknown', account_id: 'unknown' },
  ])
})

test('is outreach unless a machine did it, the other side began, or it turns to nobody', async () => {
  const rows = await activities(
    { of: 'hubspot:1', type: 'call', direction: 'outbound' },
    { of: 'hubspot:1', type: 'call' },
    { of: 'hubspot:1', type: 'meeting' },
    { of: 'hubspot:1', type: 'call', direction: 'inbound' },
    { of: 'hubspot:1', type: 'email', direction: 'outbound', isAutomatic: true },
    { of: 'hubspot:1', type: 'note', direction: 'outbound' },
  )
  expect(rows.map(({ is_outreach }) => is_outreach)).toEqual([
    true,
    true,
    true,
    false,
    false,
    false,
  ])
})
