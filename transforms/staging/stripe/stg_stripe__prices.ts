/** Stripe’s prices, and the plans of accounts that have no price of that id. */
import { integer, oneOf, text } from '../../../src/columns.ts'
import { toMinorUnits } from '../../../src/sql/minor_units.ts'
import { sourceKey, tidy } from '../../../src/sql/text.ts'
import { unionByName } from '../../../src/sql/union.ts'
import { type Db, defineTable } from '../../../src/table.ts'
import { priceIntervals, rawStripePlans, rawStripePrices } from '../../sources/stripe.ts'

export const stgStripePrices = defineTable({
  name: 'stg_stripe__prices',
  description: 'Stripe’s prices and plans, one-off ones included.',
  grain: ['price_id'],
  columns: {
    price_id: text('The price or plan, scoped by source.'),
    product_id: text('The product that it buys, scoped by source.').nullable(),
    price_name: text('The team’s name for it.').nullable(),
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
  query: (db) => unionByName(prices(db), plans(db)),
})

const prices = (db: Db) =>
  db.selectFrom(rawStripePrices.as('price')).select(({ ref, fn }) => {
    const currency = fn<string>('upper', ['price.currency'])
    return [
      sourceKey('stripe', ref('price.source_instance'), ref('price.id')).as('price_id'),
      sourceKey('stripe', ref('price.source_instance'), ref('price.product_id')).as('product_id'),
      tidy(ref('price.nickname')).as('price_name'),
      currency.as('currency_code'),
      'price.recurring_interval',
      'price.recurring_interval_count',
      'price.recurring_usage_type as usage_type',
      fn
        .coalesce('price.unit_amount', toMinorUnits(ref('price.amount'), currency))
        .as('unit_amount'),
    ]
  })

const plans = (db: Db) =>
  db
    .selectFrom(rawStripePlans.as('plan'))
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom(rawStripePrices.as('price'))
            .whereRef('price.source_instance', '=', 'plan.source_instance')
            .whereRef('price.id', '=', 'plan.id')
            .select('price.id'),
        ),
      ),
    )
    .select(({ ref, fn, lit }) => [
      sourceKey('stripe', ref('plan.source_instance'), ref('plan.id')).as('price_id'),
      sourceKey('stripe', ref('plan.source_instance'), ref('plan.product_id')).as('product_id'),
      tidy(ref('plan.nickname')).as('price_name'),
      fn<string>('upper', ['plan.currency']).as('currency_code'),
      ref('plan.interval')
        .$castTo<(typeof priceIntervals)[number] | null>()
        .as('recurring_interval'),
      fn
        .coalesce('plan.interval_count', lit(1))
        .$castTo<number | null>()
        .as('recurring_interval_count'),
      'plan.usage_type',
      'plan.amount as unit_amount',
    ])
