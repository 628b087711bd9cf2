/** Opportunities of all CRMs. */
import { unionOf } from '../../src/sql/union.ts'
import { defineTable } from '../../src/table.ts'
import { stgGenericLoggedOpportunities } from './generic/stg_generic__logged_opportunities.ts'
import { stgGenericOpportunities } from './generic/stg_generic__opportunities.ts'
import { stgHubspotOpportunities } from './hubspot/stg_hubspot__opportunities.ts'
import { opportunityColumns } from './objects/opportunities.ts'
import { stgSalesforceOpportunities } from './salesforce/stg_salesforce__opportunities.ts'
import { stgSalesforceReportedOpportunities } from './salesforce/stg_salesforce__reported_opportunities.ts'

export const stgOpportunities = defineTable({
  name: 'stg_opportunities',
  description:
    'The opportunities of the CRMs as last exported, deleted, merged-away and internal ones too.',
  grain: ['opportunity_id'],
  columns: opportunityColumns,
  query: () =>
    unionOf(
      opportunityColumns,
      stgHubspotOpportunities,
      stgSalesforceOpportunities,
      stgSalesforceReportedOpportunities,
      stgGenericOpportunities,
      stgGenericLoggedOpportunities,
    ),
})
