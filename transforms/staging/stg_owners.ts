/** Owners of all systems. */
import { unionOf } from '../../src/sql/union.ts'
import { defineTable } from '../../src/table.ts'
import { stgGenericOwners } from './generic/stg_generic__owners.ts'
import { stgHubspotOwners } from './hubspot/stg_hubspot__owners.ts'
import { ownerColumns } from './objects/owners.ts'
import { stgSalesforceOwners } from './salesforce/stg_salesforce__owners.ts'

export const stgOwners = defineTable({
  name: 'stg_owners',
  description: 'The owners of the CRMs on each day of export.',
  grain: ['owner_id', 'exported_date'],
  columns: ownerColumns,
  query: () => unionOf(ownerColumns, stgHubspotOwners, stgSalesforceOwners, stgGenericOwners),
})
