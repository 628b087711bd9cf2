/** What our people did, over all systems. */
import { unionOf } from '../../src/sql/union.ts'
import { defineTable } from '../../src/table.ts'
import { stgGenericActivities } from './generic/stg_generic__activities.ts'
import { stgHubspotActivities } from './hubspot/stg_hubspot__activities.ts'
import { activityColumns } from './objects/activities.ts'
import { stgSalesforceActivities } from './salesforce/stg_salesforce__activities.ts'

export const stgActivities = defineTable({
  name: 'stg_activities',
  description: 'Calls, e-mails, meetings, tasks and notes of every system.',
  grain: ['activity_id'],
  columns: activityColumns,
  query: () =>
    unionOf(activityColumns, stgHubspotActivities, stgSalesforceActivities, stgGenericActivities),
})
