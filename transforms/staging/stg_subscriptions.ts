/** Subscriptions of all billing systems. */
import { unionOf } from '../../src/sql/union.ts'
import { defineTable } from '../../src/table.ts'
import { stgGenericSubscriptions } from './generic/stg_generic__subscriptions.ts'
import { subscriptionColumns } from './objects/subscriptions.ts'
import { stgStripeSubscriptions } from './stripe/stg_stripe__subscriptions.ts'

export const stgSubscriptions = defineTable({
  name: 'stg_subscriptions',
  description: 'Subscriptions in their last state, ended ones included.',
  grain: ['subscription_id'],
  columns: subscriptionColumns,
  query: () => unionOf(subscriptionColumns, stgStripeSubscriptions, stgGenericSubscriptions),
})
