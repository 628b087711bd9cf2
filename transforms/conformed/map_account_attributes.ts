/** Whom an account belonged to, and which segment it was in, day by day. */
import { sql } from 'kysely'
import { type Day, day, text } from '../../src/columns.ts'
import { endDay } from '../../src/sql/versions.ts'
import { type Db, defineTable } from '../../src/table.ts'
import { dimAccountVersions } from './dim_account_versions.ts'
import { dimOwnerVersions } from './dim_owner_versions.ts'

export const mapAccountAttributes = defineTable({
  name: 'map_account_attributes',
  description:
    'The owner, the owner’s team and the segment of every account, by the days on which they held together.',
  grain: ['account_id', 'valid_from'],
  columns: {
    account_id: text('The account.'),
    owner_id: text('Who owned it.'),
    team: text('The team of the owner at the time.'),
    segment: text('Its segment at the time.'),
    valid_from: day('The first day.'),
    valid_to: day('The day after the last one.'),
  },
  query: (db) =>
    db
      .selectFrom(changes(db).as('change'))
      .where('change.is_change', '=', true)
      .select(({ ref }) => [
        'change.account_id',
        'change.owner_id',
        'change.team',
        'change.segment',
        'change.valid_from',
        sql<Day>`lead(${ref('change.valid_from')}, 1, ${endDay}) over (partition by ${ref('change.account_id')} order by ${ref('change.valid_from')})`.as(
          'valid_to',
        ),
      ]),
})

/** Account versions cut at the days on which their owner changed team. */
const versions = (db: Db) =>
  db
    .selectFrom(dimAccountVersions.as('account'))
    .innerJoin(dimOwnerVersions.as('owner'), (join) =>
      join
        .onRef('owner.owner_id', '=', 'account.owner_id')
        .onRef('owner.valid_from', '<', 'account.valid_to')
        .onRef('owner.valid_to', '>', 'account.valid_from'),
    )
    .select(({ fn }) => [
      'account.account_id',
      'account.owner_id',
      'owner.team',
      'account.segment',
      fn<Day>('greatest', ['account.valid_from', 'owner.valid_from']).as('valid_from'),
    ])

/** A version that repeats the one before it is no change: an account must not transfer to itself. */
const changes = (db: Db) =>
  db
    .selectFrom(versions(db).as('version'))
    .selectAll('version')
    .select(({ ref }) =>
      sql<boolean>`(${ref('version.owner_id')}, ${ref('version.team')}, ${ref('version.segment')}) is distinct from lag((${ref('version.owner_id')}, ${ref('version.team')}, ${ref('version.segment')})) over (partition by ${ref('version.account_id')} order by ${ref('version.valid_from')})`.as(
        'is_change',
      ),
    )
