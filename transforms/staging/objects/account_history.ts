/** The columns of a business object over all systems: account history. */
import { oneOf, text, timestamp } from '../../../src/columns.ts'

export const accountProperties = ['owner_id', 'employee_count'] as const

/** Every value that a tracked attribute of a company took. */
export const accountHistoryColumns = {
  account_id: text('The record, scoped by source.'),
  property: oneOf(accountProperties, 'What changed.'),
  changed_at: timestamp('When it took the value.'),
  value: text('The value, ids scoped by source; null where it was cleared.').nullable(),
}
