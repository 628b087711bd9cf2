import { beforeEach, expect, test } from 'vitest'
import { dataAsOf } from '../../../src/run_tables.ts'
import { given, rowsOf, type TestDatabase } from '../../../src/testing.ts'
import { dimExchangeRates } from '../../../transforms/conformed/dim_exchange_rates.ts'
import { fctPayments } from '../../../transforms/conformed/fct_payments.ts'
import { mapAccountAttributes } from '../../../transforms/conformed/map_account_attributes.ts'
import { mapAccounts } from '../../../transforms/conformed/map_accounts.ts'
import { stgPayments } from '../../../transforms/staging/stg_payments.ts'
import { make, openMemory } from '../chain.ts'

let db: TestDatabase
beforeEach(async () => {
  db = await openMemory()
  await given(db, dataAsOf, [{ as_of: new Date('2024-03-31T12:00:00Z') }])
  await given(db, mapAccounts, [
    { source_key: 'stripe:cus_1', account_id: 'hubspot:1', is_internal: false },
    { source_key: 'stripe:cus_2', account_id: 'hubspot:2', is_internal: true },
  ])
  const version = (account: string, segment: string, from: string, to: string) => ({
    account_id: account,
    owner_id: 'Ann',
    team: 'North',
    segment,
    valid_from: from,
    valid_to: to,
  })
  await given(db, mapAccountAttributes, [
    version('hubspot:1', 'SMB', '1900-01-01', '2024-03-01'),
    version('hubspot:1', 'Mid-Market', '2024-03-01', '9999-12-31'),
    version('unknown', 'Unknown', '1900-01-01', '9999-12-31'),
  ])
  await given(db, dimExchangeRates, [
    { currency_code: 'USD', rate_date: '2024-02-29', exchange_rate: '0.90' },
    { currency_code: 'USD', rate_date: '2024-03-01', exchange_rate: '0.95' },
  ])
  return () => db.destroy()
})

const payment = {
  payment_id: 'stripe:ch_1',
  source_system: 'stripe',
  account_id: 'stripe:cus_1',
  invoice_id: 'stripe:in_1',
  currency_code: 'USD',
  payment_type: 'payment',
  payment_status: 'succeeded',
  paid_at: new Date('2024-02-29T23:59:00Z'),
  amount_local: '100.00',
} as const
const refund = {
  ...payment,
  payment_id: 'stripe:re_1',
  account_id: null,
  invoice_id: null,
  payment_type: 'refund',
  refunded_payment_id: 'stripe:ch_1',
  paid_at: new Date('2024-03-01T00:00:00Z'),
  amount_local: '10.00',
} as const

test('money converts at the rate of the day it was paid, and of the day it was given back', async () => {
  await given(db, stgPayments, [payment, refund])
  const rows = await rowsOf(db, fctPayments)
  expect(rows.map((row) => [row.payment_type, row.paid_date, row.segment, row.amount])).toEqual(
    expect.arrayContaining([
      ['payment', '2024-02-29', 'SMB', '90.00'],
      ['refund', '2024-03-01', 'Mid-Market', '9.50'],
    ]),
  )
})

test('a refund has the account, the invoice and, without a time, the day of its payment', async () => {
  await given(db, stgPayments, [payment, { ...refund, paid_at: null }])
  const [given_back] = (await rowsOf(db, fctPayments)).filter(
    (row) => row.payment_type === 'refund',
  )
  expect(given_back).toMatchObject({
    account_id: 'hubspot:1',
    invoice_id: 'stripe:in_1',
    paid_date: '2024-02-29',
    amount: '9.00',
  })
})

test('a refund that nothing dates is left out', async () => {
  await given(db, stgPayments, [{ ...refund, paid_at: null }])
  expect(await rowsOf(db, fctPayments)).toEqual([])
})

test('failed and pending payments stay, by their status', async () => {
  await given(db, stgPayments, [
    { ...payment, payment_status: 'failed', failure_reason: 'card_declined' },
    { ...payment, payment_id: 'stripe:ch_2', payment_status: 'pending' },
  ])
  const rows = await rowsOf(db, fctPayments)
  expect(rows.map((row) => [row.payment_status, row.failure_reason]).sort()).toEqual([
    ['failed', 'card_declined'],
    ['pending', null],
  ])
})

test('leaves out internal accounts, and what is paid after data_as_of', async () => {
  await given(db, stgPayments, [
    { ...payment, account_id: 'stripe:cus_2' },
    { ...payment, payment_id: 'stripe:ch_2', paid_at: new Date('2024-03-31T12:00:01Z') },
  ])
  expect(await rowsOf(db, fctPayments)).toEqual([])
})

test('keeps a payment whose customer is no account of ours, under Unknown', async () => {
  await given(db, stgPayments, [{ ...payment, account_id: 'stripe:cus_9' }])
  expect(await rowsOf(db, fctPayments)).toMatchObject([
    { account_id: 'unknown', segment: 'Unknown', amount: '90.00' },
  ])
})

test('is not built without a rate', async () => {
  await given(db, stgPayments, [{ ...payment, currency_code: 'XXX' }])
  await expect(make(db, [fctPayments])).rejects.toThrow('fct_payments.amount is null')
})
