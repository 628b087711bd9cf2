/** Activities, from the generic files. */
import { rawGenericActivities } from '../../sources/generic_crm.ts'
import { activityColumns } from '../objects/activities.ts'
import { stagedFrom } from './staged.ts'

export const stgGenericActivities = stagedFrom({
  name: 'stg_generic__activities',
  description: 'The activities of generic/activities; tasks of people where the file does not say.',
  grain: ['activity_id'],
  columns: activityColumns,
  from: rawGenericActivities,
  id: 'activity_id',
  defaults: { activity_type: 'task', is_automatic: false },
})
