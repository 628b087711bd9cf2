/** Zendesk’s objects that are loaded and not staged: tags, schedules, service levels, chats, logs. */
import { day, flag, integer, text, timestamp } from '../../src/columns.ts'
import { optional } from '../../src/export.ts'
import { aside, removed } from './connector.ts'

const reference = (description: string) => optional(text(description).nullable())
const instant = (description: string) => optional(timestamp(description).nullable())

export const rawZendeskAuditLog = aside({
  system: 'zendesk',
  object: 'audit_log',
  description: 'Changes of the settings.',
  grain: ['id'],
  columns: {
    id: text('Zendesk’s id of the entry.'),
    action: reference('create, update, destroy ….'),
    actor_id: reference('Who did it.'),
    created_at: instant('When.'),
    change_description: reference('What changed.'),
    source_type: reference('What kind of thing changed.'),
    source_id: reference('The thing that changed.'),
  },
})

export const rawZendeskBrand = aside({
  system: 'zendesk',
  object: 'brand',
  description: 'Brands under which tickets come in.',
  grain: ['id'],
  columns: {
    id: text('Zendesk’s brand id.'),
    name: reference('What it is called.'),
    active: optional(flag('Whether it is in use.').nullable()),
    default: optional(flag('Whether tickets are of it where nothing else is said.').nullable()),
    _fivetran_deleted: removed(),
  },
})

export const rawZendeskTimeZone = aside({
  system: 'zendesk',
  object: 'time_zone',
  description: 'Time zones as Zendesk names them.',
  grain: ['time_zone'],
  columns: {
    time_zone: text('As Zendesk names it.'),
    standard_offset: reference('Of winter time: +01:00.'),
  },
})

export const rawZendeskDaylightTime = aside({
  system: 'zendesk',
  object: 'daylight_time',
  description: 'Daylight saving time by zone and year.',
  grain: ['time_zone', 'year'],
  columns: {
    time_zone: text('As Zendesk names it.'),
    year: integer('The year.'),
    daylight_offset: optional(integer('By how many hours.').nullable()),
    daylight_start_utc: instant('From when.'),
    daylight_end_utc: instant('Until when.'),
  },
})

export const rawZendeskOrganizationTag = aside({
  system: 'zendesk',
  object: 'organization_tag',
  description: 'The tags of organisations.',
  grain: ['organization_id', 'tag'],
  columns: { organization_id: text('The organisation.'), tag: text('The tag.') },
})

export const rawZendeskTicketTag = aside({
  system: 'zendesk',
  object: 'ticket_tag',
  description: 'The tags of tickets.',
  grain: ['ticket_id', 'tag'],
  columns: { ticket_id: text('The ticket.'), tag: text('The tag.') },
})

export const rawZendeskUserTag = aside({
  system: 'zendesk',
  object: 'user_tag',
  description: 'The tags of users.',
  grain: ['user_id', 'tag'],
  columns: { user_id: text('The user.'), tag: text('The tag.') },
})

export const rawZendeskSchedule = aside({
  system: 'zendesk',
  object: 'schedule',
  description: 'Business hours, in minutes from the beginning of the week.',
  grain: ['id', 'start_time'],
  columns: {
    id: text('Zendesk’s schedule id.'),
    start_time: integer('From when.'),
    end_time: integer('Until when.').nullable(),
    start_time_utc: optional(integer('From when, in UTC.').nullable()),
    end_time_utc: optional(integer('Until when, in UTC.').nullable()),
    name: reference('What it is called.'),
    time_zone: reference('As Zendesk names it.'),
    created_at: instant('When it was created.'),
    _fivetran_deleted: removed(),
  },
})

export const rawZendeskScheduleHoliday = aside({
  system: 'zendesk',
  object: 'schedule_holiday',
  description: 'Holidays of schedules.',
  grain: ['id', 'schedule_id'],
  columns: {
    id: text('Zendesk’s id of the holiday.'),
    schedule_id: text('The schedule.'),
    start_date: day('Its first day.').nullable(),
    end_date: day('Its last day.').nullable(),
    name: reference('What it is called.'),
    _fivetran_deleted: removed(),
  },
})

export const rawZendeskSlaPolicyMetricHistory = aside({
  system: 'zendesk',
  object: 'sla_policy_metric_history',
  description: 'The targets of service levels.',
  // Connectors count the targets of each metric, or of each policy: the place alone is no key.
  grain: ['sla_policy_id', 'sla_policy_updated_at', 'metric', 'priority', 'index'],
  columns: {
    sla_policy_id: text('The service level.'),
    sla_policy_updated_at: timestamp('When it changed to this.'),
    index: integer('The place of the target.'),
    business_hours: optional(flag('Whether only business hours count.').nullable()),
    metric: text('first_reply_time ….'),
    priority: text('Of tickets.'),
    target: optional(integer('In minutes.').nullable()),
  },
})

export const rawZendeskTicketSlaPolicy = aside({
  system: 'zendesk',
  object: 'ticket_sla_policy',
  description: 'Which service levels applied to tickets.',
  grain: ['ticket_id', 'sla_policy_id', 'policy_applied_at'],
  columns: {
    ticket_id: text('The ticket.'),
    sla_policy_id: text('The service level.'),
    policy_applied_at: timestamp('From when on.'),
  },
})

export const rawZendeskTicketSchedule = aside({
  system: 'zendesk',
  object: 'ticket_schedule',
  description: 'Which business hours applied to tickets.',
  grain: ['ticket_id', 'created_at'],
  columns: {
    ticket_id: text('The ticket.'),
    created_at: timestamp('From when on.'),
    schedule_id: reference('The schedule.'),
  },
})

export const rawZendeskTicketFormHistory = aside({
  system: 'zendesk',
  object: 'ticket_form_history',
  description: 'The forms of tickets.',
  grain: ['id', 'updated_at'],
  columns: {
    id: text('Zendesk’s form id.'),
    updated_at: timestamp('When it changed to this.'),
    name: reference('What it is called.'),
    display_name: reference('What users read.'),
    active: optional(flag('Whether it is in use.').nullable()),
    end_user_visible: optional(flag('Whether users see it.').nullable()),
    created_at: instant('When it was created.'),
    _fivetran_deleted: removed(),
  },
})

export const rawZendeskTicketChat = aside({
  system: 'zendesk',
  object: 'ticket_chat',
  description: 'The chats of tickets.',
  grain: ['chat_id', 'ticket_id'],
  columns: {
    chat_id: text('Zendesk’s chat id.'),
    ticket_id: text('The ticket; a chat that goes on later is of several.'),
    user_id: reference('Who asks.'),
    channel: reference('chat, messaging ….'),
    authenticated: optional(flag('Whether the visitor was signed in.').nullable()),
  },
})

export const rawZendeskTicketChatEvent = aside({
  system: 'zendesk',
  object: 'ticket_chat_event',
  person: { ids: ['actor_id'], clears: ['message', 'other'] },
  description: 'What was said in chats.',
  grain: ['chat_id', 'created_at', 'chat_index'],
  columns: {
    chat_id: text('Zendesk’s chat id.'),
    created_at: timestamp('When.'),
    chat_index: reference('Its place in the chat.'),
    actor_id: reference('Who said it.'),
    type: reference('ChatMessage, ChatJoin ….'),
    message: reference('What was said.'),
    is_history_context: optional(flag('Whether it was said before.').nullable()),
    status_updated_at: instant('When its status last changed.'),
  },
})
