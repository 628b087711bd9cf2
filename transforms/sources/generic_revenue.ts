/** The generic files of products, subscriptions, invoices and payments. */
import { invoiceColumns } from '../staging/objects/invoices.ts'
import { paymentColumns } from '../staging/objects/payments.ts'
import { planColumns } from '../staging/objects/plans.ts'
import { productColumns } from '../staging/objects/products.ts'
import { subscriptionChangeColumns } from '../staging/objects/subscription_changes.ts'
import { subscriptionColumns } from '../staging/objects/subscriptions.ts'
import { defineFile } from './generic_files.ts'

const amount = ['amount'] as const
const currency = ['currency'] as const

export const rawGenericProducts = defineFile(productColumns, {
  object: 'products',
  rows: 'What is on sale',
  key: ['product_id'],
  words: { product_id: ['id'], product_name: ['name'], product_type: ['type'] },
})

export const rawGenericPlans = defineFile(planColumns, {
  object: 'plans',
  rows: 'Plans and prices of products',
  key: ['plan_id'],
  words: {
    plan_id: ['id', 'price_id'],
    plan_name: ['name'],
    currency_code: currency,
    unit_price_local: ['unit_price', 'price'],
  },
})

export const rawGenericSubscriptions = defineFile(subscriptionColumns, {
  object: 'subscriptions',
  rows: 'Subscriptions in their last state; dated files tell of earlier ones',
  key: ['subscription_id'],
  keep: 'versions',
  observed: ['created_at'],
  words: {
    subscription_id: ['id'],
    account_id: ['customer_id'],
    currency_code: currency,
    subscription_status: ['status'],
    starts_at: ['start_date'],
    ends_at: ['end_date'],
    mrr_local: ['mrr', 'mrr_amount'],
    quantity: ['seats'],
  },
})

export const rawGenericSubscriptionChanges = defineFile(
  {
    ...subscriptionChangeColumns,
    currency_code: subscriptionChangeColumns.currency_code.nullable(),
  },
  {
    object: 'subscription_changes',
    rows: 'Changes of the monthly value of subscriptions’ lines',
    key: ['subscription_line_id', 'changed_at'],
    observed: ['changed_at'],
    words: {
      subscription_line_id: ['line_id', 'subscription_item_id'],
      account_id: ['customer_id'],
      currency_code: currency,
      changed_at: ['date'],
      mrr_change_local: ['mrr_change'],
    },
  },
)

export const rawGenericInvoices = defineFile(invoiceColumns, {
  object: 'invoices',
  rows: 'Invoices',
  key: ['invoice_id'],
  observed: ['issued_at'],
  words: {
    invoice_id: ['id'],
    account_id: ['customer_id'],
    currency_code: currency,
    invoice_status: ['status'],
    issued_date: ['invoice_date', 'date'],
    total_local: ['total', 'amount'],
    tax_local: ['tax'],
    discount_local: ['discount'],
  },
})

export const rawGenericPayments = defineFile(paymentColumns, {
  object: 'payments',
  rows: 'Payments and refunds',
  key: ['payment_id'],
  observed: ['paid_at'],
  words: {
    payment_id: ['id'],
    account_id: ['customer_id'],
    currency_code: currency,
    payment_type: ['type'],
    payment_status: ['status'],
    paid_at: ['date'],
    amount_local: amount,
  },
})
