/** Stripe’s products, prices and plans. */
import { flag, integer, localMoney, oneOf, text, timestamp } from '../../src/columns.ts'
import { defineExport, from, optional } from '../../src/export.ts'
import { removed, synced } from './connector.ts'

export const priceIntervals = ['day', 'week', 'month', 'year'] as const

export const rawStripeProducts = defineExport({
  name: 'raw_stripe__products',
  description: 'What is on sale, one-off services included.',
  system: 'stripe',
  object: 'products',
  grain: ['id'],
  version: 'updated',
  columns: {
    id: from(text('Stripe’s id, prod_….'), 'Product ID'),
    active: optional(flag('Whether it is on sale.').nullable()),
    created: from(timestamp('When it was created.').nullable(), 'Created (UTC)', 'Date (UTC)'),
    description: optional(text('Words for the invoice.').nullable()),
    is_deleted: removed(),
    livemode: optional(flag('False for test data.').nullable()),
    metadata: optional(text('JSON, as the team keeps it.').nullable()),
    name: text('The name on invoices.').nullable(),
    type: optional(text('service or good.').nullable()),
    updated: optional(timestamp('When it was last changed.').nullable()),
    unit_label: optional(text('What a unit is called.').nullable()),
    statement_descriptor: optional(text('Words on the statement.').nullable()),
    caption: optional(text('A line on it.').nullable()),
    shippable: optional(flag('Whether it is shipped.').nullable()),
    package_dimensions_height: optional(text('Of a good.').nullable()),
    package_dimensions_length: optional(text('Of a good.').nullable()),
    package_dimensions_weight: optional(text('Of a good.').nullable()),
    package_dimensions_width: optional(text('Of a good.').nullable()),
    url: optional(text('Where it is shown.').nullable()),
    _fivetran_synced: synced(),
  },
})

export const rawStripePrices = defineExport({
  name: 'raw_stripe__prices',
  description: 'What products cost, by currency and interval.',
  system: 'stripe',
  object: 'prices',
  grain: ['id'],
  version: '_fivetran_synced',
  // The dashboard writes major units, Sigma and connectors minor ones.
  anyOf: [['unit_amount', 'amount']],
  columns: {
    id: from(text('Stripe’s id, price_….'), 'Price ID'),
    active: optional(flag('Whether it can be bought.').nullable()),
    billing_scheme: optional(text('per_unit or tiered.').nullable()),
    created: from(timestamp('When it was created.').nullable(), 'Created (UTC)'),
    currency: text('ISO 4217.'),
    invoice_item_id: optional(text('The line that it was made for.').nullable()),
    is_deleted: removed(),
    livemode: optional(flag('False for test data.').nullable()),
    lookup_key: optional(text('The team’s key of the price.').nullable()),
    metadata: optional(text('JSON, as the team keeps it.').nullable()),
    nickname: optional(
      from(text('The team’s name for the price.').nullable(), 'Description', 'Price Nickname'),
    ),
    product_id: text('The product that it buys.').nullable(),
    recurring_aggregate_usage: optional(text('How usage is added up.').nullable()),
    recurring_interval: from(
      oneOf(priceIntervals, 'How often it is billed; empty for a one-off.').nullable(),
      'Interval',
    ),
    recurring_interval_count: from(
      integer('Intervals between two bills.').nullable(),
      'Interval Count',
    ),
    recurring_usage_type: optional(from(text('licensed or metered.').nullable(), 'Usage Type')),
    tiers_mode: optional(text('graduated or volume.').nullable()),
    transform_quantity_divide_by: optional(integer('Units of a package.').nullable()),
    transform_quantity_round: optional(text('up or down.').nullable()),
    type: optional(text('recurring or one_time.').nullable()),
    unit_amount: optional(
      integer('Per unit and interval, in minor units; empty when tiered.').nullable(),
    ),
    unit_amount_decimal: optional(text('The same, to a part of the minor unit.').nullable()),
    amount: optional(localMoney('Per unit and interval, in major units.').nullable()),
    _fivetran_synced: synced(),
  },
})

export const rawStripePlans = defineExport({
  name: 'raw_stripe__plans',
  description: 'Recurring prices, as accounts had them before there were prices.',
  system: 'stripe',
  object: 'plans',
  grain: ['id'],
  version: '_fivetran_synced',
  columns: {
    id: text('Stripe’s id.'),
    active: flag('Whether it can be bought.').nullable(),
    aggregate_usage: optional(text('How usage is added up.').nullable()),
    amount: integer('Per unit and interval, in minor units; empty when tiered.').nullable(),
    billing_scheme: optional(text('per_unit or tiered.').nullable()),
    created: timestamp('When it was created.').nullable(),
    currency: text('ISO 4217.'),
    interval: oneOf(priceIntervals, 'How often it is billed.'),
    interval_count: integer('Intervals between two bills.').nullable(),
    is_deleted: removed(),
    livemode: optional(flag('False for test data.').nullable()),
    nickname: optional(text('The team’s name for it.').nullable()),
    product_id: text('The product that it buys.').nullable(),
    tiers_mode: optional(text('graduated or volume.').nullable()),
    transform_usage_divide_by: optional(integer('Units of a package.').nullable()),
    transform_usage_round: optional(text('up or down.').nullable()),
    trial_period_days: optional(integer('How long a trial lasts.').nullable()),
    usage_type: optional(text('licensed or metered.').nullable()),
    _fivetran_synced: synced(),
  },
})
