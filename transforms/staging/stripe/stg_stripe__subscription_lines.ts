/** What Stripe’s subscriptions are worth by their lines, where no changes of these are exported. */
import { integer, oneOf, text, timestamp } from '../../../src/columns.ts'
import { toMinorUnits } from '../../../src/sql/minor_units.ts'
import { sourceKey } from '../../../src/sql/text.ts'
import { unionByName } from '../../../src/sql/union.ts'
import { type Db, defineTable } from '../../../src/table.ts'
import { priceIntervals, rawStripeSubscriptionItems } from '../../sources/stripe.ts'
import { latestSubscriptions } from './latest_subscriptions.ts'
import { stgStripePrices } from './stg_stripe__prices.ts'

export const stgStripeSubscriptionLines = defineTable({
  name: 'stg_stripe__subscription_lines',
  description:
    'The lines of Stripe’s subscriptions with quantity and price; a subscription whose lines are not exported is one line.',
  grain: ['subscription_line_id'],
  columns: {
    subscription_line_id: text('The line, scoped by source.'),
    subscription_id: text('Its subscription, scoped by source.'),
    price_id: text('The price, scoped by source.').nullable(),
    product_id: text('The product, scoped by source.').nullable(),
    currency_code: text('ISO 4217, in upper case.').nullable(),
    recurring_interval: oneOf(priceIntervals, 'How often it is billed.').nullable(),
    recurring_interval_count: integer('Intervals between two bills.').nullable(),
    usage_type: text('licensed, or metered, which is no recurring value.').nullable(),
    unit_amount: integer('Per unit and interval, in minor units.').nullable(),
    quantity: integer('Units.'),
    created_at: timestamp('When the line was created.').nullable(),
  },
  query: (db) =>
    db
      .selectFrom(unionByName(items(db), wholes(db)).as('line'))
      .leftJoin(stgStripePrices.as('price'), 'price.price_id', 'line.price_id')
      .select(({ fn, lit }) => [
        'line.subscription_line_id',
        'line.subscription_id',
        'line.price_id',
        fn.coalesce('line.product_id', 'price.product_id').as('product_id'),
        fn.coalesce('line.currency_code', 'price.currency_code').as('currency_code'),
        fn.coalesce('line.recurring_interval', 'price.recurring_interval').as('recurring_interval'),
        fn
          .coalesce('line.recurring_interval_count', 'price.recurring_interval_count', lit(1))
          .$castTo<number | null>()
          .as('recurring_interval_count'),
        'price.usage_type',
        fn.coalesce('line.unit_amount', 'price.unit_amount').as('unit_amount'),
        fn.coalesce('line.quantity', lit(1)).as('quantity'),
        'line.created_at',
      ]),
})

const items = (db: Db) =>
  db
    .selectFrom(rawStripeSubscriptionItems.as('item'))
    .where('item.is_gone', '=', false)
    .select(({ ref, fn }) => {
      const instance = ref('item.source_instance')
      return [
        sourceKey('stripe', instance, ref('item.id')).as('subscription_line_id'),
        sourceKey('stripe', instance, ref('item.subscription_id')).as('subscription_id'),
        sourceKey('stripe', instance, fn.coalesce('item.price_id', 'item.plan_id')).as('price_id'),
        sourceKey('stripe', instance, ref('item.price_product_id')).as('product_id'),
        fn<string | null>('upper', ['item.price_currency']).as('currency_code'),
        'item.price_recurring_interval as recurring_interval',
        'item.price_recurring_interval_count as recurring_interval_count',
        'item.price_unit_amount as unit_amount',
        'item.quantity',
        'item.created as created_at',
      ]
    })

/** The subscriptions of the dashboard, which have price, quantity and amount themselves. */
const wholes = (db: Db) =>
  db
    .selectFrom(latestSubscriptions(db).as('subscription'))
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom(rawStripeSubscriptionItems.as('item'))
            .whereRef('item.source_instance', '=', 'subscription.source_instance')
            .whereRef('item.subscription_id', '=', 'subscription.id')
            .select('item.id'),
        ),
      ),
    )
    .where(({ or, eb }) =>
      or([
        eb('subscription.price_id', 'is not', null),
        eb('subscription.plan_id', 'is not', null),
        eb('subscription.amount', 'is not', null),
      ]),
    )
    .select(({ ref, fn, val, lit }) => {
      const instance = ref('subscription.source_instance')
      const currency = fn<string | null>('upper', ['subscription.currency'])
      return [
        sourceKey('stripe', instance, ref('subscription.id')).as('subscription_line_id'),
        sourceKey('stripe', instance, ref('subscription.id')).as('subscription_id'),
        sourceKey(
          'stripe',
          instance,
          fn.coalesce('subscription.price_id', 'subscription.plan_id'),
        ).as('price_id'),
        lit(null).$castTo<string | null>().as('product_id'),
        currency.as('currency_code'),
        'subscription.interval as recurring_interval',
        lit(null).$castTo<number | null>().as('recurring_interval_count'),
        toMinorUnits(ref('subscription.amount'), fn.coalesce(currency, val(''))).as('unit_amount'),
        'subscription.quantity',
        'subscription.created as created_at',
      ]
    })
