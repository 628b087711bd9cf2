/** What the systems remember of their companies’ attributes. */
import { unionOf } from '../../src/sql/union.ts'
import { defineTable } from '../../src/table.ts'
import { stgHubspotAccountHistory } from './hubspot/stg_hubspot__account_history.ts'
import { accountHistoryColumns } from './objects/account_history.ts'
import { stgSalesforceAccountHistory } from './salesforce/stg_salesforce__account_history.ts'

export const stgAccountHistory = defineTable({
  name: 'stg_account_history',
  description:
    'Every owner and number of employees that a company’s record had, where its system has a history.',
  grain: ['account_id', 'property', 'changed_at'],
  columns: accountHistoryColumns,
  query: () =>
    unionOf(accountHistoryColumns, stgHubspotAccountHistory, stgSalesforceAccountHistory),
})
