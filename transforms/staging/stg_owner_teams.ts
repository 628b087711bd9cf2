/** Teams of the owners of all CRMs. */
import { day, flag, text } from '../../src/columns.ts'
import { scopedId } from '../../src/sql/text.ts'
import { defineTable } from '../../src/table.ts'
import { stgHubspotOwnerTeams } from './hubspot/stg_hubspot__owner_teams.ts'
import { stgHubspotTeams } from './hubspot/stg_hubspot__teams.ts'

export const stgOwnerTeams = defineTable({
  name: 'stg_owner_teams',
  description: 'Which teams the owners of the CRMs were in on each day of export.',
  grain: ['owner_id', 'team_id', 'exported_date'],
  columns: {
    owner_id: text('The owner, scoped by system.'),
    team_id: text('The team, scoped by system.'),
    team_name: text('What the team is called.').nullable(),
    is_primary: flag('Whether it is the owner’s main team.'),
    exported_date: day('The day of the export.'),
  },
  query: (db) =>
    db
      .selectFrom(stgHubspotOwnerTeams.as('membership'))
      .leftJoin(stgHubspotTeams.as('team'), 'team.team_id', 'membership.team_id')
      .select(({ ref }) => [
        scopedId('hubspot', ref('membership.owner_id')).as('owner_id'),
        scopedId('hubspot', ref('membership.team_id')).as('team_id'),
        'team.team_name',
        'membership.is_primary',
        'membership.exported_date',
      ]),
})
