/** The people who own accounts and opportunities. */
import { flag, text } from '../../src/columns.ts'
import { joined, withDetail } from '../../src/sql/text.ts'
import { unionByName } from '../../src/sql/union.ts'
import { endDay } from '../../src/sql/versions.ts'
import { type Db, defineTable } from '../../src/table.ts'
import { stgOwners } from '../staging/stg_owners.ts'
import { dimOwnerVersions } from './dim_owner_versions.ts'
import { mapOwners } from './map_owners.ts'

export const dimOwners = defineTable({
  name: 'dim_owners',
  description:
    'Every owner whom a CRM ever exported, those who left included, `unknown`, and `not_allocated` for what belongs to no owner; one who works in several CRMs is one.',
  grain: ['owner_id'],
  columns: {
    owner_id: text('The owner, scoped by source, `unknown` or `not_allocated`.'),
    manager_id: text('Who leads the owner now, where a CRM says it.').nullable(),
    owner_name: text('First and last name; with the e-mail address where two owners share them.'),
    owner_email: text('Lower case.').nullable(),
    team: text('The current team; for one who left, the last one.'),
    is_active: flag('Whether the owner is in the latest export of a CRM and can sign in.'),
  },
  audits: (self) => [
    {
      name: 'no two owners have the same name',
      severity: 'error',
      broken: (db) =>
        db
          .selectFrom(self.as('owner'))
          .select('owner.owner_name')
          .groupBy('owner.owner_name')
          .having(({ eb, fn }) => eb(fn.countAll(), '>', 1)),
    },
  ],
  query: (db) =>
    db
      .with('latest', latestStates)
      .with('owner', (from) =>
        from
          .selectFrom('latest')
          .distinctOn('latest.owner_id')
          .orderBy('latest.owner_id')
          .orderBy('latest.is_active', 'desc')
          .orderBy('latest.source_key')
          .select(({ fn }) => [
            'latest.owner_id',
            'latest.owner_email',
            'latest.is_active',
            fn
              .coalesce('latest.full_name', 'latest.owner_email', 'latest.owner_id')
              .as('full_name'),
          ]),
      )
      .with('named', (from) =>
        from.selectFrom('owner').select(({ eb, fn, ref }) => [
          'owner.owner_id',
          'owner.owner_email',
          'owner.is_active',
          eb
            .case()
            .when(
              fn.countAll().over((over) => over.partitionBy('owner.full_name')),
              '=',
              1,
            )
            .then(ref('owner.full_name'))
            .else(
              withDetail(
                ref('owner.full_name'),
                fn.coalesce('owner.owner_email', 'owner.owner_id'),
              ),
            )
            .end()
            .as('owner_name'),
        ]),
      )
      .selectFrom((from) =>
        unionByName(
          from
            .selectFrom('named')
            .innerJoin(dimOwnerVersions.as('version'), (join) =>
              join
                .onRef('version.owner_id', '=', 'named.owner_id')
                .on('version.valid_to', '=', endDay),
            )
            .select([
              'named.owner_id',
              'version.manager_id',
              'named.owner_name',
              'named.owner_email',
              'version.team',
              'named.is_active',
            ]),
          member(db, 'unknown', 'Unknown'),
          member(db, 'not_allocated', 'Not allocated'),
        ).as('owner'),
      )
      .selectAll('owner'),
})

const member = (db: Db, id: string, name: string) =>
  db.selectNoFrom(({ val, lit }) => [
    val(id).as('owner_id'),
    lit(null).$castTo<string | null>().as('manager_id'),
    val(name).as('owner_name'),
    lit(null).$castTo<string | null>().as('owner_email'),
    val(name).as('team'),
    lit(false).$castTo<boolean>().as('is_active'),
  ])

/** What the last export of each CRM with an owner says of that owner. */
const latestStates = (db: Db) =>
  db
    .selectFrom(
      db
        .selectFrom(stgOwners.as('owner'))
        .innerJoin(mapOwners.as('map'), 'map.source_key', 'owner.owner_id')
        .select(({ fn, ref }) => [
          'map.source_key',
          'map.owner_id',
          'map.owner_email',
          'owner.is_active',
          'owner.exported_date',
          fn
            .coalesce(joined(ref('owner.first_name'), ref('owner.last_name')), 'owner.owner_name')
            .as('full_name'),
          fn
            .max('owner.exported_date')
            .over((over) => over.partitionBy(['owner.source_system', 'owner.source_instance']))
            .as('last_date'),
        ])
        .as('seen'),
    )
    .distinctOn('seen.source_key')
    .orderBy('seen.source_key')
    .orderBy('seen.exported_date', 'desc')
    .select(({ eb, ref }) => [
      'seen.source_key',
      'seen.owner_id',
      'seen.owner_email',
      'seen.full_name',
      eb
        .and([
          eb('seen.is_active', '=', true),
          eb('seen.exported_date', '=', ref('seen.last_date')),
        ])
        .$castTo<boolean>()
        .as('is_active'),
    ])
