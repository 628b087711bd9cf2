/** Invoices, from the generic files. */
import { settings } from '../../../src/settings.ts'
import { midnightOf } from '../../../src/sql/days.ts'
import { firstKnown, isKnown } from '../../../src/sql/known.ts'
import { dayOf } from '../../../src/sql/time.ts'
import { rawGenericInvoices } from '../../sources/generic_revenue.ts'
import { invoiceColumns } from '../objects/invoices.ts'
import { stagedFrom } from './staged.ts'

export const stgGenericInvoices = stagedFrom({
  name: 'stg_generic__invoices',
  description:
    'The invoices of generic/invoices, those without a total left out; recurring where they bill a subscription and do not say.',
  grain: ['invoice_id'],
  columns: invoiceColumns,
  from: rawGenericInvoices,
  id: 'invoice_id',
  needs: ['total_local'],
  values: {
    issued_at: (cell) => firstKnown(cell('issued_at'), midnightOf(cell('issued_date'))),
    issued_date: (cell) => firstKnown(cell('issued_date'), dayOf(cell('issued_at'))),
  },
  defaults: {
    currency_code: settings.reportingCurrency,
    invoice_status: 'open',
    is_recurring: (cell) => isKnown(cell('subscription_id')),
  },
})
