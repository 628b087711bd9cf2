/** The columns of a business object over all systems: tickets. */
import { flag, integer, number, text, timestamp } from '../../../src/columns.ts'

/** Support tickets. */
export const ticketColumns = {
  ticket_id: text('The ticket, scoped by source.'),
  source_system: text('The system.'),
  source_instance: text('The instance; empty for the only one.'),
  account_id: text('The organisation’s record, scoped by source.').nullable(),
  account_name: text('The organisation, where the system gives no id.').nullable(),
  person_id: text('The requester’s record, scoped by source.').nullable(),
  requester_email: text('The requester’s address, lower case.').nullable(),
  agent_name: text('Who works on it.').nullable(),
  team_name: text('The group that works on it.').nullable(),
  ticket_status: text('As the system names it.').nullable(),
  priority: text('As the system names it.').nullable(),
  ticket_type: text('As the system names it.').nullable(),
  via: text('How it came in.').nullable(),
  satisfaction: text('As the system names it.').nullable(),
  is_deleted: flag('Whether the system deleted it.'),
  created_at: timestamp('When it was opened.'),
  solved_at: timestamp('When it was last solved.').nullable(),
  first_response_minutes: number(
    'Until the first public reply of an agent, by the calendar.',
  ).nullable(),
  resolution_minutes: number('Until it was last solved, by the calendar.').nullable(),
  reopen_count: integer('How often it was opened again.').nullable(),
  csat_score: number('1 for good, 0 for bad, a share of 1 on finer scales.').nullable(),
}
