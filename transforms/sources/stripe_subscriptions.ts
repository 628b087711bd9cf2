/** Stripe’s subscriptions, their lines, and the changes of these. */
import { flag, integer, localMoney, oneOf, text, texts, timestamp } from '../../src/columns.ts'
import { defineExport, from, optional } from '../../src/export.ts'
import { synced } from './connector.ts'
import { priceIntervals } from './stripe_catalogue.ts'

export const itemEventTypes = [
  'ACTIVE_START',
  'ACTIVE_UPGRADE',
  'ACTIVE_DOWNGRADE',
  'ACTIVE_END',
] as const

/** What subscriptions and their history have. */
const subscriptionColumns = () => ({
  id: text('Stripe’s id, sub_….'),
  customer_id: text('Who is billed.'),
  status: text('active, past_due, canceled, paused, ….').nullable(),
  start_date: optional(
    from(
      timestamp('When it began, back-dated or not.').nullable(),
      'Start Date (UTC)',
      'Start (UTC)',
      'start',
    ),
  ),
  created: from(timestamp('When it was created.'), 'Created (UTC)'),
  current_period_start: instant(
    'When the period that is paid for began.',
    'Current Period Start (UTC)',
  ),
  current_period_end: instant('When the period that is paid for ends.', 'Current Period End (UTC)'),
  trial_start: instant('When its trial began.', 'Trial Start (UTC)'),
  trial_end: instant('When its trial ends.', 'Trial End (UTC)'),
  billing_cycle_anchor: optional(
    text('The instant that periods are counted from, as written.').nullable(),
  ),
  cancel_at: optional(text('When it will end by a cancellation, as written.').nullable()),
  cancel_at_period_end: optional(flag('Whether it ends with the period.').nullable()),
  canceled_at: instant('When the cancellation was asked for.', 'Canceled At (UTC)'),
  ended_at: instant('When it ended.', 'Ended At (UTC)'),
  cancellation_details_feedback: optional(
    text('The customer’s reason, from Stripe’s list.').nullable(),
  ),
  cancellation_details_reason: optional(
    from(
      text('What ended it, from Stripe’s list.').nullable(),
      'Cancellation Reason',
      'cancellation_reason',
    ),
  ),
  price_id: optional(text('The price; empty when there are several items.').nullable()),
  plan_id: optional(from(text('The plan; empty when there are several items.').nullable(), 'Plan')),
  quantity: optional(integer('Units; empty when there are several items.').nullable()),
  currency: optional(text('ISO 4217.').nullable()),
  interval: optional(oneOf(priceIntervals, 'How often it is billed.').nullable()),
  amount: optional(localMoney('Per unit and interval, in major units.').nullable()),
  discount_coupon_id: optional(text('The coupon that it has.').nullable()),
  discount_start: instant('From when on that holds.'),
  discount_end: instant('Until when that holds; empty for ever.'),
  pause_collection_behavior: optional(text('What becomes of invoices while paused.').nullable()),
  pause_collection_resumes_at: instant('When the pause ends.'),
  metadata: optional(text('JSON, as the team keeps it.').nullable()),
  livemode: optional(flag('False for test data.').nullable()),
  other: texts('All further columns, by header.'),
  _fivetran_active: optional(flag('Whether it is the last state.').nullable()),
})

export const rawStripeSubscriptions = defineExport({
  name: 'raw_stripe__subscriptions',
  description: 'Subscriptions in their last state.',
  system: 'stripe',
  object: 'subscriptions',
  grain: ['id'],
  version: '_fivetran_synced',
  observed: ['created'],
  gathered: { other: /./ },
  columns: { ...subscriptionColumns(), _fivetran_synced: synced() },
})

export const rawStripeSubscriptionHistory = defineExport({
  name: 'raw_stripe__subscription_history',
  description: 'Every state of subscriptions that a connector saw.',
  system: 'stripe',
  object: 'subscription_history',
  grain: ['id'],
  keep: 'versions',
  version: 'changed_at',
  observed: ['created'],
  gathered: { other: /./ },
  columns: {
    ...subscriptionColumns(),
    _fivetran_active: flag('Whether it is the last state.').nullable(),
    _fivetran_end: instant('Until when it held.'),
    changed_at: optional(
      from(
        timestamp('From when on it held, as far as the connector says.').nullable(),
        '_fivetran_start',
        '_fivetran_synced',
      ),
    ),
  },
})

export const rawStripeSubscriptionItems = defineExport({
  name: 'raw_stripe__subscription_items',
  description: 'The lines of subscriptions in their last state.',
  system: 'stripe',
  object: 'subscription_items',
  grain: ['id'],
  version: '_fivetran_synced',
  observed: ['created'],
  anyOf: [['price_id', 'plan_id']],
  columns: {
    id: text('Stripe’s id, si_….'),
    subscription_id: from(text('The subscription that it is a line of.'), 'subscription'),
    created: timestamp('When it was created.').nullable(),
    current_period_start: instant('When its period began.', 'item_current_period_start'),
    current_period_end: instant('When its period ends.', 'item_current_period_end'),
    price_id: optional(text('Its price.').nullable()),
    price_product_id: optional(text('Its product.').nullable()),
    price_currency: optional(text('ISO 4217.').nullable()),
    price_recurring_interval: optional(oneOf(priceIntervals, 'How often it is billed.').nullable()),
    price_recurring_interval_count: optional(integer('Intervals between two bills.').nullable()),
    price_unit_amount: optional(integer('Per unit and interval, in minor units.').nullable()),
    plan_id: optional(text('Its plan.').nullable()),
    quantity: integer('Units.').nullable(),
    metadata: optional(text('JSON, as the team keeps it.').nullable()),
    _fivetran_synced: synced(),
  },
})

export const rawStripeSubscriptionItemChangeEvents = defineExport({
  name: 'raw_stripe__subscription_item_change_events',
  description: 'Every change of the monthly value of a subscription’s line.',
  system: 'stripe',
  object: 'subscription_item_change_events',
  grain: ['subscription_item_id', 'event_timestamp', 'event_type'],
  observed: ['event_timestamp'],
  columns: {
    event_timestamp: timestamp('When it changed.'),
    event_type: oneOf(itemEventTypes, 'What happened to the line.'),
    subscription_item_id: text('The line, si_….'),
    currency: text('ISO 4217.'),
    customer_id: text('Who is billed.'),
    local_event_timestamp: optional(timestamp('The same in the account’s zone.').nullable()),
    mrr_change: integer('The change of monthly value in minor units, rounded.'),
    price_id: text('The price after the change; at the end, the last one.'),
    product_id: text('The product of the price.'),
    quantity_change: integer('Units gained or lost.'),
    subscription_id: text('The subscription of the line.'),
  },
})

function instant(description: string, ...labels: string[]) {
  return optional(from(timestamp(description).nullable(), ...labels))
}
