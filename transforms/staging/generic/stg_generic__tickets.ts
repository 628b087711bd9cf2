/** Tickets, from the generic files. */
import { rawGenericTickets } from '../../sources/generic_crm.ts'
import { ticketColumns } from '../objects/tickets.ts'
import { stagedFrom } from './staged.ts'

export const stgGenericTickets = stagedFrom({
  name: 'stg_generic__tickets',
  description:
    'The tickets of generic/tickets, those without the instant of their creation left out.',
  grain: ['ticket_id'],
  columns: ticketColumns,
  from: rawGenericTickets,
  id: 'ticket_id',
  needs: ['created_at'],
  defaults: {},
})
