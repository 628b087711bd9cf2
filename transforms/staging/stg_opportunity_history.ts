/** What the CRMs remember of their opportunities’ attributes. */
import { unionOf } from '../../src/sql/union.ts'
import { defineTable } from '../../src/table.ts'
import { stgGenericOpportunityHistory } from './generic/stg_generic__opportunity_history.ts'
import { stgHubspotOpportunityHistory } from './hubspot/stg_hubspot__opportunity_history.ts'
import { opportunityHistoryColumns } from './objects/opportunity_history.ts'
import { stgSalesforceOpportunityHistory } from './salesforce/stg_salesforce__opportunity_history.ts'

export const stgOpportunityHistory = defineTable({
  name: 'stg_opportunity_history',
  description:
    'Every value that a tracked attribute of an opportunity took, where a history or successive exports tell it.',
  grain: ['opportunity_id', 'property', 'changed_at'],
  columns: opportunityHistoryColumns,
  query: () =>
    unionOf(
      opportunityHistoryColumns,
      stgHubspotOpportunityHistory,
      stgSalesforceOpportunityHistory,
      stgGenericOpportunityHistory,
    ),
})
