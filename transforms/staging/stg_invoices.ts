/** Invoices of all billing systems. */
import { unionOf } from '../../src/sql/union.ts'
import { defineTable } from '../../src/table.ts'
import { stgGenericInvoices } from './generic/stg_generic__invoices.ts'
import { invoiceColumns } from './objects/invoices.ts'
import { stgStripeInvoices } from './stripe/stg_stripe__invoices.ts'

export const stgInvoices = defineTable({
  name: 'stg_invoices',
  description: 'Invoices of every billing system, drafts and voids included.',
  grain: ['invoice_id'],
  columns: invoiceColumns,
  query: () => unionOf(invoiceColumns, stgStripeInvoices, stgGenericInvoices),
})
