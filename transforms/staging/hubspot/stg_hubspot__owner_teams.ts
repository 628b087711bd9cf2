/** The teams of HubSpot’s owners. */
import { pick } from '../../../src/columns.ts'
import { anyTrue } from '../../../src/sql/flags.ts'
import { sourceKey, tidy } from '../../../src/sql/text.ts'
import { calendarDay } from '../../../src/sql/written_times.ts'
import { defineTable } from '../../../src/table.ts'
import { rawHubspotOwnerTeam, rawHubspotTeam } from '../../sources/hubspot.ts'
import { ownerTeamColumns } from '../objects/owner_teams.ts'

export const stgHubspotOwnerTeams = defineTable({
  name: 'stg_hubspot__owner_teams',
  description: 'Which teams HubSpot’s owners were in on each day of export.',
  grain: ['owner_id', 'team_id', 'exported_date'],
  columns: pick(
    ownerTeamColumns,
    'owner_id',
    'team_id',
    'team_name',
    'is_primary',
    'exported_date',
  ),
  query: (db) =>
    db
      .selectFrom(rawHubspotOwnerTeam.as('membership'))
      .leftJoin(rawHubspotTeam.as('team'), (join) =>
        join
          .onRef('team.source_instance', '=', 'membership.source_instance')
          .onRef('team.id', '=', 'membership.team_id'),
      )
      .where(({ eb, ref }) => eb(anyTrue(ref('membership._fivetran_deleted')), '=', false))
      .select(({ ref, fn, lit }) => {
        const instance = ref('membership.source_instance')
        return [
          sourceKey('hubspot', instance, ref('membership.owner_id')).as('owner_id'),
          sourceKey('hubspot', instance, ref('membership.team_id')).as('team_id'),
          tidy(ref('team.name')).as('team_name'),
          fn.coalesce('membership.is_team_primary', lit(true)).as('is_primary'),
          calendarDay(ref('membership.version_at')).as('exported_date'),
        ]
      }),
})
