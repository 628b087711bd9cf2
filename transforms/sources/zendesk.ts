/** Zendesk: tickets, users and organisations as its views and connectors export them, by file. */
export * from './zendesk_other.ts'
export * from './zendesk_people.ts'
export * from './zendesk_tickets.ts'
