/** The columns of a business object over all systems: touchpoints. */
import { flag, integer, oneOf, text, timestamp } from '../../../src/columns.ts'

const touchpointTypes = [
  'session',
  'form',
  'email',
  'event',
  'ad',
  'campaign_response',
  'other',
] as const

/** Sessions and other contacts with marketing: one row each. */
export const touchpointColumns = {
  touchpoint_id: text('The session or activity, scoped by source.'),
  source_system: text('The system.'),
  source_instance: text('The property of the system; empty for the only one.'),
  person_id: text('The person or visitor, scoped by source.').nullable(),
  account_id: text('The company’s record, scoped by source, where the system knows it.').nullable(),
  touchpoint_type: oneOf(touchpointTypes, 'What happened.'),
  traffic_source: text('As the system names it: google.').nullable(),
  traffic_medium: text('As the system names it: cpc.').nullable(),
  campaign_name: text('As the system names it.').nullable(),
  campaign_id: text('The campaign, scoped by source.').nullable(),
  channel: text('The channel, where the system says it.').nullable(),
  landing_page: text('The first page.').nullable(),
  is_hand_raise: flag('Whether the person asked to be contacted.'),
  occurred_at: timestamp('When it began.'),
  page_view_count: integer('How many pages were seen.').nullable(),
}
