/** Changes of recurring value, as the generic file tells them. */
import { settings } from '../../../src/settings.ts'
import { rawGenericSubscriptionChanges } from '../../sources/generic_revenue.ts'
import { subscriptionChangeColumns } from '../objects/subscription_changes.ts'
import { stagedFrom } from './staged.ts'

export const stgGenericLoggedSubscriptionChanges = stagedFrom({
  name: 'stg_generic__logged_subscription_changes',
  description:
    'The changes of generic/subscription_changes, those without a value left out; of an unknown customer where the file names none.',
  grain: ['subscription_line_id', 'changed_at'],
  columns: subscriptionChangeColumns,
  from: rawGenericSubscriptionChanges,
  id: 'subscription_line_id',
  needs: ['mrr_change_local'],
  defaults: { account_id: 'generic:unknown', currency_code: settings.reportingCurrency },
})
