/** The plans and prices of products, over all billing systems. */
import { integer, text } from '../../src/columns.ts'
import { unionByName } from '../../src/sql/union.ts'
import { type Db, defineTable } from '../../src/table.ts'
import { stgPlans } from '../staging/stg_plans.ts'
import { dimProducts } from './dim_products.ts'

export const dimPlans = defineTable({
  name: 'dim_plans',
  description:
    'Plans and prices of every billing system, with a member for unknown ones and one for facts that name none.',
  grain: ['plan_id'],
  relations: [{ column: 'product_id', to: dimProducts, unknown: 'unknown' }],
  columns: {
    plan_id: text('Scoped by source: stripe:price_….'),
    product_id: text('The product that it is a plan of.'),
    plan_name: text('As the system names it; the id where it does not.'),
    source_system: text('The billing system.'),
    currency_code: text('The currency of the price, ISO 4217.').nullable(),
    billing_interval: text('day, week, month or year; null for a one-off.').nullable(),
    interval_count: integer('Intervals between two bills.').nullable(),
  },
  query: (db) =>
    db
      .selectFrom(
        unionByName(
          plans(db),
          member(db, 'unknown', 'Unknown'),
          member(db, 'not_allocated', 'Not allocated'),
        ).as('plan'),
      )
      .selectAll('plan'),
})

const plans = (db: Db) =>
  db
    .selectFrom(stgPlans.as('plan'))
    .leftJoin(dimProducts.as('product'), 'product.product_id', 'plan.product_id')
    .select(({ fn, ref, val }) => [
      'plan.plan_id',
      fn.coalesce('product.product_id', val('unknown')).as('product_id'),
      fn.coalesce('plan.plan_name', 'plan.plan_id').as('plan_name'),
      'plan.source_system',
      'plan.currency_code',
      ref('plan.billing_interval').$castTo<string | null>().as('billing_interval'),
      'plan.interval_count',
    ])

const member = (db: Db, id: string, name: string) =>
  db.selectNoFrom(({ lit, val }) => [
    val(id).as('plan_id'),
    val(id).as('product_id'),
    val(name).as('plan_name'),
    val(id).as('source_system'),
    lit(null).$castTo<string | null>().as('currency_code'),
    lit(null).$castTo<string | null>().as('billing_interval'),
    lit(null).$castTo<number | null>().as('interval_count'),
  ])
