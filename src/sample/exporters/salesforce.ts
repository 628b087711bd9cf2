// Salesforce: objects as Data Loader exports them, and one report that somebody runs by hand.
import type { Company } from '../company.ts'
import { booksOf } from '../firm.ts'
import { exportAccounts } from './salesforce/accounts.ts'
import { exportActivities } from './salesforce/activities.ts'
import { exportCampaigns } from './salesforce/campaigns.ts'
import { exportHistories } from './salesforce/histories.ts'
import { exportOpportunities } from './salesforce/opportunities.ts'
import { exportContacts, exportLeads } from './salesforce/people.ts'
import { exportUsers } from './salesforce/users.ts'

export function exportSalesforce(company: Company, dir: string): void {
  const books = booksOf(company, 'salesforce')
  exportUsers(books, dir)
  exportAccounts(books, dir)
  exportLeads(books, dir)
  exportContacts(books, dir)
  exportCampaigns(books, dir)
  exportOpportunities(books, dir)
  exportHistories(books, dir)
  exportActivities(books, dir)
}
