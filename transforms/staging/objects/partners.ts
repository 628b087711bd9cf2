/** The columns of a business object over all systems: partners. */
import { text, timestamp } from '../../../src/columns.ts'

/** Partners who bring or sell. */
export const partnerColumns = {
  partner_id: text('The partner, scoped by source.'),
  source_system: text('The system.'),
  partner_name: text('As typed.').nullable(),
  partner_type: text('As the system names it.').nullable(),
  domain: text('The web domain, lower case.').nullable(),
  created_at: timestamp('When the partner joined.').nullable(),
}
