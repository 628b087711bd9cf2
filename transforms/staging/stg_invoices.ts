/** Invoices, over all billing systems: the one place where a system is added. */
import { sql } from 'kysely'
import { day, flag, localMoney, oneOf, text, timestamp } from '../../src/columns.ts'
import { scopedId } from '../../src/sql/text.ts'
import { unionByName } from '../../src/sql/union.ts'
import { type Db, defineTable } from '../../src/table.ts'
import { stgStripeInvoices } from './stripe/stg_stripe__invoices.ts'

const invoiceStatuses = ['draft', 'open', 'paid', 'uncollectible', 'void'] as const

export const stgInvoices = defineTable({
  name: 'stg_invoices',
  description: 'Invoices of every billing system, drafts included.',
  grain: ['invoice_id'],
  columns: {
    invoice_id: text('Scoped by system: stripe:in_….'),
    source_system: text('The billing system.'),
    customer_id: text('Who is billed, by that system’s own id.'),
    currency_code: text('ISO 4217, in upper case.'),
    invoice_status: oneOf(invoiceStatuses, 'Where the invoice is in its life.'),
    is_recurring: flag('Whether it bills a subscription.'),
    issued_at: timestamp('When it became final; null while a draft.').nullable(),
    issued_date: day('The day of issued_at.').nullable(),
    total_local: localMoney('After discounts and tax.'),
    tax_local: localMoney('The part of the total that is tax.'),
  },
  query: (db) => unionByName(ofStripe(db)),
})

const ofStripe = (db: Db) =>
  db
    .selectFrom(stgStripeInvoices.as('invoice'))
    .select(({ eb, ref }) => [
      scopedId<string>('stripe', ref('invoice.invoice_id')).as('invoice_id'),
      sql<string>`'stripe'`.as('source_system'),
      'invoice.customer_id',
      'invoice.currency_code',
      'invoice.invoice_status',
      eb('invoice.subscription_id', 'is not', null).$castTo<boolean>().as('is_recurring'),
      'invoice.issued_at',
      'invoice.issued_date',
      'invoice.total_local',
      'invoice.tax_local',
    ])
