// Stripe: customers from the dashboard, prices and charges by connector, the rest from Sigma.
import type { Company } from '../company.ts'
import { RowDirt } from '../dirt.ts'
import { Random } from '../random.ts'
import { exportCatalogue } from './stripe/catalogue.ts'
import { exportCustomers } from './stripe/customers.ts'
import { exportInvoices } from './stripe/invoices.ts'
import { exportSubscriptions } from './stripe/subscriptions.ts'

export function exportStripe(company: Company, dir: string): void {
  const dirt = (name: string) =>
    new RowDirt(new Random(`rows/${company.seed}/stripe/${name}`), company.dirt)
  exportCatalogue(company, dir)
  exportCustomers(company, dir, dirt('customers'))
  exportSubscriptions(company, dir, dirt)
  exportInvoices(company, dir, dirt)
}
