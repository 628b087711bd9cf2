/** Activities that are yet to come. */
import { expect, test } from 'vitest'
import { dataAsOf } from '../../../src/run_tables.ts'
import { given, rowsOf } from '../../../src/testing.ts'
import { dimPeople } from '../../../transforms/conformed/dim_people.ts'
import { fctActivities } from '../../../transforms/conformed/fct_activities.ts'
import { fctPlannedActivities } from '../../../transforms/conformed/fct_planned_activities.ts'
import { make, openMemory } from '../chain.ts'
import { crmTables, givenCrm } from '../crm_inputs.ts'
import { givenFunnel } from '../funnel_inputs.ts'

test('what is dated later than the data is planned, and has not happened', async () => {
  const db = await openMemory()
  await givenCrm(db, { companies: [{ id: 'acme' }] })
  await givenFunnel(db, {
    records: [{ key: 'hubspot:1', company: 'acme' }],
    deeds: ['2024-01-05 10:00', '2024-01-05 12:00', '2024-01-05 12:01'].map((at) => ({
      of: 'hubspot:1',
      type: 'meeting',
      at,
    })),
  })
  await make(db, [...crmTables, dimPeople])
  await given(db, dataAsOf, [{ as_of: new Date('2024-01-05T12:00:00Z') }])
  expect(await rowsOf(db, fctActivities)).toHaveLength(2)
  expect(await rowsOf(db, fctPlannedActivities)).toMatchObject([
    {
      activity_id: 'hubspot:2',
      account_id: 'hubspot:acme',
      planned_date: '2024-01-05',
      planned_at: new Date('2024-01-05T12:01:00Z'),
    },
  ])
  await db.destroy()
})
