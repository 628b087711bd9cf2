/** Plans, partners and margins: what is sold, by whom, and what is left of it. */
import { beforeEach, expect, test } from 'vitest'
import { given, rowsOf, type TestDatabase } from '../../../src/testing.ts'
import { dimBalanceDates } from '../../../transforms/conformed/dim_balance_dates.ts'
import { dimGrossMargins } from '../../../transforms/conformed/dim_gross_margins.ts'
import { dimPartners } from '../../../transforms/conformed/dim_partners.ts'
import { dimPlans } from '../../../transforms/conformed/dim_plans.ts'
import { dimProducts } from '../../../transforms/conformed/dim_products.ts'
import { stgFinanceMargins } from '../../../transforms/staging/finance/stg_finance__margins.ts'
import { stgPartners } from '../../../transforms/staging/stg_partners.ts'
import { stgPlans } from '../../../transforms/staging/stg_plans.ts'
import { openMemory } from '../chain.ts'

let db: TestDatabase
beforeEach(async () => {
  db = await openMemory()
  return () => db.destroy()
})

const byId = (rows: readonly object[]) =>
  rows.map((row) => Object.values(row)).toSorted((a, b) => String(a[0]).localeCompare(String(b[0])))

test('a plan has its name or its id, and its product or Unknown', async () => {
  await given(db, dimProducts, [{ product_id: 'stripe:prod_1', product_name: 'Core' }])
  const plan = { source_system: 'stripe', currency_code: 'EUR', billing_interval: 'year' }
  await given(db, stgPlans, [
    { ...plan, plan_id: 'stripe:a', product_id: 'stripe:prod_1', plan_name: 'Yearly' },
    { ...plan, plan_id: 'stripe:b', product_id: 'stripe:prod_9' },
  ])
  const rows = await rowsOf(db, dimPlans)
  expect(byId(rows.map((row) => [row.plan_id, row.plan_name, row.product_id]))).toEqual([
    ['not_allocated', 'Not allocated', 'not_allocated'],
    ['stripe:a', 'Yearly', 'stripe:prod_1'],
    ['stripe:b', 'stripe:b', 'unknown'],
    ['unknown', 'Unknown', 'unknown'],
  ])
})

test('a partner has a name, its domain or its id, and the day that it joined', async () => {
  const partner = { source_system: 'generic' }
  await given(db, stgPartners, [
    { ...partner, partner_id: 'generic:a', partner_name: 'Meridian', partner_type: 'Reseller' },
    { ...partner, partner_id: 'generic:b', domain: 'kompass.example' },
    { ...partner, partner_id: 'generic:c', created_at: new Date('2024-02-01T00:00:00Z') },
  ])
  const rows = await rowsOf(db, dimPartners)
  expect(
    byId(rows.map((row) => [row.partner_id, row.partner_name, row.partner_type, row.joined_date])),
  ).toEqual([
    ['generic:a', 'Meridian', 'Reseller', null],
    ['generic:b', 'kompass.example', 'Unknown', null],
    ['generic:c', 'generic:c', 'Unknown', '2024-02-01'],
    ['not_allocated', 'Not allocated', 'Not allocated', null],
    ['unknown', 'Unknown', 'Unknown', null],
  ])
})

test('a margin is the segment’s or the company’s of the last month that has any, else the settings’', async () => {
  await given(
    db,
    dimBalanceDates,
    ['2024-01-31', '2024-02-29', '2024-03-31', '2024-04-30'].map((on) => ({ balance_date: on })),
  )
  await given(db, stgFinanceMargins, [
    { month_start_date: '2024-02-01', gross_margin_rate: 0.75 },
    { month_start_date: '2024-02-01', segment: 'smb', gross_margin_rate: 0.5 },
    { month_start_date: '2024-04-01', segment: 'Enterprise', gross_margin_rate: 0.9 },
  ])
  const rows = await rowsOf(db, dimGrossMargins)
  const of = (month: string) =>
    Object.fromEntries(
      rows
        .filter((row) => row.month_start_date === month)
        .map((row) => [row.segment, [row.gross_margin_rate, row.margin_source]]),
    )
  const settings = [0.8, 'settings']
  const company = [0.75, 'company']
  expect(of('2024-01-01')).toEqual({
    SMB: settings,
    'Mid-Market': settings,
    Enterprise: settings,
    Unknown: settings,
  })
  const february = {
    SMB: [0.5, 'segment'],
    'Mid-Market': company,
    Enterprise: company,
    Unknown: company,
  }
  expect(of('2024-02-01')).toEqual(february)
  expect(of('2024-03-01')).toEqual(february)
  expect(of('2024-04-01')).toEqual({
    SMB: settings,
    'Mid-Market': settings,
    Enterprise: [0.9, 'segment'],
    Unknown: settings,
  })
})
