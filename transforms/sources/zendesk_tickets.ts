/** Zendesk’s tickets, as its views and connectors export them, with what happened to them. */
import { flag, integer, number, text, texts, timestamp } from '../../src/columns.ts'
import { defineExport, from, optional } from '../../src/export.ts'
import { synced } from './connector.ts'

const minutes = (header: string) =>
  optional(from(number('In minutes, by the calendar.').nullable(), header))
const reference = (description: string, ...headers: string[]) =>
  optional(from(text(description).nullable(), ...headers))
const instant = (description: string, ...headers: string[]) =>
  optional(from(timestamp(description).nullable(), ...headers))

export const rawZendeskTickets = defineExport({
  name: 'raw_zendesk__tickets',
  description: 'Tickets, one row each.',
  system: 'zendesk',
  object: 'tickets',
  grain: ['id'],
  person: {
    ids: ['requester_id'],
    emails: ['requester_email'],
    clears: ['subject', 'requester', 'submitter', 'other'],
  },
  version: 'updated_at',
  observed: ['created_at', 'updated_at'],
  gathered: { other: /./ },
  columns: {
    id: from(text('Zendesk’s ticket id.'), 'Ticket ID'),
    created_at: from(timestamp('When it was opened.'), 'Created at', 'Erstellt am', 'Créé le'),
    updated_at: from(timestamp('When it last changed.').nullable(), 'Updated at'),
    status: from(
      text('new, open, pending, hold, solved, closed or deleted.').nullable(),
      'Status',
      'Status [list]',
    ),
    subject: reference('As typed.', 'Betreff', 'Objet'),
    requester: reference('Who asks, by name.'),
    requester_id: reference('Who asks.'),
    requester_external_id: reference('Who asks, by our own id.'),
    requester_email: reference('The address of who asks.'),
    requester_domain: reference('The domain of that address.'),
    submitter: reference('Who wrote it down, by name.'),
    submitter_id: reference('Who wrote it down.'),
    assignee: reference('Who works on it, by name.'),
    assignee_id: reference('Who works on it.'),
    group: reference('The group that works on it, by name.'),
    group_id: reference('The group that works on it.'),
    organization: reference('The organisation, by name.'),
    organization_id: reference('The organisation.'),
    brand_id: reference('The brand.'),
    tags: reference('By blanks.'),
    priority: reference('low, normal, high or urgent.'),
    via: reference('How it came in.', 'via_channel'),
    ticket_type: reference('question, incident, problem or task.', 'type'),
    due_at: instant('When it is due.', 'Due date'),
    assigned_at: instant('When it was last assigned.'),
    initially_assigned_at: instant('When it was first assigned.'),
    solved_at: instant('When it was last solved.'),
    satisfaction_score: reference('Good, Bad, Offered or Not Offered.'),
    reopens: optional(integer('How often it was opened again.').nullable()),
    replies: optional(integer('How often agents replied.').nullable()),
    group_stations: optional(integer('The groups that it went through.').nullable()),
    assignee_stations: optional(integer('The agents that it went through.').nullable()),
    first_reply_minutes: minutes('First reply time in minutes'),
    first_resolution_minutes: minutes('First resolution time in minutes'),
    full_resolution_minutes: minutes('Full resolution time in minutes'),
    is_public: optional(flag('Whether the requester sees it.').nullable()),
    has_incidents: optional(flag('Whether it is a problem with incidents.').nullable()),
    allow_channelback: optional(flag('Whether a reply goes back to the channel.').nullable()),
    merged_ticket_ids: reference('Tickets merged into it, as JSON.'),
    followup_ids: reference('Tickets that follow it, as JSON.'),
    other: texts('All further columns, by header.'),
    _fivetran_synced: synced(),
  },
})

export const rawZendeskTicketComments = defineExport({
  name: 'raw_zendesk__ticket_comments',
  description: 'What was written in tickets, notes among agents included.',
  system: 'zendesk',
  object: 'ticket_comments',
  grain: ['id'],
  version: '_fivetran_synced',
  observed: ['created'],
  gathered: { other: /./ },
  columns: {
    id: text('Zendesk’s id of the comment.'),
    ticket_id: text('The ticket.'),
    user_id: text('Who wrote it.').nullable(),
    created: from(timestamp('When.'), 'created_at'),
    public: flag('Whether the requester sees it.').nullable(),
    facebook_comment: optional(flag('Whether it came from Facebook.').nullable()),
    tweet: optional(flag('Whether it came from Twitter.').nullable()),
    voice_comment: optional(flag('Whether it was spoken.').nullable()),
    other: texts('All further columns, by header.'),
    _fivetran_synced: synced(),
  },
})

export const rawZendeskTicketFieldHistory = defineExport({
  name: 'raw_zendesk__ticket_field_history',
  description: 'Every value that a field of a ticket took, and when.',
  system: 'zendesk',
  object: 'ticket_field_history',
  grain: ['ticket_id', 'field_name', 'updated'],
  version: '_fivetran_synced',
  observed: ['updated'],
  columns: {
    ticket_id: text('The ticket.'),
    field_name: text('The field.'),
    updated: timestamp('When it took the value.'),
    value: text('The value; empty where it was cleared.').nullable(),
    user_id: reference('Who set it.'),
    _fivetran_synced: synced(),
  },
})

export const rawZendeskSatisfactionRatings = defineExport({
  name: 'raw_zendesk__satisfaction_ratings',
  description: 'What requesters say of how their tickets were handled.',
  system: 'zendesk',
  object: 'satisfaction_ratings',
  grain: ['id'],
  person: { ids: ['requester_id'], clears: ['comment'] },
  version: 'updated_at',
  observed: ['created_at'],
  columns: {
    id: text('Zendesk’s id of the rating.'),
    ticket_id: text('The ticket.'),
    score: text('offered, good, bad, with or without comment.').nullable(),
    created_at: timestamp('When it was offered.').nullable(),
    updated_at: instant('When it was given.'),
    assignee_id: reference('Who worked on the ticket.'),
    group_id: reference('The group that worked on it.'),
    requester_id: reference('Who asked.'),
    reason: reference('Why, from Zendesk’s list.'),
    comment: reference('Why, as typed.'),
    url: reference('Where Zendesk shows it.'),
    _fivetran_synced: synced(),
  },
})
