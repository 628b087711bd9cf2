/** Support tickets of all systems. */
import { unionOf } from '../../src/sql/union.ts'
import { defineTable } from '../../src/table.ts'
import { stgGenericTickets } from './generic/stg_generic__tickets.ts'
import { stgHubspotTickets } from './hubspot/stg_hubspot__tickets.ts'
import { ticketColumns } from './objects/tickets.ts'
import { stgZendeskTickets } from './zendesk/stg_zendesk__tickets.ts'

export const stgTickets = defineTable({
  name: 'stg_tickets',
  description: 'Tickets, deleted ones included.',
  grain: ['ticket_id'],
  columns: ticketColumns,
  query: () => unionOf(ticketColumns, stgZendeskTickets, stgHubspotTickets, stgGenericTickets),
})
