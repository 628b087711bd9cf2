/** HubSpot’s owners, users, teams and roles. */
import { flag, text, timestamp } from '../../src/columns.ts'
import { defineExport, from, optional } from '../../src/export.ts'
import { aside, removed, synced } from './connector.ts'

export const rawHubspotOwner = defineExport({
  name: 'raw_hubspot__owner',
  description: 'The owners on each day of export, as the connector copies them.',
  system: 'hubspot',
  object: 'owner',
  grain: ['owner_id'],
  keep: 'versions',
  columns: {
    owner_id: from(text('HubSpot’s owner id.'), 'id'),
    email: text('The owner’s e-mail address.').nullable(),
    first_name: text('The owner’s first name.').nullable(),
    last_name: text('The owner’s last name.').nullable(),
    active_user_id: from(text('The user’s id; empty for one who left.').nullable(), 'user_id'),
    portal_id: optional(text('HubSpot’s account id.').nullable()),
    type: optional(text('PERSON or QUEUE.').nullable()),
    created_at: optional(timestamp('When the owner was created.').nullable()),
    updated_at: optional(timestamp('When the owner last changed.').nullable()),
    is_active: optional(flag('Whether the connector still finds the owner.').nullable()),
    _fivetran_synced: synced(),
  },
})

export const rawHubspotOwnerTeam = defineExport({
  name: 'raw_hubspot__owner_team',
  description: 'Who is in which team on each day of export, as the connector copies it.',
  system: 'hubspot',
  object: 'owner_team',
  grain: ['owner_id', 'team_id'],
  keep: 'versions',
  columns: {
    owner_id: text('HubSpot’s owner id.'),
    team_id: text('HubSpot’s team id.'),
    is_team_primary: flag('Whether it is the owner’s main team.').nullable(),
    _fivetran_deleted: removed(),
    _fivetran_synced: synced(),
  },
})

export const rawHubspotTeam = defineExport({
  name: 'raw_hubspot__team',
  description: 'The teams, as the connector copies them.',
  system: 'hubspot',
  object: 'team',
  grain: ['id'],
  version: '_fivetran_synced',
  columns: {
    id: text('HubSpot’s team id.'),
    name: text('What the team is called.').nullable(),
    _fivetran_deleted: removed(),
    _fivetran_synced: synced(),
  },
})

export const rawHubspotUsers = aside({
  system: 'hubspot',
  object: 'users',
  description: 'Those who can sign in, owners or not.',
  grain: ['id'],
  columns: {
    id: text('HubSpot’s user id.'),
    email: text('The user’s e-mail address.').nullable(),
    first_name: optional(text('The user’s first name.').nullable()),
    last_name: optional(text('The user’s last name.').nullable()),
    primary_team_id: optional(text('The user’s main team.').nullable()),
    role_id: optional(text('The user’s role.').nullable()),
  },
})

export const rawHubspotTeamUser = aside({
  system: 'hubspot',
  object: 'team_user',
  description: 'Which users are in which team.',
  grain: ['team_id', 'user_id'],
  columns: {
    team_id: text('HubSpot’s team id.'),
    user_id: text('HubSpot’s user id.'),
    is_secondary_user: flag('Whether it is not the user’s main team.').nullable(),
  },
})

export const rawHubspotRole = aside({
  system: 'hubspot',
  object: 'role',
  description: 'The roles of users.',
  grain: ['id'],
  columns: {
    id: text('HubSpot’s role id.'),
    name: text('What the role is called.').nullable(),
    requires_billing_write: optional(flag('Whether it needs a paid seat.').nullable()),
  },
})
