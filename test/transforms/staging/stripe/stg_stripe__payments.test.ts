/** Stripe’s customers, invoices and payments, in major and in minor units. */
import { expect, test } from 'vitest'
import { given, rowsOf } from '../../../../src/testing.ts'
import * as stripe from '../../../../transforms/sources/stripe.ts'
import { stgStripeAccounts } from '../../../../transforms/staging/stripe/stg_stripe__accounts.ts'
import { stgStripeInvoices } from '../../../../transforms/staging/stripe/stg_stripe__invoices.ts'
import { stgStripePayments } from '../../../../transforms/staging/stripe/stg_stripe__payments.ts'
import { at, withAccount } from './account.ts'

const account = withAccount()

const payments = async () => {
  await account.stage()
  const rows = await rowsOf(account.db, stgStripePayments)
  return rows
    .sort((one, other) => one.payment_id.localeCompare(other.payment_id))
    .map((row) => [row.payment_id, row.payment_type, row.payment_status, row.amount_local])
}

const charge = {
  currency: 'eur',
  status: 'succeeded',
  captured: true,
  created: at('2024-01-05 09:00'),
}

test('what was charged is paid, failed, or pending while it is only authorised', async () => {
  await given(account.db, stripe.rawStripeCharges, [
    { ...charge, id: 'ch_1', amount: 12_050 },
    { ...charge, id: 'ch_2', amount: 12_050, status: 'failed', captured: false },
    { ...charge, id: 'ch_3', amount: 12_050, captured: false },
    { ...charge, id: 'ch_4', amount: 500, currency: 'jpy' },
  ])
  expect(await payments()).toEqual([
    ['stripe:ch_1', 'payment', 'succeeded', '120.50'],
    ['stripe:ch_2', 'payment', 'failed', '120.50'],
    ['stripe:ch_3', 'payment', 'pending', '120.50'],
    ['stripe:ch_4', 'payment', 'succeeded', '500.00'],
  ])
})

test('a refund is told once: by itself, else by its charge', async () => {
  await given(account.db, stripe.rawStripeCharges, [
    { ...charge, id: 'ch_1', amount: 10_000, amount_refunded: 4_000 },
    { ...charge, id: 'ch_2', amount: 10_000, amount_refunded: 1_000, customer_id: 'cus_2' },
    { ...charge, id: 'ch_3', amount: 10_000, amount_refunded: 0 },
  ])
  await given(account.db, stripe.rawStripeRefunds, [
    {
      id: 're_1',
      charge_id: 'ch_1',
      amount: 4_000,
      currency: 'eur',
      status: 'pending',
      created: at('2024-02-05 09:00'),
    },
  ])
  expect(await payments()).toEqual([
    ['stripe:ch_1', 'payment', 'succeeded', '100.00'],
    ['stripe:ch_2', 'payment', 'succeeded', '100.00'],
    ['stripe:ch_2/refund', 'refund', 'succeeded', '10.00'],
    ['stripe:ch_3', 'payment', 'succeeded', '100.00'],
    ['stripe:re_1', 'refund', 'pending', '40.00'],
  ])
})

test('a payment of the dashboard counts where no charge is it, by its id or its intent', async () => {
  await given(account.db, stripe.rawStripeCharges, [
    { ...charge, id: 'ch_1', amount: 10_000 },
    { ...charge, id: 'ch_2', amount: 10_000, payment_intent_id: 'pi_2' },
  ])
  const payment = { currency: 'eur', status: 'Paid', created_utc: at('2024-01-05 09:00') }
  await given(account.db, stripe.rawStripePayments, [
    { ...payment, id: 'ch_1', amount: '100.00' },
    { ...payment, id: 'py_2', amount: '100.00', paymentintent_id: 'pi_2' },
    { ...payment, id: 'ch_3', amount: '80.00', status: 'Refunded', amount_refunded: '80.00' },
    { ...payment, id: 'ch_4', amount: '70.00', status: 'requires_action' },
  ])
  expect(await payments()).toEqual([
    ['stripe:ch_1', 'payment', 'succeeded', '100.00'],
    ['stripe:ch_2', 'payment', 'succeeded', '100.00'],
    ['stripe:ch_3', 'payment', 'succeeded', '80.00'],
    ['stripe:ch_3/refund', 'refund', 'succeeded', '80.00'],
    ['stripe:ch_4', 'payment', 'pending', '70.00'],
  ])
})

test('invoices of the dashboard and of Sigma have the same amounts, once each', async () => {
  await given(account.db, stripe.rawStripeInvoices, [
    {
      id: 'in_1',
      customer_id: 'cus_1',
      subscription_id: 'sub_1',
      currency: 'eur',
      status: 'paid',
      date: at('2024-01-05 09:00'),
      status_transitions_finalized_at: at('2024-01-05 10:00'),
      subtotal: 10_000,
      tax: 1_710,
      total: 10_710,
    },
    { id: 'in_2', customer_id: 'cus_1', currency: 'jpy', status: 'draft', total: 500 },
    {
      id: 'in_4',
      customer_id: 'cus_1',
      currency: 'eur',
      status: 'void',
      total: 1,
      is_deleted: true,
    },
  ])
  const invoice = {
    customer: 'cus_1',
    currency: 'eur',
    status: 'Paid',
    date_utc: at('2024-01-05 09:00'),
    subtotal: '100.00',
    tax: '17.10',
    total: '107.10',
  }
  await given(account.db, stripe.rawStripeDashboardInvoices, [
    { ...invoice, id: 'in_1', total: '1.00' },
    { ...invoice, id: 'in_3', subscription: 'sub_1' },
  ])
  const rows = await rowsOf(account.db, stgStripeInvoices)
  const money = {
    invoice_status: 'paid',
    is_recurring: true,
    total_local: '107.10',
    tax_local: '17.10',
    discount_local: '10.00',
  }
  expect(rows.sort((one, other) => one.invoice_id.localeCompare(other.invoice_id))).toMatchObject([
    { invoice_id: 'stripe:in_1', issued_at: at('2024-01-05 10:00'), ...money },
    {
      invoice_id: 'stripe:in_2',
      issued_at: null,
      total_local: '500.00',
      tax_local: '0.00',
      is_recurring: false,
    },
    { invoice_id: 'stripe:in_3', issued_at: at('2024-01-05 09:00'), ...money },
  ])
})

test('a customer is linked to the records that its metadata name, columns or JSON', async () => {
  const created = at('2024-01-05 09:00')
  await given(account.db, stripe.rawStripeCustomers, [
    { id: 'cus_1', created, hubspot_company_id: '12', salesforce_account_id: '0013000000AbCdE' },
    { id: 'cus_2', created, metadata: '{"hubspot_company_id":"emea:13","plan":"x"}' },
    { id: 'cus_3', created, metadata: 'not json', name: ' ', description: 'Berg  AG' },
  ])
  const rows = await rowsOf(account.db, stgStripeAccounts)
  expect(
    rows.map((row) => [row.account_id, row.linked_account_ids, row.account_name]).sort(),
  ).toEqual([
    ['stripe:cus_1', 'hubspot:12;salesforce:0013000000AbCdEAAV', null],
    ['stripe:cus_2', 'hubspot.emea:13', null],
    ['stripe:cus_3', null, 'Berg AG'],
  ])
})
