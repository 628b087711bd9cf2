/**
 * Stripe: customers as the dashboard exports them, billing objects as Sigma and connectors do.
 *
 * Amounts are in minor units of the row's currency, except a customer's totals, which are in major ones.
 */
import { flag, integer, localMoney, oneOf, text, timestamp } from '../../src/columns.ts'
import { defineExport, from, optional } from '../../src/export.ts'

export const invoiceStatuses = ['draft', 'open', 'paid', 'uncollectible', 'void'] as const
export const itemEventTypes = [
  'ACTIVE_START',
  'ACTIVE_UPGRADE',
  'ACTIVE_DOWNGRADE',
  'ACTIVE_END',
] as const
export const priceIntervals = ['day', 'week', 'month', 'year'] as const

export const rawStripeCustomers = defineExport({
  name: 'raw_stripe__customers',
  description: 'Everyone whom Stripe bills, as the dashboard exports them.',
  system: 'stripe',
  object: 'customers',
  grain: ['id'],
  observed: ['created'],
  columns: {
    id: text('Stripe’s id, cus_….'),
    description: text('What the customer is for, as typed.').nullable(),
    email: text('The billing address.').nullable(),
    name: text('The company or person, as typed.').nullable(),
    created: from(timestamp('When the customer was created.'), 'Created (UTC)'),
    delinquent: optional(flag('Whether the latest invoice is overdue.').nullable()),
    plan: optional(text('The price of the only subscription.').nullable()),
    status: optional(text('The status of the only subscription.').nullable()),
    total_spend: optional(localMoney('All payments so far, in major units.').nullable()),
    payment_count: optional(integer('The payments so far.').nullable()),
    refunded_volume: optional(localMoney('All refunds so far, in major units.').nullable()),
    dispute_losses: optional(localMoney('What disputes cost so far, in major units.').nullable()),
    hubspot_company_id: optional(
      from(
        text('The company in the CRM, filled in by the billing sync.').nullable(),
        'hubspot_company_id (metadata)',
      ),
    ),
  },
})

export const rawStripeProducts = defineExport({
  name: 'raw_stripe__products',
  description: 'What is on sale, one-off services included.',
  system: 'stripe',
  object: 'products',
  grain: ['id'],
  version: 'updated',
  columns: {
    id: text('Stripe’s id, prod_….'),
    _fivetran_synced: optional(timestamp('When the connector read the row.').nullable()),
    active: flag('Whether it is on sale.'),
    created: timestamp('When it was created.'),
    description: optional(text('Words for the invoice.').nullable()),
    is_deleted: optional(flag('Whether Stripe deleted it.').nullable()),
    livemode: optional(flag('False for test data.').nullable()),
    metadata: optional(text('JSON, as the team keeps it.').nullable()),
    name: text('The name on invoices.'),
    type: optional(text('service or good.').nullable()),
    updated: timestamp('When it was last changed.'),
  },
})

export const rawStripePrices = defineExport({
  name: 'raw_stripe__prices',
  description: 'What products cost, by currency and interval.',
  system: 'stripe',
  object: 'prices',
  grain: ['id'],
  columns: {
    id: text('Stripe’s id, price_….'),
    _fivetran_synced: optional(timestamp('When the connector read the row.').nullable()),
    active: flag('Whether it can be bought.'),
    billing_scheme: optional(text('per_unit or tiered.').nullable()),
    created: timestamp('When it was created.'),
    currency: text('ISO 4217.'),
    livemode: optional(flag('False for test data.').nullable()),
    nickname: optional(text('The team’s name for the price.').nullable()),
    product_id: text('The product that it buys.'),
    recurring_interval: oneOf(
      priceIntervals,
      'How often it is billed; empty for a one-off.',
    ).nullable(),
    recurring_interval_count: integer('Intervals between two bills.').nullable(),
    recurring_usage_type: optional(text('licensed or metered.').nullable()),
    type: text('recurring or one_time.'),
    unit_amount: integer('Per unit and interval, in minor units; empty when tiered.').nullable(),
  },
})

export const rawStripeSubscriptions = defineExport({
  name: 'raw_stripe__subscriptions',
  description: 'Subscriptions in their last state.',
  system: 'stripe',
  object: 'subscriptions',
  grain: ['id'],
  observed: ['created'],
  columns: {
    id: text('Stripe’s id, sub_….'),
    customer_id: text('Who is billed.'),
    status: text('active, past_due, canceled, paused, ….'),
    start_date: timestamp('When it began, back-dated or not.'),
    created: timestamp('When it was created.'),
    current_period_start: timestamp('When the period that is paid for began.').nullable(),
    current_period_end: timestamp('When the period that is paid for ends.').nullable(),
    billing_cycle_anchor: timestamp('The instant that periods are counted from.').nullable(),
    cancel_at: timestamp('When it will end by a cancellation.').nullable(),
    cancel_at_period_end: flag('Whether it ends with the period.').nullable(),
    canceled_at: timestamp('When the cancellation was asked for.').nullable(),
    ended_at: timestamp('When it ended.').nullable(),
    cancellation_details_feedback: text('The customer’s reason, from Stripe’s list.').nullable(),
    cancellation_details_reason: text('What ended it, from Stripe’s list.').nullable(),
    price_id: text('The price; empty when there are several items.').nullable(),
    quantity: integer('Units; empty when there are several items.').nullable(),
    pause_collection_behavior: text('What becomes of invoices while paused.').nullable(),
    pause_collection_resumes_at: timestamp('When the pause ends.').nullable(),
  },
})

export const rawStripeSubscriptionItems = defineExport({
  name: 'raw_stripe__subscription_items',
  description: 'The lines of subscriptions in their last state.',
  system: 'stripe',
  object: 'subscription_items',
  grain: ['id'],
  observed: ['created'],
  columns: {
    id: text('Stripe’s id, si_….'),
    subscription_id: text('The subscription that it is a line of.'),
    created: timestamp('When it was created.'),
    price_id: text('Its price.'),
    price_product_id: text('Its product.'),
    price_currency: text('ISO 4217.'),
    price_recurring_interval: oneOf(priceIntervals, 'How often it is billed.').nullable(),
    price_recurring_interval_count: integer('Intervals between two bills.').nullable(),
    price_unit_amount: integer('Per unit and interval, in minor units.').nullable(),
    quantity: integer('Units.').nullable(),
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

export const rawStripeInvoices = defineExport({
  name: 'raw_stripe__invoices',
  description: 'Invoices in their last state, drafts included.',
  system: 'stripe',
  object: 'invoices',
  grain: ['id'],
  observed: ['date', 'status_transitions_finalized_at', 'status_transitions_paid_at'],
  columns: {
    id: text('Stripe’s id, in_….'),
    number: text('The number on the document; empty for a draft.').nullable(),
    date: timestamp('When it was created.'),
    status: oneOf(invoiceStatuses, 'Where the invoice is in its life.'),
    customer_id: text('Who is billed.'),
    customer_email: text('The address on the document.').nullable(),
    customer_name: text('The name on the document.').nullable(),
    subscription_id: text('The subscription that it bills; empty for a one-off.').nullable(),
    billing_reason: text('subscription_cycle, manual, ….').nullable(),
    collection_method: text('charge_automatically or send_invoice.').nullable(),
    currency: text('ISO 4217.'),
    subtotal: integer('Before discounts and tax.'),
    tax: integer('Tax; empty where none was computed.').nullable(),
    total: integer('After discounts and tax.'),
    amount_due: integer('What was to be paid.').nullable(),
    amount_paid: integer('What was paid.').nullable(),
    amount_remaining: integer('What is still to be paid.').nullable(),
    period_start: timestamp('The invoice’s own period, which is not that of its lines.').nullable(),
    period_end: timestamp('The end of the invoice’s own period.').nullable(),
    due_date: timestamp('When it is due; empty where it is charged at once.').nullable(),
    attempt_count: integer('Attempts at payment.').nullable(),
    paid: flag('Whether nothing remains to be paid.').nullable(),
    status_transitions_finalized_at: timestamp('When it was issued.').nullable(),
    status_transitions_paid_at: timestamp('When it was paid.').nullable(),
    status_transitions_voided_at: timestamp('When it was taken back.').nullable(),
    status_transitions_marked_uncollectible_at: timestamp('When it was written off.').nullable(),
    charge_id: text('The latest charge.').nullable(),
  },
})

export const rawStripeCharges = defineExport({
  name: 'raw_stripe__charges',
  description: 'Attempts at payment, failed ones included.',
  system: 'stripe',
  object: 'charges',
  grain: ['id'],
  observed: ['created'],
  columns: {
    id: text('Stripe’s id, ch_….'),
    _fivetran_synced: optional(timestamp('When the connector read the row.').nullable()),
    amount: integer('What was charged.'),
    amount_refunded: integer('What was given back so far.').nullable(),
    captured: flag('Whether the money was taken.').nullable(),
    created: timestamp('When it was attempted.'),
    currency: text('ISO 4217.'),
    customer_id: text('Who was charged.').nullable(),
    description: text('Words on the statement.').nullable(),
    failure_code: text('Why it failed.').nullable(),
    failure_message: text('Why it failed, in words.').nullable(),
    invoice_id: text('The invoice that it pays.').nullable(),
    livemode: optional(flag('False for test data.').nullable()),
    paid: flag('Whether it succeeded.').nullable(),
    refunded: flag('Whether all was given back.').nullable(),
    status: text('succeeded or failed.'),
  },
})
