/** Which team an owner was in, and who led the owner, when. */
import { day, text } from '../../src/columns.ts'
import { daysLater } from '../../src/sql/calendar.ts'
import { descending, holdsForAny, latest } from '../../src/sql/latest.ts'
import { nothingAsNull } from '../../src/sql/text.ts'
import { unionByName } from '../../src/sql/union.ts'
import { beginningDay, endDay } from '../../src/sql/versions.ts'
import { carriedBothWays, following, isChange, previous } from '../../src/sql/window.ts'
import { type Db, defineTable } from '../../src/table.ts'
import { stgOwnerTeams } from '../staging/stg_owner_teams.ts'
import { stgOwners } from '../staging/stg_owners.ts'
import { mapOwners } from './map_owners.ts'

export const dimOwnerVersions = defineTable({
  name: 'dim_owner_versions',
  description:
    'The main team and the manager of every owner over time, from the successive exports; one who left keeps the last ones. Of an owner in several CRMs, the one with a team and where the owner is active tells.',
  grain: ['owner_id', 'valid_from'],
  columns: {
    owner_id: text('The owner, or `unknown`.'),
    valid_from: day('The first day: the one after the last export that did not show it.'),
    valid_to: day('The first day on which it does not hold any more.'),
    team: text('The team’s name; `Unknown` for an owner without one.'),
    manager_id: text('The owner who leads this one, where the CRM says it.').nullable(),
  },
  query: (db) =>
    db
      .with('known', knownStates)
      // A change shows in the next export only; it counts from the day after the export before.
      .with('export', (from) =>
        from
          .selectFrom(
            from
              .selectFrom('known')
              .select(['known.source_system', 'known.source_instance', 'known.exported_date'])
              .distinct()
              .as('seen'),
          )
          .select(({ ref, fn }) => [
            'seen.source_system',
            'seen.source_instance',
            'seen.exported_date',
            fn
              .coalesce(
                daysLater(
                  previous(ref('seen.exported_date'), {
                    by: [ref('seen.source_system'), ref('seen.source_instance')],
                    order: [ref('seen.exported_date')],
                  }),
                  1,
                ),
                beginningDay,
              )
              .as('since'),
          ]),
      )
      .with('telling', (from) =>
        from
          .selectFrom('known')
          .groupBy(['known.owner_id', 'known.source_key'])
          .distinctOn('known.owner_id')
          .select(['known.owner_id', 'known.source_key'])
          .orderBy('known.owner_id')
          .orderBy(({ eb, ref }) => descending(holdsForAny(eb(ref('known.team'), 'is not', null))))
          .orderBy(({ ref }) =>
            descending(latest(ref('known.is_active'), ref('known.exported_date'))),
          )
          .orderBy('known.source_key'),
      )
      .with('state', (from) =>
        from
          .selectFrom('known')
          .innerJoin('telling', 'telling.source_key', 'known.source_key')
          .innerJoin('export', (join) =>
            join
              .onRef('export.source_system', '=', 'known.source_system')
              .onRef('export.source_instance', '=', 'known.source_instance')
              .onRef('export.exported_date', '=', 'known.exported_date'),
          )
          .select(({ fn, ref, val }) => {
            const rows = { by: [ref('known.owner_id')], order: [ref('export.since')] }
            return [
              'known.owner_id',
              'export.since',
              fn.coalesce(carriedBothWays(ref('known.team'), rows), val('Unknown')).as('team'),
              nothingAsNull(carriedBothWays(ref('known.manager_id'), rows)).as('manager_id'),
            ]
          }),
      )
      .with('change', (from) =>
        from
          .selectFrom(
            from
              .selectFrom('state')
              .selectAll('state')
              .select(({ ref }) => {
                const rows = { by: [ref('state.owner_id')], order: [ref('state.since')] }
                return [
                  isChange([ref('state.team'), ref('state.manager_id')], rows).as('is_change'),
                  previous(ref('state.since'), rows).as('since_before'),
                ]
              })
              .as('state'),
          )
          .where('state.is_change', '=', true)
          .select(({ eb, ref }) => [
            'state.owner_id',
            'state.team',
            'state.manager_id',
            eb
              .case()
              .when('state.since_before', 'is', null)
              .then(beginningDay)
              .else(ref('state.since'))
              .end()
              .as('valid_from'),
          ]),
      )
      .selectFrom((from) =>
        unionByName(
          from
            .selectFrom('change')
            .select(['change.owner_id', 'change.valid_from', 'change.team', 'change.manager_id']),
          db.selectNoFrom(({ val, lit }) => [
            val('unknown').as('owner_id'),
            beginningDay.as('valid_from'),
            val('Unknown').as('team'),
            lit(null).$castTo<string | null>().as('manager_id'),
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
        'version.manager_id',
      ]),
})

/** What each export says of an owner of a CRM; a manager of '' is nobody, null is not said. */
const knownStates = (db: Db) =>
  db
    .selectFrom(
      unionByName(
        db
          .selectFrom(stgOwners.as('owner'))
          .leftJoin(mapOwners.as('manager'), 'manager.source_key', 'owner.manager_id')
          .select(({ fn, ref, val }) => [
            'owner.owner_id as source_key',
            'owner.exported_date',
            'owner.team_name as team',
            fn.coalesce('manager.owner_id', val('')).$castTo<string | null>().as('manager_id'),
            ref('owner.is_active').$castTo<boolean | null>().as('is_active'),
          ]),
        db
          .selectFrom(stgOwnerTeams.as('membership'))
          .where('membership.is_primary', '=', true)
          .groupBy(['membership.owner_id', 'membership.exported_date'])
          .select(({ fn, lit }) => [
            'membership.owner_id as source_key',
            'membership.exported_date',
            fn.min('membership.team_name').as('team'),
            lit(null).$castTo<string | null>().as('manager_id'),
            lit(null).$castTo<boolean | null>().as('is_active'),
          ]),
      ).as('told'),
    )
    .innerJoin(mapOwners.as('map'), 'map.source_key', 'told.source_key')
    .groupBy([
      'map.owner_id',
      'told.source_key',
      'map.source_system',
      'map.source_instance',
      'told.exported_date',
    ])
    .select(({ fn, ref }) => [
      'map.owner_id',
      'told.source_key',
      'map.source_system',
      'map.source_instance',
      'told.exported_date',
      fn.max('told.team').as('team'),
      fn.max('told.manager_id').as('manager_id'),
      holdsForAny(ref('told.is_active')).as('is_active'),
    ])
