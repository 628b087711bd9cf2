/** The people who own accounts and opportunities. */
import { flag, text } from '../../src/columns.ts'
import { joined, withDetail } from '../../src/sql/text.ts'
import { unionByName } from '../../src/sql/union.ts'
import { endDay } from '../../src/sql/versions.ts'
import { defineTable } from '../../src/table.ts'
import { stgOwners } from '../staging/stg_owners.ts'
import { dimOwnerVersions } from './dim_owner_versions.ts'

export const dimOwners = defineTable({
  name: 'dim_owners',
  description: 'Every owner whom a CRM ever exported, those who left included, and `unknown`.',
  grain: ['owner_id'],
  columns: {
    owner_id: text('The owner, scoped by system, or `unknown`.'),
    owner_name: text('First and last name; with the e-mail address where two owners share them.'),
    owner_email: text('Lower case.').nullable(),
    team: text('The current team; for one who left, the last one.'),
    is_active: flag('Whether the owner is in the latest export and can sign in.'),
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
      .with('latest', (from) =>
        from
          .selectFrom(stgOwners.as('owner'))
          .distinctOn('owner.owner_id')
          .orderBy('owner.owner_id')
          .orderBy('owner.exported_date', 'desc')
          .select(({ fn, ref }) => [
            'owner.owner_id',
            'owner.owner_email',
            'owner.is_active',
            'owner.exported_date',
            fn
              .coalesce(
                joined(ref('owner.first_name'), ref('owner.last_name')),
                'owner.owner_email',
                'owner.owner_id',
              )
              .as('full_name'),
          ]),
      )
      .with('named', (from) =>
        from.selectFrom('latest').select(({ eb, fn, ref }) => [
          'latest.owner_id',
          'latest.owner_email',
          eb
            .case()
            .when(
              fn.countAll().over((over) => over.partitionBy('latest.full_name')),
              '=',
              1,
            )
            .then(ref('latest.full_name'))
            .else(
              withDetail(
                ref('latest.full_name'),
                fn.coalesce('latest.owner_email', 'latest.owner_id'),
              ),
            )
            .end()
            .as('owner_name'),
          eb
            .and([
              eb('latest.is_active', '=', true),
              eb(
                'latest.exported_date',
                '=',
                from
                  .selectFrom(stgOwners.as('any'))
                  .select(({ fn }) => fn.max('any.exported_date').as('exported_date')),
              ),
            ])
            .$castTo<boolean>()
            .as('is_active'),
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
              'named.owner_name',
              'named.owner_email',
              'version.team',
              'named.is_active',
            ]),
          db.selectNoFrom(({ val, lit }) => [
            val('unknown').as('owner_id'),
            val('Unknown').as('owner_name'),
            lit(null).$castTo<string | null>().as('owner_email'),
            val('Unknown').as('team'),
            lit(false).$castTo<boolean>().as('is_active'),
          ]),
        ).as('owner'),
      )
      .select([
        'owner.owner_id',
        'owner.owner_name',
        'owner.owner_email',
        'owner.team',
        'owner.is_active',
      ]),
})
