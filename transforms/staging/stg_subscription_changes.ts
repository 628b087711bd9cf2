/** Changes of recurring value, over all billing systems. */
import { unionOf } from '../../src/sql/union.ts'
import { defineTable } from '../../src/table.ts'
import { stgGenericSubscriptionChanges } from './generic/stg_generic__subscription_changes.ts'
import { subscriptionChangeColumns } from './objects/subscription_changes.ts'
import { stgStripeSubscriptionChanges } from './stripe/stg_stripe__subscription_changes.ts'

export const stgSubscriptionChanges = defineTable({
  name: 'stg_subscription_changes',
  description: 'What each instant changed in the monthly value of a subscription’s line.',
  grain: ['subscription_line_id', 'changed_at'],
  columns: subscriptionChangeColumns,
  query: () =>
    unionOf(subscriptionChangeColumns, stgStripeSubscriptionChanges, stgGenericSubscriptionChanges),
})
