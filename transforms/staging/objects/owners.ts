/** The columns of a business object over all systems: owners. */
import { day, flag, text } from '../../../src/columns.ts'

/** Those who own records in a system: one row for each state that an export tells of. */
export const ownerColumns = {
  owner_id: text('The owner, scoped by source.'),
  source_system: text('The system.'),
  source_instance: text('The portal or organisation; empty for the only one.'),
  source_id: text('The system’s own id.'),
  owner_email: text('Lower case.').nullable(),
  owner_name: text('The display name, where the system keeps one name.').nullable(),
  first_name: text('As typed.').nullable(),
  last_name: text('As typed.').nullable(),
  manager_id: text('The manager, scoped by source.').nullable(),
  team_name: text('The main team, where the system keeps it with the owner.').nullable(),
  is_active: flag('Whether the owner can sign in.'),
  exported_date: day('The day of the export that tells so; 1970-01-01 where the file has no date.'),
}
