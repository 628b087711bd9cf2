/** Targets and quotas of all systems. */
import { unionOf } from '../../src/sql/union.ts'
import { defineTable } from '../../src/table.ts'
import { stgFinanceTargets } from './finance/stg_finance__targets.ts'
import { stgGenericTargets } from './generic/stg_generic__targets.ts'
import { targetColumns } from './objects/targets.ts'

export const stgTargets = defineTable({
  name: 'stg_targets',
  description:
    'What was planned, by metric and period, for an owner, a team, a segment or the company.',
  grain: [
    'source_system',
    'metric',
    'owner_email',
    'team_name',
    'segment',
    'region',
    'deal_type',
    'period_type',
    'period_start_date',
  ],
  columns: targetColumns,
  query: () => unionOf(targetColumns, stgFinanceTargets, stgGenericTargets),
})
