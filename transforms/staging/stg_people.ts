/** Records that stand for a person, of all systems. */
import { unionOf } from '../../src/sql/union.ts'
import { defineTable } from '../../src/table.ts'
import { stgGa4People } from './ga4/stg_ga4__people.ts'
import { stgGenericPeople } from './generic/stg_generic__people.ts'
import { stgHubspotPeople } from './hubspot/stg_hubspot__people.ts'
import { personColumns } from './objects/people.ts'
import { stgSalesforceContacts } from './salesforce/stg_salesforce__contacts.ts'
import { stgSalesforceLeads } from './salesforce/stg_salesforce__leads.ts'
import { stgZendeskPeople } from './zendesk/stg_zendesk__people.ts'

export const stgPeople = defineTable({
  name: 'stg_people',
  description:
    'Contacts, leads, support users and visitors of every system, deleted, merged-away and internal ones included.',
  grain: ['person_id'],
  columns: personColumns,
  query: () =>
    unionOf(
      personColumns,
      stgHubspotPeople,
      stgSalesforceContacts,
      stgSalesforceLeads,
      stgZendeskPeople,
      stgGa4People,
      stgGenericPeople,
    ),
})
