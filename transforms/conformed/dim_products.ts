/** What is sold, over all billing systems. */
import { type RawBuilder, sql } from 'kysely'
import { oneOf, text } from '../../src/columns.ts'
import { scopedId } from '../../src/sql/text.ts'
import { unionByName } from '../../src/sql/union.ts'
import { type Db, defineTable } from '../../src/table.ts'
import { stgStripePrices } from '../staging/stripe/stg_stripe__prices.ts'
import { stgStripeProducts } from '../staging/stripe/stg_stripe__products.ts'

const productTypes = ['recurring', 'one-off', 'none'] as const
type ProductType = (typeof productTypes)[number]

export const dimProducts = defineTable({
  name: 'dim_products',
  description:
    'Products of every billing system, with a member for unknown ones and one for facts that name none.',
  grain: ['product_id'],
  columns: {
    product_id: text('Scoped by system: stripe:prod_….'),
    product_name: text('The name on invoices.'),
    product_type: oneOf(
      productTypes,
      'recurring where any price of it recurs; none for the members.',
    ),
  },
  query: (db) =>
    unionByName(
      ofStripe(db),
      member(db, 'unknown', 'Unknown'),
      member(db, 'not_allocated', 'Not allocated'),
    ),
})

const ofStripe = (db: Db) =>
  db
    .selectFrom(stgStripeProducts.as('product'))
    .leftJoin(stgStripePrices.as('price'), 'price.product_id', 'product.product_id')
    .groupBy(['product.product_id', 'product.product_name'])
    .select(({ ref }) => [
      scopedId('stripe', ref('product.product_id')).as('product_id'),
      'product.product_name',
      sql<ProductType>`if(count(${ref('price.recurring_interval')}) > 0, 'recurring', 'one-off')`.as(
        'product_type',
      ),
    ])

const member = (db: Db, id: string, name: string) =>
  db.selectNoFrom([
    constant(id).as('product_id'),
    constant(name).as('product_name'),
    sql<ProductType>`'none'`.as('product_type'),
  ])

const constant = (value: string): RawBuilder<string> => sql`${sql.lit(value)}`
