/** HubSpot’s support tickets. */
import { number, text, timestamp } from '../../src/columns.ts'
import { defineExport, from, optional } from '../../src/export.ts'
import { removed, synced } from './connector.ts'
import { historyColumns, property, required } from './hubspot_properties.ts'

export const rawHubspotTickets = defineExport({
  name: 'raw_hubspot__tickets',
  description: 'Support tickets, one row each.',
  system: 'hubspot',
  object: 'tickets',
  grain: ['id'],
  person: { ids: ['associated_contact_ids'], clears: ['subject', 'content'] },
  version: 'last_modified_at',
  observed: ['created_at', 'last_modified_at'],
  columns: {
    id: from(
      text('HubSpot’s ticket id.'),
      'Ticket ID',
      'Record ID',
      'Datensatz-ID',
      'hs_object_id',
    ),
    subject: required(text('As typed.').nullable(), 'subject', 'Ticket name', 'Ticket-Name'),
    content: property(text('As typed.').nullable(), 'content', 'Ticket description'),
    created_at: required(
      timestamp('When it was opened.'),
      'createdate',
      'Create date',
      'Erstellungsdatum',
      'Date de création',
    ),
    closed_at: property(
      timestamp('When it was closed.').nullable(),
      'closed_date',
      'Close date',
      'Abschlussdatum',
    ),
    first_replied_at: property(
      timestamp('When an agent first replied.').nullable(),
      'first_agent_reply_date',
      'First agent email response date',
    ),
    last_modified_at: property(
      timestamp('When it last changed.').nullable(),
      'hs_lastmodifieddate',
      'Last modified date',
    ),
    pipeline: property(text('By id or label.').nullable(), 'hs_pipeline', 'Pipeline'),
    stage: property(text('By id or label.').nullable(), 'hs_pipeline_stage', 'Ticket status'),
    category: property(text('As HubSpot names it.').nullable(), 'hs_ticket_category', 'Category'),
    priority: property(
      text('LOW, MEDIUM, HIGH or URGENT.').nullable(),
      'hs_ticket_priority',
      'Priority',
      'Priorität',
    ),
    source: property(text('How it came in.').nullable(), 'source_type', 'Source', 'Quelle'),
    hubspot_owner_id: property(text('Who works on it.').nullable(), 'hubspot_owner_id', 'owner_id'),
    ticket_owner: optional(from(text('By display name.').nullable(), 'Ticket owner')),
    hubspot_team: property(text('By id or name.').nullable(), 'hubspot_team_id', 'HubSpot Team'),
    csat: property(
      number('The last rating of it, as the survey counts.').nullable(),
      'hs_feedback_last_survey_rating',
      'Last CSAT survey rating',
    ),
    associated_company_ids: optional(
      from(text('Companies, by semicolon.').nullable(), 'Associated Company IDs'),
    ),
    associated_contact_ids: optional(
      from(text('Contacts, by semicolon.').nullable(), 'Associated Contact IDs'),
    ),
    is_deleted: removed(),
    _fivetran_synced: synced(),
  },
})

export const rawHubspotTicketPropertyHistory = defineExport({
  name: 'raw_hubspot__ticket_property_history',
  description: 'Every value that a tracked property of a ticket took, and when.',
  system: 'hubspot',
  object: 'ticket_property_history',
  grain: ['ticket_id', 'name', 'timestamp'],
  version: '_fivetran_synced',
  columns: {
    ticket_id: text('HubSpot’s ticket id.'),
    ...historyColumns(),
    _fivetran_start: optional(timestamp('From when on it held.').nullable()),
    _fivetran_end: optional(timestamp('Until when it held.').nullable()),
  },
})
