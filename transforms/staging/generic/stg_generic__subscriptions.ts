/** Subscriptions, from the generic files. */
import { rawGenericSubscriptions } from '../../sources/generic_revenue.ts'
import { subscriptionColumns } from '../objects/subscriptions.ts'
import { stagedFrom } from './staged.ts'

export const stgGenericSubscriptions = stagedFrom({
  name: 'stg_generic__subscriptions',
  description: 'The subscriptions of generic/subscriptions.',
  grain: ['subscription_id'],
  columns: subscriptionColumns,
  from: rawGenericSubscriptions,
  id: 'subscription_id',
  defaults: {},
})
