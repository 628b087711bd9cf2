/** Stripe's invoices. */
import { day, localMoney, oneOf, text, timestamp } from '../../../src/columns.ts'
import { fromMinorUnits } from '../../../src/sql/minor_units.ts'
import { dayOf } from '../../../src/sql/time.ts'
import { defineTable } from '../../../src/table.ts'
import { invoiceStatuses, rawStripeInvoices } from '../../sources/stripe.ts'

export const stgStripeInvoices = defineTable({
  name: 'stg_stripe__invoices',
  description: 'Stripe invoices in our names and types, drafts included.',
  grain: ['invoice_id'],
  columns: {
    invoice_id: text('Stripe’s id, in_….'),
    invoice_number: text('The number on the document; null for a draft.').nullable(),
    customer_id: text('Who is billed, cus_….'),
    subscription_id: text('The subscription that it bills; null for a one-off.').nullable(),
    currency_code: text('ISO 4217, in upper case.'),
    invoice_status: oneOf(invoiceStatuses, 'Where the invoice is in its life.'),
    issued_at: timestamp('When Stripe finalized it; null while a draft.').nullable(),
    issued_date: day('The day of issued_at.').nullable(),
    total_local: localMoney('After discounts and tax.'),
    tax_local: localMoney('The part of the total that is tax; 0 where none was computed.'),
  },
  query: (db) =>
    db.selectFrom(rawStripeInvoices.as('raw')).select(({ fn, lit, ref }) => {
      const currency = fn<string>('upper', ['raw.currency'])
      return [
        'raw.id as invoice_id',
        'raw.number as invoice_number',
        'raw.customer_id',
        'raw.subscription_id',
        currency.as('currency_code'),
        'raw.status as invoice_status',
        'raw.status_transitions_finalized_at as issued_at',
        dayOf(ref('raw.status_transitions_finalized_at')).as('issued_date'),
        fromMinorUnits(ref('raw.total'), currency).as('total_local'),
        fromMinorUnits(fn.coalesce('raw.tax', lit(0)), currency).as('tax_local'),
      ]
    }),
})
