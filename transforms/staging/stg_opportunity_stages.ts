/** When opportunities came to stages, by the columns of their exports. */
import { unionOf } from '../../src/sql/union.ts'
import { defineTable } from '../../src/table.ts'
import { stgGenericOpportunityStages } from './generic/stg_generic__opportunity_stages.ts'
import { stgHubspotOpportunityStages } from './hubspot/stg_hubspot__opportunity_stages.ts'
import { opportunityStageColumns } from './objects/opportunity_stages.ts'

export const stgOpportunityStages = defineTable({
  name: 'stg_opportunity_stages',
  description:
    'The latest entry of an opportunity into each stage, where the export has columns for it.',
  grain: ['opportunity_id', 'pipeline_name', 'stage_name'],
  columns: opportunityStageColumns,
  query: () =>
    unionOf(opportunityStageColumns, stgHubspotOpportunityStages, stgGenericOpportunityStages),
})
