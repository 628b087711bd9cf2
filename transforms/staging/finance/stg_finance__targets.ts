/** Finance’s targets and quotas. */
import { comparable, tidy } from '../../../src/sql/text.ts'
import { defineTable } from '../../../src/table.ts'
import { rawFinanceTargets } from '../../sources/finance.ts'
import { targetColumns } from '../objects/targets.ts'

export const stgFinanceTargets = defineTable({
  name: 'stg_finance__targets',
  description: 'What was planned, by period and metric, for an owner, a team or the company.',
  grain: [
    'period_type',
    'period_start_date',
    'metric',
    'team_name',
    'owner_email',
    'segment',
    'region',
    'deal_type',
  ],
  columns: targetColumns,
  query: (db) =>
    db
      .selectFrom(rawFinanceTargets.as('target'))
      .where('target.is_gone', '=', false)
      .select(({ fn, ref, val }) => [
        val('finance').as('source_system'),
        'target.metric',
        comparable(ref('target.owner_email')).as('owner_email'),
        tidy(ref('target.team')).as('team_name'),
        tidy(ref('target.segment')).as('segment'),
        tidy(ref('target.region')).as('region'),
        tidy(ref('target.deal_type')).as('deal_type'),
        fn<string | null>('upper', ['target.currency']).as('currency_code'),
        fn.coalesce('target.period', val('month' as const)).as('period_type'),
        'target.month as period_start_date',
        'target.amount as target_value',
      ]),
})
