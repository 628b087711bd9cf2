/** Stripe’s prices and plans, as what can be bought. */
import { pick } from '../../../src/columns.ts'
import { recurringFromMinorUnits } from '../../../src/sql/recurring.ts'
import { defineTable } from '../../../src/table.ts'
import { planColumns } from '../objects/plans.ts'
import { stgStripePrices } from './stg_stripe__prices.ts'

export const stgStripePlans = defineTable({
  name: 'stg_stripe__plans',
  description: 'Stripe’s prices and plans, one-off ones included.',
  grain: ['plan_id'],
  columns: pick(
    planColumns,
    'plan_id',
    'product_id',
    'source_system',
    'plan_name',
    'currency_code',
    'billing_interval',
    'interval_count',
    'unit_price_local',
  ),
  query: (db) =>
    db
      .selectFrom(stgStripePrices.as('price'))
      .select(({ ref, val }) => [
        'price.price_id as plan_id',
        'price.product_id',
        val('stripe').as('source_system'),
        'price.price_name as plan_name',
        'price.currency_code',
        'price.recurring_interval as billing_interval',
        'price.recurring_interval_count as interval_count',
        recurringFromMinorUnits(ref('price.unit_amount'), ref('price.currency_code')).as(
          'unit_price_local',
        ),
      ]),
})
