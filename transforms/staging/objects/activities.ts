/** The columns of a business object over all systems: activities. */
import { flag, number, oneOf, text, timestamp } from '../../../src/columns.ts'

export const activityTypes = ['call', 'email', 'meeting', 'task', 'note', 'message'] as const
export const activityDirections = ['outbound', 'inbound'] as const

/** What our people did: calls, e-mails, meetings, tasks, notes. */
export const activityColumns = {
  activity_id: text('The activity, scoped by source.'),
  source_system: text('The system.'),
  source_instance: text('The portal or organisation; empty for the only one.'),
  person_id: text('The person’s record, scoped by source.').nullable(),
  account_id: text('The company’s record, scoped by source.').nullable(),
  opportunity_id: text('The opportunity, scoped by source.').nullable(),
  owner_id: text('Who did it, scoped by source.').nullable(),
  activity_type: oneOf(activityTypes, 'What it was.'),
  direction: oneOf(activityDirections, 'Who began; null where the system does not say.').nullable(),
  outcome: text('As the system names it.').nullable(),
  is_automatic: flag('Whether a machine did it.'),
  is_answered: flag(
    'Whether the other side answered; null where the system does not say.',
  ).nullable(),
  occurred_at: timestamp('When.').nullable(),
  duration_minutes: number('How long it took.').nullable(),
}
