/** The columns of a business object over all systems: payments. */
import { localMoney, oneOf, text, timestamp } from '../../../src/columns.ts'

const paymentTypes = ['payment', 'refund'] as const
export const paymentStatuses = ['succeeded', 'pending', 'failed'] as const

/** Payments and refunds, failed attempts included. */
export const paymentColumns = {
  payment_id: text('The payment or refund, scoped by source.'),
  source_system: text('The billing system.'),
  source_instance: text('The account of the system; empty for the only one.'),
  account_id: text('The customer’s record, scoped by source.').nullable(),
  invoice_id: text('The invoice, scoped by source.').nullable(),
  refunded_payment_id: text('Of a refund, the payment, scoped by source.').nullable(),
  currency_code: text('ISO 4217, in upper case.'),
  payment_type: oneOf(paymentTypes, 'Which way the money went.'),
  payment_status: oneOf(paymentStatuses, 'What became of it.'),
  failure_reason: text('Why it failed, as the system names it.').nullable(),
  paid_at: timestamp('When it happened.').nullable(),
  amount_local: localMoney('The amount, positive for refunds too.'),
}
