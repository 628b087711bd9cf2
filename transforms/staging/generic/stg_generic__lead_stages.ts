/** When people entered stages of the funnel, from the generic files. */
import { rawGenericLeadStages } from '../../sources/generic_crm.ts'
import { leadStageColumns } from '../objects/lead_stages.ts'
import { stagedFrom } from './staged.ts'

export const stgGenericLeadStages = stagedFrom({
  name: 'stg_generic__lead_stages',
  description: 'The entries of generic/lead_stages.',
  grain: ['person_id', 'stage_name', 'entered_at'],
  columns: leadStageColumns,
  from: rawGenericLeadStages,
  defaults: {},
})
