/** Stripe's prices. */
import { integer, oneOf, text } from '../../../src/columns.ts'
import { defineTable } from '../../../src/table.ts'
import { priceIntervals, rawStripePrices } from '../../sources/stripe.ts'

export const stgStripePrices = defineTable({
  name: 'stg_stripe__prices',
  description: 'Stripe prices in our names and types, one-off ones included.',
  grain: ['price_id'],
  columns: {
    price_id: text('Stripe’s id, price_….'),
    product_id: text('The product that it buys.'),
    currency_code: text('ISO 4217, in upper case.'),
    recurring_interval: oneOf(
      priceIntervals,
      'How often it is billed; null for a one-off.',
    ).nullable(),
    recurring_interval_count: integer(
      'Intervals between two bills; null for a one-off.',
    ).nullable(),
    usage_type: text('licensed, or metered, which is no recurring value.').nullable(),
    unit_amount: integer('Per unit and interval, in minor units; null when tiered.').nullable(),
  },
  query: (db) =>
    db
      .selectFrom(rawStripePrices.as('raw'))
      .select(({ fn }) => [
        'raw.id as price_id',
        'raw.product_id',
        fn<string>('upper', ['raw.currency']).as('currency_code'),
        'raw.recurring_interval',
        'raw.recurring_interval_count',
        'raw.recurring_usage_type as usage_type',
        'raw.unit_amount',
      ]),
})
