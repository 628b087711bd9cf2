/** Stripe's changes of the monthly value of subscription lines. */
import type { Expression } from 'kysely'
import { integer, oneOf, text, timestamp } from '../../../src/columns.ts'
import { sourceKey } from '../../../src/sql/text.ts'
import { defineTable } from '../../../src/table.ts'
import { itemEventTypes, rawStripeSubscriptionItemChangeEvents } from '../../sources/stripe.ts'

export const stgStripeSubscriptionItemChangeEvents = defineTable({
  name: 'stg_stripe__subscription_item_change_events',
  description: 'Stripe’s changes of subscription lines in our names and types.',
  grain: ['subscription_item_id', 'changed_at', 'change_type'],
  columns: {
    subscription_item_id: text('The line, scoped by source.'),
    subscription_id: text('Its subscription, scoped by source.'),
    customer_id: text('Who is billed, scoped by source.'),
    product_id: text('The product of the price, scoped by source.'),
    price_id: text('The price after the change; at the end, the last one; scoped by source.'),
    currency_code: text('ISO 4217, in upper case.'),
    change_type: oneOf(itemEventTypes, 'What happened to the line.'),
    changed_at: timestamp('When it changed.'),
    quantity_change: integer('Units gained or lost.'),
    mrr_change: integer('The change of monthly value in minor units, rounded by Stripe.'),
  },
  query: (db) =>
    db.selectFrom(rawStripeSubscriptionItemChangeEvents.as('raw')).select(({ ref, fn }) => {
      const key = (id: Expression<string>) => sourceKey('stripe', ref('raw.source_instance'), id)
      return [
        key(ref('raw.subscription_item_id')).as('subscription_item_id'),
        key(ref('raw.subscription_id')).as('subscription_id'),
        key(ref('raw.customer_id')).as('customer_id'),
        key(ref('raw.product_id')).as('product_id'),
        key(ref('raw.price_id')).as('price_id'),
        fn<string>('upper', ['raw.currency']).as('currency_code'),
        'raw.event_type as change_type',
        'raw.event_timestamp as changed_at',
        'raw.quantity_change',
        'raw.mrr_change',
      ]
    }),
})
