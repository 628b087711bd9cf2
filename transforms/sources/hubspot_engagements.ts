/** HubSpot’s activities: calls, e-mails, meetings, notes, tasks, messages. */
import { type AnyColumn, flag, number, text, timestamp } from '../../src/columns.ts'
import { defineExport, from, optional } from '../../src/export.ts'
import { removed, synced } from './connector.ts'
import { property } from './hubspot_properties.ts'

const engagementId = () =>
  from(text('HubSpot’s id of the activity.'), 'id', 'Record ID', 'hs_object_id')

/** What every kind of activity has. */
const shared = () => ({
  occurred_at: property(
    timestamp('When it was, or is due.').nullable(),
    'hs_timestamp',
    'Activity date',
    'timestamp',
    'start_time',
  ),
  created_at: property(
    timestamp('When it was written down.').nullable(),
    'hs_createdate',
    'Create date',
    'created_at',
  ),
  last_modified_at: property(
    timestamp('When it last changed.').nullable(),
    'hs_lastmodifieddate',
    'Last modified date',
    'last_updated',
  ),
  hubspot_owner_id: property(text('Who did it.').nullable(), 'hubspot_owner_id', 'owner_id'),
  hubspot_team_id: property(text('Whose team.').nullable(), 'hubspot_team_id', 'team_id'),
  type: optional(text('CALL, EMAIL, MEETING ….').nullable()),
  source: property(
    text('What wrote it down: INTEGRATION, SEQUENCE ….').nullable(),
    'hs_engagement_source',
    'source',
  ),
  _fivetran_deleted: removed(),
  _fivetran_synced: synced(),
})

/** @param redacts free text that may name those who took part */
const kindOf = <C extends Record<string, AnyColumn>, const O extends string>(
  object: O,
  description: string,
  columns: C,
  ...redacts: string[]
) =>
  defineExport({
    name: `raw_hubspot__engagement_${object}`,
    description,
    system: 'hubspot',
    object: `engagement_${object}`,
    also: [object],
    grain: ['engagement_id'],
    version: '_fivetran_synced',
    observed: ['created_at'],
    ...(redacts.length === 0
      ? {}
      : { person: { ids: ['engagement_id'], of: 'engagement', redacts } }),
    columns: { engagement_id: engagementId(), ...shared(), ...columns },
  })

export const rawHubspotEngagement = defineExport({
  name: 'raw_hubspot__engagement',
  description: 'All activities by id and type, as the connector lists them.',
  system: 'hubspot',
  object: 'engagement',
  grain: ['id'],
  version: '_fivetran_synced',
  columns: {
    id: text('HubSpot’s id of the activity.'),
    type: text('CALL, EMAIL, MEETING ….').nullable(),
    portal_id: optional(text('HubSpot’s account id.').nullable()),
    active: optional(flag('Whether it is still there.').nullable()),
    owner_id: optional(text('Who did it.').nullable()),
    timestamp: optional(timestamp('When it was.').nullable()),
    _fivetran_deleted: removed(),
    _fivetran_synced: synced(),
  },
})

export const rawHubspotEngagementCall = kindOf('call', 'Calls.', {
  direction: property(
    text('INBOUND or OUTBOUND.').nullable(),
    'hs_call_direction',
    'Call direction',
    'direction',
  ),
  outcome: property(
    text('What came of it.').nullable(),
    'hs_call_disposition',
    'Call outcome',
    'disposition',
  ),
  status: property(text('COMPLETED, NO_ANSWER ….').nullable(), 'hs_call_status', 'status'),
  duration_milliseconds: property(
    number('How long it took.').nullable(),
    'hs_call_duration',
    'Call duration',
    'duration_milliseconds',
  ),
})

export const rawHubspotEngagementCommunication = kindOf(
  'communication',
  'Messages: SMS, WhatsApp, LinkedIn.',
  {
    channel: property(
      text('SMS, WHATS_APP, LINKEDIN_MESSAGE ….').nullable(),
      'hs_communication_channel_type',
      'Channel type',
    ),
  },
)

export const rawHubspotEngagementEmail = kindOf(
  'email',
  'One-to-one e-mails.',
  {
    direction: property(
      text('EMAIL is ours, INCOMING_EMAIL theirs.').nullable(),
      'hs_email_direction',
      'Email direction',
    ),
    outcome: property(text('SENT, BOUNCED ….').nullable(), 'hs_email_status', 'Email send status'),
    subject: property(text('As typed.').nullable(), 'hs_email_subject', 'Email subject'),
  },
  'subject',
)

export const rawHubspotEngagementMeeting = kindOf(
  'meeting',
  'Meetings.',
  {
    outcome: property(
      text('COMPLETED, NO_SHOW ….').nullable(),
      'hs_meeting_outcome',
      'Meeting outcome',
      'meeting_outcome',
    ),
    started_at: property(
      timestamp('When it began.').nullable(),
      'hs_meeting_start_time',
      'Meeting start time',
      'start_time',
    ),
    ended_at: property(
      timestamp('When it ended.').nullable(),
      'hs_meeting_end_time',
      'Meeting end time',
      'end_time',
    ),
    title: property(text('As typed.').nullable(), 'hs_meeting_title', 'Meeting name', 'title'),
  },
  'title',
)

export const rawHubspotEngagementNote = kindOf(
  'note',
  'Notes.',
  {
    body: property(text('As typed.').nullable(), 'hs_note_body', 'Note body', 'body'),
  },
  'body',
)

export const rawHubspotEngagementTask = kindOf('task', 'Tasks.', {
  task_type: property(
    text('TODO, CALL or EMAIL.').nullable(),
    'hs_task_type',
    'Task type',
    'task_type',
  ),
  outcome: property(
    text('NOT_STARTED, COMPLETED ….').nullable(),
    'hs_task_status',
    'Task status',
    'status',
  ),
})
