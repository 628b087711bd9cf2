/** Which segment and owner an account had, and when. */
import { day, text } from '../../src/columns.ts'
import { latestWhere } from '../../src/sql/latest.ts'
import { segmentOf } from '../../src/sql/segment.ts'
import { asText, wholeNumberOf } from '../../src/sql/text.ts'
import { dayOf } from '../../src/sql/time.ts'
import { unionByName } from '../../src/sql/union.ts'
import { beginningDay, beginningInstant, endDay } from '../../src/sql/versions.ts'
import { carriedBothWays, following, isChange, previous } from '../../src/sql/window.ts'
import { type Db, defineTable } from '../../src/table.ts'
import { stgAccountHistory } from '../staging/stg_account_history.ts'
import { stgAccounts } from '../staging/stg_accounts.ts'
import { dimOwners } from './dim_owners.ts'
import { mapAccounts } from './map_accounts.ts'

export const dimAccountVersions = defineTable({
  name: 'dim_account_versions',
  description:
    'The segment and the owner of every account over time; before the first known value that value holds, within a day the last one.',
  grain: ['account_id', 'valid_from'],
  relations: [{ column: 'owner_id', to: dimOwners, unknown: 'unknown' }],
  columns: {
    account_id: text('The account, or `unknown`.'),
    valid_from: day('The first day on which it holds.'),
    valid_to: day('The first day on which it does not hold any more.'),
    segment: text('The segment by number of employees; `Unknown` without one.'),
    owner_id: text('The owner; `unknown` without one.'),
  },
  query: (db) =>
    db
      .with('change', changes)
      .with('day', (from) =>
        from
          .selectFrom('change')
          .select(({ fn, ref, eb, val }) => [
            'change.account_id',
            dayOf(ref('change.changed_at')).as('changed_date'),
            latestWhere(
              fn.coalesce('change.value', val('')),
              ref('change.changed_at'),
              eb('change.property', '=', 'owner_id'),
            ).as('owner_id'),
            latestWhere(
              fn.coalesce('change.value', val('')),
              ref('change.changed_at'),
              eb('change.property', '=', 'employee_count'),
            ).as('employee_count'),
          ])
          .groupBy(({ ref }) => ['change.account_id', dayOf(ref('change.changed_at'))]),
      )
      .with('state', (from) =>
        from.selectFrom('day').select(({ ref }) => {
          const days = { by: [ref('day.account_id')], order: [ref('day.changed_date')] }
          return [
            'day.account_id',
            'day.changed_date',
            carriedBothWays(ref('day.owner_id'), days).as('owner_id'),
            carriedBothWays(ref('day.employee_count'), days).as('employee_count'),
          ]
        }),
      )
      .with('resolved', (from) =>
        from
          .selectFrom('state')
          .leftJoin(dimOwners.as('owner'), 'owner.owner_id', 'state.owner_id')
          .select(({ fn, ref, val }) => [
            'state.account_id',
            'state.changed_date',
            segmentOf(wholeNumberOf(ref('state.employee_count'))).as('segment'),
            fn.coalesce('owner.owner_id', val('unknown')).as('owner_id'),
          ]),
      )
      .with('marked', (from) =>
        from.selectFrom('resolved').select(({ ref }) => {
          const days = { by: [ref('resolved.account_id')], order: [ref('resolved.changed_date')] }
          return [
            'resolved.account_id',
            'resolved.changed_date',
            'resolved.segment',
            'resolved.owner_id',
            isChange([ref('resolved.segment'), ref('resolved.owner_id')], days).as('is_change'),
            previous(ref('resolved.changed_date'), days).as('date_before'),
          ]
        }),
      )
      .selectFrom('marked')
      .where('marked.is_change', '=', true)
      .select(({ eb, fn, ref }) => {
        const versions = { by: [ref('marked.account_id')], order: [ref('marked.changed_date')] }
        return [
          'marked.account_id',
          eb
            .case()
            .when('marked.date_before', 'is', null)
            .then(beginningDay)
            .else(ref('marked.changed_date'))
            .end()
            .as('valid_from'),
          fn.coalesce(following(ref('marked.changed_date'), versions), endDay).as('valid_to'),
          'marked.segment',
          'marked.owner_id',
        ]
      }),
})

/** What histories say; where one says nothing of an attribute, what the company has now. */
const changes = (db: Db) =>
  db
    .selectFrom(
      unionByName(
        db
          .selectFrom(stgAccountHistory.as('history'))
          .innerJoin(mapAccounts.as('map'), (join) =>
            join
              .onRef('map.source_system', '=', 'history.source_system')
              .onRef('map.source_id', '=', 'history.source_id')
              .on('map.match_method', '=', 'own id')
              .on('map.is_internal', '=', false),
          )
          .select(['map.account_id', 'history.property', 'history.changed_at', 'history.value']),
        current(db, 'owner_id'),
        current(db, 'employee_count'),
        db
          .selectFrom(mapAccounts.as('map'))
          .where('map.match_method', '=', 'no match')
          .where('map.is_internal', '=', false)
          .select(({ val, lit }) => [
            'map.account_id',
            val('owner_id').$castTo<Property>().as('property'),
            beginningInstant.as('changed_at'),
            lit(null).$castTo<string | null>().as('value'),
          ]),
        db.selectNoFrom(({ val, lit }) => [
          val('unknown').as('account_id'),
          val('owner_id').$castTo<Property>().as('property'),
          beginningInstant.as('changed_at'),
          lit(null).$castTo<string | null>().as('value'),
        ]),
      ).as('change'),
    )
    .selectAll('change')

type Property = 'owner_id' | 'employee_count'

const current = (db: Db, property: Property) =>
  db
    .selectFrom(stgAccounts.as('company'))
    .innerJoin(mapAccounts.as('map'), (join) =>
      join
        .onRef('map.source_system', '=', 'company.source_system')
        .onRef('map.source_id', '=', 'company.source_id')
        .on('map.match_method', '=', 'own id')
        .on('map.is_internal', '=', false),
    )
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom(stgAccountHistory.as('history'))
            .whereRef('history.source_system', '=', 'company.source_system')
            .whereRef('history.source_id', '=', 'company.source_id')
            .where('history.property', '=', property)
            .select('history.value'),
        ),
      ),
    )
    .select(({ ref, val }) => [
      'map.account_id',
      val(property).$castTo<Property>().as('property'),
      beginningInstant.as('changed_at'),
      asText(ref(`company.${property}`)).as('value'),
    ])
