/** What our people have in mind to do, for whom. */
import { pick, timestamp } from '../../src/columns.ts'
import { dataAsOf } from '../../src/run_tables.ts'
import { defineTable } from '../../src/table.ts'
import { dimAccounts } from './dim_accounts.ts'
import { dimOwners } from './dim_owners.ts'
import { dimPeople } from './dim_people.ts'
import { fctActivities, toldActivities } from './fct_activities.ts'

export const fctPlannedActivities = defineTable({
  name: 'fct_planned_activities',
  description:
    'One row per call, e-mail, meeting, message, task and note that the exports date later than data_as_of; without those with our own people.',
  grain: ['activity_id'],
  relations: [
    { column: 'person_id', to: dimPeople, unknown: 'unknown' },
    { column: 'account_id', to: dimAccounts, unknown: 'unknown' },
    { column: 'owner_id', to: dimOwners, unknown: 'unknown' },
  ],
  columns: {
    ...pick(
      fctActivities.columns,
      'activity_id',
      'person_id',
      'account_id',
      'opportunity_id',
      'owner_id',
      'source_system',
      'activity_type',
    ),
    planned_at: timestamp('When it is to be.'),
    planned_date: fctActivities.columns.occurred_date,
  },
  query: (db) =>
    db
      .selectFrom(toldActivities(db).as('activity'))
      .innerJoin(dataAsOf.as('run'), (join) => join.onRef('run.as_of', '<', 'activity.occurred_at'))
      .select([
        'activity.activity_id',
        'activity.person_id',
        'activity.account_id',
        'activity.opportunity_id',
        'activity.owner_id',
        'activity.source_system',
        'activity.activity_type',
        'activity.occurred_at as planned_at',
        'activity.occurred_date as planned_date',
      ]),
})
