/** The states of subscriptions over time, from the generic files. */
import { timestamp } from '../../../src/columns.ts'
import { rawGenericSubscriptions } from '../../sources/generic_revenue.ts'
import { subscriptionColumns } from '../objects/subscriptions.ts'
import { stagedFrom } from './staged.ts'

export const stgGenericSubscriptionStates = stagedFrom({
  name: 'stg_generic__subscription_states',
  description: 'Every state of a subscription that a file of generic/subscriptions tells of.',
  grain: ['subscription_id', 'version_at'],
  columns: {
    ...subscriptionColumns,
    version_at: timestamp('The date of the file; the first instant of 1970 where it has none.'),
  },
  from: rawGenericSubscriptions,
  id: 'subscription_id',
  statesBy: (cell) => cell('version_at'),
  defaults: {},
})
