// Zendesk: tickets as an agent exports them, organisations and users as a connector lands them.
import type { Company } from '../company.ts'
import { exportTickets } from './zendesk/tickets.ts'
import { exportOrganizations, exportUsers } from './zendesk/users.ts'

export function exportZendesk(company: Company, dir: string): void {
  exportTickets(company, dir)
  exportOrganizations(company, dir)
  exportUsers(company, dir)
}
