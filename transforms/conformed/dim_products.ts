/** What is sold, over all billing systems. */
import { oneOf, text } from '../../src/columns.ts'
import { holdsForAny } from '../../src/sql/latest.ts'
import { unionByName } from '../../src/sql/union.ts'
import { type Db, defineTable } from '../../src/table.ts'
import { stgPlans } from '../staging/stg_plans.ts'
import { stgProducts } from '../staging/stg_products.ts'

const productTypes = ['recurring', 'one-off', 'none'] as const
type ProductType = (typeof productTypes)[number]

export const dimProducts = defineTable({
  name: 'dim_products',
  description:
    'Products of every billing system, with a member for unknown ones and one for facts that name none.',
  grain: ['product_id'],
  columns: {
    product_id: text('Scoped by source: stripe:prod_….'),
    product_name: text('The name on invoices; the id where there is none.'),
    product_type: oneOf(
      productTypes,
      'recurring where any price of it recurs; none for the members.',
    ),
  },
  query: (db) =>
    db
      .selectFrom(
        unionByName(
          products(db),
          member(db, 'unknown', 'Unknown'),
          member(db, 'not_allocated', 'Not allocated'),
        ).as('product'),
      )
      .selectAll('product'),
})

const products = (db: Db) =>
  db
    .selectFrom(stgProducts.as('product'))
    .leftJoin(stgPlans.as('plan'), 'plan.product_id', 'product.product_id')
    .groupBy(['product.product_id', 'product.product_name'])
    .select(({ eb, fn, ref }) => [
      'product.product_id',
      fn.coalesce('product.product_name', 'product.product_id').as('product_name'),
      eb
        .case()
        .when(holdsForAny(eb(ref('plan.billing_interval'), 'is not', null)))
        .then<ProductType>('recurring')
        .else<ProductType>('one-off')
        .end()
        .as('product_type'),
    ])

const member = (db: Db, id: string, name: string) =>
  db.selectNoFrom(({ val }) => [
    val(id).as('product_id'),
    val(name).as('product_name'),
    val('none').$castTo<ProductType>().as('product_type'),
  ])
