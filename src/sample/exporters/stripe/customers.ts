// Customers as the dashboard lists them, with the CRM's id in the metadata.
import { isLive } from '../../book.ts'
import { END, isoMinute } from '../../calendar.ts'
import type { Company } from '../../company.ts'
import type { RowDirt } from '../../dirt.ts'
import { major } from '../../money.ts'
import type { Invoice, StripeCustomer, Subscription } from '../../subscription.ts'
import { YearFiles } from '../csv.ts'

const HEADER =
  'id,Description,Email,Name,Created (UTC),Delinquent,Plan,Status,Total Spend,Payment Count,Refunded Volume,Dispute Losses,hubspot_company_id (metadata),salesforce_account_id (metadata)'.split(
    ',',
  )

function group<T>(
  list: readonly T[],
  keyOf: (entry: T) => StripeCustomer,
): Map<StripeCustomer, T[]> {
  const groups = new Map<StripeCustomer, T[]>()
  for (const entry of list) {
    const found = groups.get(keyOf(entry))
    if (found === undefined) groups.set(keyOf(entry), [entry])
    else found.push(entry)
  }
  return groups
}

export function exportCustomers(company: Company, dir: string, dirt: RowDirt): void {
  const files = new YearFiles((year) => `${dir}/customers_${year}.csv`, HEADER, dirt)
  const invoices = group<Invoice>(company.invoices, (invoice) => invoice.customer)
  const subscriptions = group<Subscription>(company.subscriptions, (entry) => entry.customer)
  const customers = [...company.customers].sort((a, b) => a.createdAt - b.createdAt)
  for (const customer of customers) {
    const { unit } = customer.account
    const charges = (invoices.get(customer) ?? []).flatMap((invoice) => invoice.charges)
    const paid = charges.filter((charge) => charge.failure === null)
    const live = (subscriptions.get(customer) ?? []).filter((entry) => entry.endedAt === null)
    const item = live.flatMap((entry) => entry.items).find((entry) => isLive(entry, END))
    files
      .of(customer.createdAt)
      .row([
        customer.id,
        customer.name,
        customer.email,
        customer.name,
        isoMinute(customer.createdAt),
        live.some((entry) => entry.status === 'past_due'),
        item?.price.nickname ?? '',
        live[0]?.status ?? (subscriptions.has(customer) ? 'canceled' : ''),
        major(paid.reduce((sum, charge) => sum + charge.amount, 0)),
        paid.length,
        major(charges.reduce((sum, charge) => sum + charge.refunded, 0)),
        '0.00',
        unit === 'hubspot' ? (customer.record?.id ?? '') : '',
        unit === 'salesforce' ? (customer.record?.id ?? '') : '',
      ])
  }
  files.close()
}
