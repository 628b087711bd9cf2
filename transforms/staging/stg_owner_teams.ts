/** Teams of the owners of all systems. */
import { unionOf } from '../../src/sql/union.ts'
import { defineTable } from '../../src/table.ts'
import { stgHubspotOwnerTeams } from './hubspot/stg_hubspot__owner_teams.ts'
import { ownerTeamColumns } from './objects/owner_teams.ts'

export const stgOwnerTeams = defineTable({
  name: 'stg_owner_teams',
  description: 'Which teams the owners were in on each day of export.',
  grain: ['owner_id', 'team_id', 'exported_date'],
  columns: ownerTeamColumns,
  query: () => unionOf(ownerTeamColumns, stgHubspotOwnerTeams),
})
