/** Zendesk’s users, organisations and groups. */
import { flag, integer, text, texts, timestamp } from '../../src/columns.ts'
import { declaredHeaders } from '../../src/custom_fields.ts'
import { defineExport, from, optional } from '../../src/export.ts'
import { removed, synced } from './connector.ts'

const reference = (description: string, ...headers: string[]) =>
  optional(from(text(description).nullable(), ...headers))

export const rawZendeskUsers = defineExport({
  name: 'raw_zendesk__users',
  description: 'Those who ask, and agents.',
  system: 'zendesk',
  object: 'users',
  grain: ['id'],
  person: { ids: ['id'], emails: ['email'], clears: ['name', 'phone', 'other'] },
  version: 'updated_at',
  observed: ['created_at', 'updated_at'],
  gathered: { custom_fields: declaredHeaders('zendesk', 'people'), other: /./ },
  columns: {
    id: text('Zendesk’s user id.'),
    name: text('As typed.').nullable(),
    email: text('As typed.').nullable(),
    role: reference('end-user, agent or admin.'),
    active: optional(flag('False for one who was deleted.').nullable()),
    suspended: optional(flag('Whether the user may no longer ask.').nullable()),
    organization_id: reference('The organisation.'),
    external_id: reference('The user’s id in another system.'),
    phone: reference('As typed.'),
    time_zone: reference('As Zendesk names it.'),
    locale: reference('The language.'),
    created_at: timestamp('When the user was created.').nullable(),
    updated_at: optional(timestamp('When the user last changed.').nullable()),
    last_login_at: optional(timestamp('When the user last signed in.').nullable()),
    verified: optional(flag('Whether the address was confirmed.').nullable()),
    shared: optional(flag('Whether another account shares the user.').nullable()),
    _fivetran_deleted: removed(),
    custom_fields: texts('The fields that the settings declare, by header.'),
    other: texts('All further columns, by header.'),
    _fivetran_synced: synced(),
  },
})

export const rawZendeskOrganizations = defineExport({
  name: 'raw_zendesk__organizations',
  description: 'Organisations, one row each.',
  system: 'zendesk',
  object: 'organizations',
  grain: ['id'],
  version: 'updated_at',
  observed: ['created_at', 'updated_at'],
  gathered: { custom_fields: declaredHeaders('zendesk', 'accounts'), other: /./ },
  columns: {
    id: text('Zendesk’s id of the organisation.'),
    name: text('As typed.').nullable(),
    external_id: reference('Its id in another system, with the system: `salesforce:001…`.'),
    domain_names: reference('Its domains, by blanks, commas or semicolons.'),
    details: reference('As typed.'),
    notes: reference('As typed.'),
    group_id: reference('The group that works on its tickets.'),
    shared_comments: optional(flag('Whether its users comment on all its tickets.').nullable()),
    shared_tickets: optional(flag('Whether its users see all its tickets.').nullable()),
    created_at: timestamp('When it was created.').nullable(),
    updated_at: optional(timestamp('When it last changed.').nullable()),
    url: reference('Where Zendesk shows it.'),
    _fivetran_deleted: removed(),
    custom_fields: texts('The fields that the settings declare, by header.'),
    other: texts('All further columns, by header.'),
    _fivetran_synced: synced(),
  },
})

export const rawZendeskDomainName = defineExport({
  name: 'raw_zendesk__domain_name',
  description: 'The domains of organisations.',
  system: 'zendesk',
  object: 'domain_name',
  // Not by its place: connectors write 0 for each.
  grain: ['organization_id', 'domain_name'],
  version: '_fivetran_synced',
  columns: {
    organization_id: text('The organisation.'),
    domain_name: text('The domain.'),
    index: optional(
      integer('Its place among the domains, where the connector counts them.').nullable(),
    ),
    _fivetran_synced: synced(),
  },
})

export const rawZendeskGroup = defineExport({
  name: 'raw_zendesk__group',
  description: 'Groups of agents.',
  system: 'zendesk',
  object: 'group',
  grain: ['id'],
  version: '_fivetran_synced',
  columns: {
    id: text('Zendesk’s group id.'),
    name: text('What it is called.').nullable(),
    created_at: optional(timestamp('When it was created.').nullable()),
    updated_at: optional(timestamp('When it last changed.').nullable()),
    url: reference('Where Zendesk shows it.'),
    _fivetran_deleted: removed(),
    _fivetran_synced: synced(),
  },
})
