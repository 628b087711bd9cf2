/** Stripe's products. */
import { flag, text, timestamp } from '../../../src/columns.ts'
import { defineTable } from '../../../src/table.ts'
import { rawStripeProducts } from '../../sources/stripe.ts'

export const stgStripeProducts = defineTable({
  name: 'stg_stripe__products',
  description: 'Stripe products in our names and types, those no longer on sale included.',
  grain: ['product_id'],
  columns: {
    product_id: text('Stripe’s id, prod_….'),
    product_name: text('The name on invoices.'),
    is_active: flag('Whether it is on sale.'),
    created_at: timestamp('When it was created.'),
  },
  query: (db) =>
    db
      .selectFrom(rawStripeProducts.as('raw'))
      .select([
        'raw.id as product_id',
        'raw.name as product_name',
        'raw.active as is_active',
        'raw.created as created_at',
      ]),
})
