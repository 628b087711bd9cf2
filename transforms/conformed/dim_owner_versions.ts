/** Which team an owner was in, and when. */
import { day, text } from '../../src/columns.ts'
import { daysLater } from '../../src/sql/calendar.ts'
import { unionByName } from '../../src/sql/union.ts'
import { beginningDay, endDay } from '../../src/sql/versions.ts'
import { following, previous } from '../../src/sql/window.ts'
import { defineTable } from '../../src/table.ts'
import { stgOwnerTeams } from '../staging/stg_owner_teams.ts'
import { stgOwners } from '../staging/stg_owners.ts'

export const dimOwnerVersions = defineTable({
  name: 'dim_owner_versions',
  description:
    'The main team of every owner over time, from the successive exports; one who left keeps the last team.',
  grain: ['owner_id', 'valid_from'],
  columns: {
    owner_id: text('The owner, or `unknown`.'),
    valid_from: day('The first day: the one after the last export that did not show it.'),
    valid_to: day('The first day on which it does not hold any more.'),
    team: text('The team’s name; `Unknown` for an owner without one.'),
  },
  query: (db) =>
    db
      // A change shows in the next export only; it counts from the day after the export before.
      .with('export', (from) =>
        from
          .selectFrom(
            from
              .selectFrom(stgOwnerTeams.as('membership'))
              .select('membership.exported_date')
              .distinct()
              .as('seen'),
          )
          .select(({ ref, lit, fn }) => [
            'seen.exported_date',
            fn
              .coalesce(
                daysLater(
                  previous(ref('seen.exported_date'), {
                    by: [lit(1)],
                    order: [ref('seen.exported_date')],
                  }),
                  1,
                ),
                beginningDay,
              )
              .as('since'),
          ]),
      )
      .with('membership', (from) =>
        from
          .selectFrom(stgOwnerTeams.as('membership'))
          .where('membership.is_primary', '=', true)
          .innerJoin('export', 'export.exported_date', 'membership.exported_date')
          .select(({ fn, val }) => [
            'membership.owner_id',
            'export.since',
            fn.coalesce(fn.min('membership.team_name'), val('Unknown')).as('team'),
          ])
          .groupBy(['membership.owner_id', 'export.since']),
      )
      .with('change', (from) =>
        from
          .selectFrom(
            from
              .selectFrom('membership')
              .select(({ ref }) => [
                'membership.owner_id',
                'membership.since',
                'membership.team',
                previous(ref('membership.team'), {
                  by: [ref('membership.owner_id')],
                  order: [ref('membership.since')],
                }).as('team_before'),
              ])
              .as('state'),
          )
          .where(({ eb, ref }) => eb('state.team', 'is distinct from', ref('state.team_before')))
          .select(({ eb }) => [
            'state.owner_id',
            'state.team',
            eb
              .case()
              .when('state.team_before', 'is', null)
              .then(beginningDay)
              .else(eb.ref('state.since'))
              .end()
              .as('valid_from'),
          ]),
      )
      .with('owner', (from) =>
        from.selectFrom(stgOwners.as('owner')).select('owner.owner_id').distinct(),
      )
      .selectFrom((from) =>
        unionByName(
          from
            .selectFrom('owner')
            .leftJoin('change', 'change.owner_id', 'owner.owner_id')
            .select(({ fn, val }) => [
              'owner.owner_id',
              fn.coalesce('change.valid_from', beginningDay).as('valid_from'),
              fn.coalesce('change.team', val('Unknown')).as('team'),
            ]),
          db.selectNoFrom(({ val }) => [
            val('unknown').as('owner_id'),
            beginningDay.as('valid_from'),
            val('Unknown').as('team'),
          ]),
        ).as('version'),
      )
      .select(({ ref, fn }) => [
        'version.owner_id',
        'version.valid_from',
        fn
          .coalesce(
            following(ref('version.valid_from'), {
              by: [ref('version.owner_id')],
              order: [ref('version.valid_from')],
            }),
            endDay,
          )
          .as('valid_to'),
        'version.team',
      ]),
})
