/** Products of all systems. */
import { unionOf } from '../../src/sql/union.ts'
import { defineTable } from '../../src/table.ts'
import { stgGenericProducts } from './generic/stg_generic__products.ts'
import { productColumns } from './objects/products.ts'
import { stgStripeProducts } from './stripe/stg_stripe__products.ts'

export const stgProducts = defineTable({
  name: 'stg_products',
  description: 'Products, those no longer on sale included.',
  grain: ['product_id'],
  columns: productColumns,
  query: () => unionOf(productColumns, stgStripeProducts, stgGenericProducts),
})
