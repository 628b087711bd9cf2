/** Plans, from the generic files. */
import { rawGenericPlans } from '../../sources/generic_revenue.ts'
import { planColumns } from '../objects/plans.ts'
import { stagedFrom } from './staged.ts'

export const stgGenericPlans = stagedFrom({
  name: 'stg_generic__plans',
  description: 'The plans of generic/plans.',
  grain: ['plan_id'],
  columns: planColumns,
  from: rawGenericPlans,
  id: 'plan_id',
  defaults: {},
})
