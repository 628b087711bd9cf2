/** The columns of a business object over all systems: opportunity history. */
import { oneOf, text, timestamp } from '../../../src/columns.ts'

export const opportunityProperties = [
  'stage_id',
  'amount',
  'close_date',
  'owner_id',
  'forecast_category',
  'pipeline_id',
  'probability',
] as const

/** Every value that a tracked attribute of an opportunity took. */
export const opportunityHistoryColumns = {
  opportunity_id: text('The opportunity, scoped by source.'),
  property: oneOf(opportunityProperties, 'What changed.'),
  changed_at: timestamp('When it took the value.'),
  value: text('The value, ids scoped by source; null where it was cleared.').nullable(),
}
