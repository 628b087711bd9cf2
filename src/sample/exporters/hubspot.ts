// HubSpot: objects as the UI and the API export them, histories and owners as a connector does.
import type { Company } from '../company.ts'
import { booksOf } from '../firm.ts'
import { exportCompanies } from './hubspot/companies.ts'
import { exportContacts } from './hubspot/contacts.ts'
import { exportDeals } from './hubspot/deals.ts'
import { exportEngagements } from './hubspot/engagements.ts'
import { exportHistories } from './hubspot/histories.ts'
import { exportOwners } from './hubspot/owners.ts'

export function exportHubspot(all: Company, dir: string): void {
  const company = booksOf(all, 'hubspot')
  exportCompanies(company, dir)
  exportContacts(company, dir)
  exportDeals(company, dir)
  exportHistories(company, dir)
  exportOwners(company, dir)
  exportEngagements(company, dir)
}
