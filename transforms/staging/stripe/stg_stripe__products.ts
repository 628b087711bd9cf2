/** Stripe’s products. */
import { pick } from '../../../src/columns.ts'
import { sourceKey, tidy } from '../../../src/sql/text.ts'
import { defineTable } from '../../../src/table.ts'
import { rawStripeProducts } from '../../sources/stripe.ts'
import { productColumns } from '../objects/products.ts'

export const stgStripeProducts = defineTable({
  name: 'stg_stripe__products',
  description: 'Stripe’s products, those no longer on sale included.',
  grain: ['product_id'],
  columns: pick(
    productColumns,
    'product_id',
    'source_system',
    'source_instance',
    'product_name',
    'product_type',
  ),
  query: (db) =>
    db
      .selectFrom(rawStripeProducts.as('product'))
      .select(({ ref, val }) => [
        sourceKey('stripe', ref('product.source_instance'), ref('product.id')).as('product_id'),
        val('stripe').as('source_system'),
        'product.source_instance',
        tidy(ref('product.name')).as('product_name'),
        'product.type as product_type',
      ]),
})
