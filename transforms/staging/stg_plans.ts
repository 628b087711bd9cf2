/** Plans and prices of all billing systems. */
import { unionOf } from '../../src/sql/union.ts'
import { defineTable } from '../../src/table.ts'
import { stgGenericPlans } from './generic/stg_generic__plans.ts'
import { planColumns } from './objects/plans.ts'
import { stgStripePlans } from './stripe/stg_stripe__plans.ts'

export const stgPlans = defineTable({
  name: 'stg_plans',
  description: 'Plans and prices, one-off ones included.',
  grain: ['plan_id'],
  columns: planColumns,
  query: () => unionOf(planColumns, stgStripePlans, stgGenericPlans),
})
