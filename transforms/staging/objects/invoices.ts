/** The columns of a business object over all systems: invoices. */
import { day, flag, localMoney, oneOf, text, timestamp } from '../../../src/columns.ts'

const invoiceStatuses = ['draft', 'open', 'paid', 'uncollectible', 'void'] as const

/** Invoices, drafts and voids included. */
export const invoiceColumns = {
  invoice_id: text('The invoice, scoped by source.'),
  source_system: text('The billing system.'),
  source_instance: text('The account of the system; empty for the only one.'),
  account_id: text('The customer’s record, scoped by source.').nullable(),
  subscription_id: text('The subscription, scoped by source.').nullable(),
  opportunity_id: text('The opportunity, scoped by source, where the system knows it.').nullable(),
  currency_code: text('ISO 4217, in upper case.'),
  invoice_status: oneOf(invoiceStatuses, 'Where the invoice is in its life.'),
  is_recurring: flag('Whether it bills a subscription.'),
  issued_at: timestamp('When it became final; null while a draft.').nullable(),
  issued_date: day('The day of issued_at, or the only date that the system gives.').nullable(),
  due_date: day('When it is to be paid.').nullable(),
  total_local: localMoney('After discounts and tax.'),
  tax_local: localMoney('The part of the total that is tax.').nullable(),
  discount_local: localMoney('What discounts took off.').nullable(),
}
