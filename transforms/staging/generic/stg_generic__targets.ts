/** Targets, from the generic files. */
import { rawGenericTargets } from '../../sources/generic_finance.ts'
import { targetColumns } from '../objects/targets.ts'
import { stagedFrom } from './staged.ts'

export const stgGenericTargets = stagedFrom({
  name: 'stg_generic__targets',
  description:
    'The targets of generic/targets, those without a value left out; of months where the file does not say.',
  grain: [
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
  from: rawGenericTargets,
  needs: ['target_value'],
  defaults: { period_type: 'month' },
})
