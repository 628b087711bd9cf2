/** Stages of opportunities in all CRMs. */
import { unionOf } from '../../src/sql/union.ts'
import { defineTable } from '../../src/table.ts'
import { stgGenericStages } from './generic/stg_generic__stages.ts'
import { stgHubspotStages } from './hubspot/stg_hubspot__stages.ts'
import { stageColumns } from './objects/stages.ts'
import { stgSalesforceStages } from './salesforce/stg_salesforce__stages.ts'

export const stgStages = defineTable({
  name: 'stg_stages',
  description: 'The stages of opportunities in the CRMs, those no longer in use included.',
  grain: ['stage_id'],
  columns: stageColumns,
  query: () => unionOf(stageColumns, stgHubspotStages, stgSalesforceStages, stgGenericStages),
})
