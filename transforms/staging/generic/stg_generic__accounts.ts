/** Companies, from the generic files. */
import { rawGenericAccounts } from '../../sources/generic_crm.ts'
import { accountColumns } from '../objects/accounts.ts'
import { stagedFrom } from './staged.ts'

export const stgGenericAccounts = stagedFrom({
  name: 'stg_generic__accounts',
  description: 'The companies of generic/accounts in their last state.',
  grain: ['account_id'],
  columns: accountColumns,
  from: rawGenericAccounts,
  id: 'account_id',
  customFields: 'accounts',
  defaults: { record_type: 'company' },
})
