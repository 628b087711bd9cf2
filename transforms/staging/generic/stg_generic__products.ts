/** Products, from the generic files. */
import { rawGenericProducts } from '../../sources/generic_revenue.ts'
import { productColumns } from '../objects/products.ts'
import { stagedFrom } from './staged.ts'

export const stgGenericProducts = stagedFrom({
  name: 'stg_generic__products',
  description: 'The products of generic/products.',
  grain: ['product_id'],
  columns: productColumns,
  from: rawGenericProducts,
  id: 'product_id',
  defaults: {},
})
