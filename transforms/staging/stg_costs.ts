/** What sales and marketing cost, over all systems. */
import { unionOf } from '../../src/sql/union.ts'
import { defineTable } from '../../src/table.ts'
import { stgFinanceCosts } from './finance/stg_finance__costs.ts'
import { stgGenericCosts } from './generic/stg_generic__costs.ts'
import { costColumns } from './objects/costs.ts'

export const stgCosts = defineTable({
  name: 'stg_costs',
  description: 'Costs as booked, without paid media.',
  grain: ['source_system', 'cost_type', 'category', 'segment', 'currency_code', 'cost_date'],
  columns: costColumns,
  query: () => unionOf(costColumns, stgFinanceCosts, stgGenericCosts),
})
