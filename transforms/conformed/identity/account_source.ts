/** What identity reads of records of companies. */
import { at } from '../../../src/identity/table_rows.ts'
import { accountRecordTypes } from '../../staging/objects/accounts.ts'
import { stgAccounts } from '../../staging/stg_accounts.ts'

export const accountSource = {
  table: at(stgAccounts),
  id: 'account_id',
  mergedIds: 'merged_account_ids',
  mergedInto: 'merged_into_account_id',
  linkedIds: 'linked_account_ids',
  kind: 'record_type',
  kinds: accountRecordTypes,
}
