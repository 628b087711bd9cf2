/** The columns of a business object over all systems: opportunity contacts. */
import { flag, text, timestamp } from '../../../src/columns.ts'

/** The people of opportunities, with their roles. */
export const opportunityContactColumns = {
  opportunity_id: text('The opportunity, scoped by source.'),
  person_id: text('The person’s record, scoped by source.'),
  role: text('As the system names it.').nullable(),
  is_primary: flag('Whether it is the main contact.'),
  created_at: timestamp('When the person was added.').nullable(),
}
