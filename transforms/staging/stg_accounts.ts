/** Records that stand for a company, of all systems. */
import { unionOf } from '../../src/sql/union.ts'
import { defineTable } from '../../src/table.ts'
import { stgGenericAccounts } from './generic/stg_generic__accounts.ts'
import { stgHubspotAccounts } from './hubspot/stg_hubspot__accounts.ts'
import { accountColumns } from './objects/accounts.ts'
import { stgSalesforceAccounts } from './salesforce/stg_salesforce__accounts.ts'
import { stgStripeAccounts } from './stripe/stg_stripe__accounts.ts'
import { stgZendeskAccounts } from './zendesk/stg_zendesk__accounts.ts'

export const stgAccounts = defineTable({
  name: 'stg_accounts',
  description:
    'Companies and accounts of the CRMs, customers of billing systems and organisations of support, deleted, merged-away and internal ones included.',
  grain: ['account_id'],
  columns: accountColumns,
  query: () =>
    unionOf(
      accountColumns,
      stgHubspotAccounts,
      stgSalesforceAccounts,
      stgStripeAccounts,
      stgZendeskAccounts,
      stgGenericAccounts,
    ),
})
