/** The people of opportunities, over all CRMs. */
import { unionOf } from '../../src/sql/union.ts'
import { defineTable } from '../../src/table.ts'
import { stgGenericOpportunityContacts } from './generic/stg_generic__opportunity_contacts.ts'
import { stgHubspotOpportunityContacts } from './hubspot/stg_hubspot__opportunity_contacts.ts'
import { opportunityContactColumns } from './objects/opportunity_contacts.ts'
import { stgSalesforceOpportunityContacts } from './salesforce/stg_salesforce__opportunity_contacts.ts'

export const stgOpportunityContacts = defineTable({
  name: 'stg_opportunity_contacts',
  description: 'Every person of an opportunity.',
  grain: ['opportunity_id', 'person_id'],
  columns: opportunityContactColumns,
  query: () =>
    unionOf(
      opportunityContactColumns,
      stgHubspotOpportunityContacts,
      stgSalesforceOpportunityContacts,
      stgGenericOpportunityContacts,
    ),
})
