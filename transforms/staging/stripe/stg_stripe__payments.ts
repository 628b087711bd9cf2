/** Stripe’s payments and refunds. */
import { pick } from '../../../src/columns.ts'
import { unionByName } from '../../../src/sql/union.ts'
import { defineTable } from '../../../src/table.ts'
import { paymentColumns } from '../objects/payments.ts'
import { stgStripeCharges } from './stg_stripe__charges.ts'
import { stgStripeRefunds } from './stg_stripe__refunds.ts'

export const stgStripePayments = defineTable({
  name: 'stg_stripe__payments',
  description: 'Attempts at payment in Stripe, failed ones included, and what was given back.',
  grain: ['payment_id'],
  columns: pick(
    paymentColumns,
    'payment_id',
    'source_system',
    'source_instance',
    'account_id',
    'invoice_id',
    'refunded_payment_id',
    'currency_code',
    'payment_type',
    'payment_status',
    'failure_reason',
    'paid_at',
    'amount_local',
  ),
  query: (db) =>
    unionByName(
      db
        .selectFrom(stgStripeCharges.as('charge'))
        .select(({ val, lit }) => [
          'charge.payment_id',
          val('stripe').as('source_system'),
          'charge.source_instance',
          'charge.account_id',
          'charge.invoice_id',
          lit(null).$castTo<string | null>().as('refunded_payment_id'),
          'charge.currency_code',
          val<'payment' | 'refund'>('payment').as('payment_type'),
          'charge.payment_status',
          'charge.failure_reason',
          'charge.paid_at',
          'charge.amount_local',
        ]),
      db
        .selectFrom(stgStripeRefunds.as('refund'))
        .leftJoin(stgStripeCharges.as('charge'), 'charge.payment_id', 'refund.refunded_payment_id')
        .select(({ val }) => [
          'refund.payment_id',
          val('stripe').as('source_system'),
          'refund.source_instance',
          'charge.account_id',
          'charge.invoice_id',
          'refund.refunded_payment_id',
          'refund.currency_code',
          val<'payment' | 'refund'>('refund').as('payment_type'),
          'refund.payment_status',
          'refund.failure_reason',
          'refund.paid_at',
          'refund.amount_local',
        ]),
    ),
})
