/** HubSpot’s teams. */
import { text } from '../../../src/columns.ts'
import { tidy } from '../../../src/sql/text.ts'
import { defineTable } from '../../../src/table.ts'
import { rawHubspotTeam } from '../../sources/hubspot.ts'

export const stgHubspotTeams = defineTable({
  name: 'stg_hubspot__teams',
  description: 'HubSpot’s teams.',
  grain: ['team_id'],
  columns: {
    team_id: text('HubSpot’s team id.'),
    team_name: text('What the team is called.').nullable(),
  },
  query: (db) =>
    db
      .selectFrom(rawHubspotTeam.as('team'))
      .select(({ ref }) => ['team.id as team_id', tidy(ref('team.name')).as('team_name')]),
})
