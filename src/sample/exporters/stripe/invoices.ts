// Invoices as Sigma has them and the charges that paid them or failed.
import { type Instant, isoSecond } from '../../calendar.ts'
import type { Company } from '../../company.ts'
import type { RowDirt } from '../../dirt.ts'
import type { Charge, Invoice } from '../../subscription.ts'
import { type Cell, YearFiles } from '../csv.ts'

const INVOICE =
  'id,number,date,status,customer_id,customer_email,customer_name,subscription_id,billing_reason,collection_method,currency,subtotal,tax,total,amount_due,amount_paid,amount_remaining,period_start,period_end,due_date,attempt_count,paid,status_transitions_finalized_at,status_transitions_paid_at,status_transitions_voided_at,status_transitions_marked_uncollectible_at,charge_id'.split(
    ',',
  )
const CHARGE =
  'id,_fivetran_synced,amount,amount_refunded,captured,created,currency,customer_id,description,failure_code,failure_message,invoice_id,livemode,paid,refunded,status'.split(
    ',',
  )

const time = (instant: Instant | null) => (instant === null ? '' : isoSecond(instant))

export function exportInvoices(
  company: Company,
  dir: string,
  dirt: (name: string) => RowDirt,
): void {
  const invoices = new YearFiles((year) => `${dir}/invoices_${year}.csv`, INVOICE, dirt('invoices'))
  const charges = new YearFiles((year) => `${dir}/charges_${year}.csv`, CHARGE, dirt('charges'))
  for (const invoice of company.invoices) {
    invoices.of(invoice.createdAt).row(row(invoice))
    for (const charge of invoice.charges) charges.of(charge.createdAt).row(chargeRow(charge))
  }
  invoices.close()
  charges.close()
}

function row(invoice: Invoice): Cell[] {
  const { customer, status, total, amountPaid } = invoice
  return [
    invoice.id,
    invoice.number,
    time(invoice.createdAt),
    status,
    customer.id,
    customer.email,
    customer.name,
    invoice.subscription?.id ?? '',
    invoice.reason,
    customer.payer === 'transfer' ? 'send_invoice' : 'charge_automatically',
    customer.currency.toLowerCase(),
    invoice.subtotal,
    invoice.tax,
    total,
    total,
    amountPaid,
    total - amountPaid,
    time(invoice.periodStart),
    time(invoice.periodEnd),
    time(invoice.dueAt),
    invoice.attempts,
    status === 'paid',
    time(invoice.finalizedAt),
    time(invoice.paidAt),
    time(invoice.voidedAt),
    time(invoice.uncollectibleAt),
    invoice.charges.at(-1)?.id ?? '',
  ]
}

function chargeRow(charge: Charge): Cell[] {
  const { invoice, failure } = charge
  const flag = (value: boolean) => (value ? 'TRUE' : 'FALSE')
  return [
    charge.id,
    time(charge.refundedAt ?? charge.createdAt),
    charge.amount,
    charge.refunded,
    flag(failure === null),
    time(charge.createdAt),
    invoice.customer.currency.toLowerCase(),
    invoice.customer.id,
    invoice.description,
    failure?.code ?? '',
    failure?.message ?? '',
    invoice.id,
    'TRUE',
    flag(failure === null),
    flag(charge.refunded > 0 && charge.refunded === charge.amount),
    failure === null ? 'succeeded' : 'failed',
  ]
}
