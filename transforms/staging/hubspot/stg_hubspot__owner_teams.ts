/** The teams of HubSpot’s owners. */
import { day, flag, text } from '../../../src/columns.ts'
import { defineTable } from '../../../src/table.ts'
import { rawHubspotOwnerTeam } from '../../sources/hubspot.ts'

export const stgHubspotOwnerTeams = defineTable({
  name: 'stg_hubspot__owner_teams',
  description: 'Which teams HubSpot’s owners were in on each day of export.',
  grain: ['owner_id', 'team_id', 'exported_date'],
  columns: {
    owner_id: text('HubSpot’s owner id.'),
    team_id: text('HubSpot’s team id.'),
    is_primary: flag('Whether it is the owner’s main team.'),
    exported_date: day('The day of the export.'),
  },
  query: (db) =>
    db
      .selectFrom(rawHubspotOwnerTeam.as('membership'))
      .select(({ fn, lit }) => [
        'membership.owner_id',
        'membership.team_id',
        fn.coalesce('membership.is_team_primary', lit(true)).as('is_primary'),
        'membership.exported_date',
      ]),
})
