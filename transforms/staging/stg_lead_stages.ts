/** When people came to stages of the funnel, over all systems. */
import { unionOf } from '../../src/sql/union.ts'
import { defineTable } from '../../src/table.ts'
import { stgGenericLeadStages } from './generic/stg_generic__lead_stages.ts'
import { stgHubspotLeadStages } from './hubspot/stg_hubspot__lead_stages.ts'
import { leadStageColumns } from './objects/lead_stages.ts'
import { stgSalesforceLeadStages } from './salesforce/stg_salesforce__lead_stages.ts'

export const stgLeadStages = defineTable({
  name: 'stg_lead_stages',
  description: 'Every entry of a person’s record into a stage of the funnel.',
  grain: ['person_id', 'stage_name', 'entered_at'],
  columns: leadStageColumns,
  query: () =>
    unionOf(leadStageColumns, stgHubspotLeadStages, stgSalesforceLeadStages, stgGenericLeadStages),
})
