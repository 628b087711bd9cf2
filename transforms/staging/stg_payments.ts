/** Payments of all billing systems. */
import { unionOf } from '../../src/sql/union.ts'
import { defineTable } from '../../src/table.ts'
import { stgGenericPayments } from './generic/stg_generic__payments.ts'
import { paymentColumns } from './objects/payments.ts'
import { stgStripePayments } from './stripe/stg_stripe__payments.ts'

export const stgPayments = defineTable({
  name: 'stg_payments',
  description: 'Payments and refunds, failed attempts included.',
  grain: ['payment_id'],
  columns: paymentColumns,
  query: () => unionOf(paymentColumns, stgStripePayments, stgGenericPayments),
})
