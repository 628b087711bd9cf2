import { beforeEach, expect, test } from 'vitest'
import { dataAsOf } from '../../../src/run_tables.ts'
import { given, rowsOf, type TestDatabase } from '../../../src/testing.ts'
import { dimExchangeRates } from '../../../transforms/conformed/dim_exchange_rates.ts'
import { fctInvoices } from '../../../transforms/conformed/fct_invoices.ts'
import { mapAccountAttributes } from '../../../transforms/conformed/map_account_attributes.ts'
import { mapAccounts } from '../../../transforms/conformed/map_accounts.ts'
import { stgInvoices } from '../../../transforms/staging/stg_invoices.ts'
import { make, openMemory } from '../chain.ts'

let db: TestDatabase
beforeEach(async () => {
  db = await openMemory()
  await given(db, dataAsOf, [{ as_of: new Date('2024-06-30T12:00:00Z') }])
  await given(db, mapAccounts, [
    { source_key: 'stripe:cus_1', account_id: 'hubspot:1', is_internal: false },
    { source_key: 'stripe:cus_2', account_id: 'hubspot:2', is_internal: true },
  ])
  const ann = { owner_id: 'Ann', team: 'North' }
  await given(db, mapAccountAttributes, [
    {
      account_id: 'hubspot:1',
      ...ann,
      segment: 'SMB',
      valid_from: '1900-01-01',
      valid_to: '2024-03-01',
    },
    {
      account_id: 'hubspot:1',
      ...ann,
      segment: 'Mid-Market',
      valid_from: '2024-03-01',
      valid_to: '9999-12-31',
    },
    {
      account_id: 'unknown',
      owner_id: 'unknown',
      team: 'Unknown',
      segment: 'Unknown',
      valid_from: '1900-01-01',
      valid_to: '9999-12-31',
    },
  ])
  await given(db, dimExchangeRates, [
    { currency_code: 'USD', rate_date: '2024-02-29', exchange_rate: '0.90' },
    { currency_code: 'USD', rate_date: '2024-03-01', exchange_rate: '0.95' },
  ])
  return () => db.destroy()
})

const issued = (at: string) => ({
  issued_at: new Date(at),
  issued_date: at.slice(0, 10),
})
const invoice = {
  invoice_id: 'stripe:in_1',
  source_system: 'stripe',
  account_id: 'stripe:cus_1',
  invoice_status: 'open',
  is_recurring: true,
  currency_code: 'USD',
  total_local: '120.00',
  tax_local: '20.00',
  ...issued('2024-02-29T23:59:00Z'),
} as const

test('converts at the rate of the day of issue, tax apart, and keeps when it is due', async () => {
  await given(db, stgInvoices, [{ ...invoice, due_date: '2024-03-30' }])
  expect(await rowsOf(db, fctInvoices)).toMatchObject([
    { account_id: 'hubspot:1', net_amount: '90.00', tax_amount: '18.00', due_date: '2024-03-30' },
  ])
})

test('carries the segment of the day of issue', async () => {
  await given(db, stgInvoices, [
    invoice,
    { ...invoice, invoice_id: 'stripe:in_2', ...issued('2024-03-01T00:00:00Z') },
  ])
  const rows = await rowsOf(db, fctInvoices)
  expect(rows.map((row) => [row.invoice_id, row.segment, row.net_amount]).sort()).toEqual([
    ['stripe:in_1', 'SMB', '90.00'],
    ['stripe:in_2', 'Mid-Market', '95.00'],
  ])
})

test('leaves out drafts, internal accounts, and what was issued after data_as_of', async () => {
  await given(db, stgInvoices, [
    { ...invoice, invoice_status: 'draft', issued_at: null, issued_date: null },
    { ...invoice, invoice_id: 'stripe:in_2', account_id: 'stripe:cus_2' },
    { ...invoice, invoice_id: 'stripe:in_3', ...issued('2024-07-01T00:00:00Z') },
  ])
  expect(await rowsOf(db, fctInvoices)).toEqual([])
})

test('keeps void and uncollectible invoices, by their status', async () => {
  await given(db, stgInvoices, [
    { ...invoice, invoice_status: 'void' },
    { ...invoice, invoice_id: 'stripe:in_2', invoice_status: 'uncollectible' },
  ])
  const rows = await rowsOf(db, fctInvoices)
  expect(rows.map((row) => row.invoice_status).sort()).toEqual(['uncollectible', 'void'])
})

test('keeps an invoice whose customer is no account of ours, under Unknown', async () => {
  await given(db, stgInvoices, [{ ...invoice, account_id: 'stripe:cus_9' }])
  expect(await rowsOf(db, fctInvoices)).toMatchObject([
    { account_id: 'unknown', segment: 'Unknown', net_amount: '90.00' },
  ])
})

test('is not built without a rate', async () => {
  await given(db, stgInvoices, [{ ...invoice, currency_code: 'XXX' }])
  await expect(make(db, [fctInvoices])).rejects.toThrow('fct_invoices.net_amount is null')
})
