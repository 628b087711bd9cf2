import { expect, test } from 'vitest'
import { given, rowsOf } from '../../../src/testing.ts'
import { dimProducts } from '../../../transforms/conformed/dim_products.ts'
import { stgPlans } from '../../../transforms/staging/stg_plans.ts'
import { stgProducts } from '../../../transforms/staging/stg_products.ts'
import { openMemory } from '../chain.ts'

test('a product recurs where any price of it does; two members stand for no product', async () => {
  const db = await openMemory()
  await given(db, stgProducts, [
    { product_id: 'stripe:prod_1', product_name: 'Core' },
    { product_id: 'stripe:prod_2', product_name: 'Onboarding' },
    { product_id: 'stripe:prod_3', product_name: 'Without a price' },
  ])
  await given(db, stgPlans, [
    { plan_id: '1', product_id: 'stripe:prod_1', billing_interval: 'month' },
    { plan_id: '2', product_id: 'stripe:prod_1' },
    { plan_id: '3', product_id: 'stripe:prod_2' },
  ])
  const rows = await rowsOf(db, dimProducts)
  expect(rows.map((row) => Object.values(row).join(', ')).sort()).toEqual([
    'not_allocated, Not allocated, none',
    'stripe:prod_1, Core, recurring',
    'stripe:prod_2, Onboarding, one-off',
    'stripe:prod_3, Without a price, one-off',
    'unknown, Unknown, none',
  ])
  await db.destroy()
})
