/** Which segment and owner an account had, and when. */
import { day, text } from '../../src/columns.ts'
import { descending, firstKnown, holdsForAny, latestWhere } from '../../src/sql/latest.ts'
import { segmentOf } from '../../src/sql/segment.ts'
import { asText, comparable, wholeNumberOf } from '../../src/sql/text.ts'
import { dayOf } from '../../src/sql/time.ts'
import { unionByName } from '../../src/sql/union.ts'
import { beginningDay, beginningInstant, endDay } from '../../src/sql/versions.ts'
import { carriedBothWays, following, isChange, previous } from '../../src/sql/window.ts'
import { type Db, defineTable } from '../../src/table.ts'
import type { accountProperties } from '../staging/objects/account_history.ts'
import { stgAccountHistory } from '../staging/stg_account_history.ts'
import { stgAccounts } from '../staging/stg_accounts.ts'
import { survivorOrder } from './account_survivorship.ts'
import { dimOwners } from './dim_owners.ts'
import { mapAccounts } from './map_accounts.ts'
import { mapOwners } from './map_owners.ts'

export const dimAccountVersions = defineTable({
  name: 'dim_account_versions',
  description:
    'The segment and the owner of every account over time, of each the history of the one record that survivorship chooses; before the first known value that value holds, within a day the last one.',
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

/** What the record that survivorship chooses for an attribute says of it, over time. */
const changes = (db: Db) =>
  db
    .selectFrom(
      unionByName(
        db
          .selectFrom(told(db).as('told'))
          .innerJoin(telling(db).as('telling'), (join) =>
            join
              .onRef('telling.source_key', '=', 'told.source_key')
              .onRef('telling.property', '=', 'told.property'),
          )
          .select(['told.account_id', 'told.property', 'told.changed_at', 'told.value']),
        db.selectNoFrom(({ val, lit }) => [
          val('unknown').as('account_id'),
          val('owner_id').$castTo<Property>().as('property'),
          beginningInstant.as('changed_at'),
          lit(null).$castTo<string | null>().as('value'),
        ]),
      ).as('change'),
    )
    .selectAll('change')

type Property = (typeof accountProperties)[number]

/** Of each account and attribute the record to ask: one that knows a value, by the rules. */
const telling = (db: Db) =>
  db
    .selectFrom(
      db
        .selectFrom(told(db).as('told'))
        .groupBy(['told.account_id', 'told.source_key', 'told.property'])
        .select(({ eb, ref }) => [
          'told.account_id',
          'told.source_key',
          'told.property',
          holdsForAny(eb(ref('told.value'), 'is not', null)).as('is_known'),
        ])
        .as('candidate'),
    )
    .innerJoin(stgAccounts.as('record'), 'record.account_id', 'candidate.source_key')
    .groupBy(['candidate.account_id', 'candidate.property'])
    .select(({ eb, ref }) => {
      const asked = (property: Property) =>
        firstKnown(ref('candidate.source_key'), [
          descending(ref('candidate.is_known')),
          ...survivorOrder(property, {
            account_id: ref('candidate.account_id'),
            source_key: ref('candidate.source_key'),
            record_type: ref('record.record_type'),
            source_system: ref('record.source_system'),
            created_at: ref('record.created_at'),
            modified_at: ref('record.modified_at'),
          }),
        ])
      return [
        'candidate.property',
        eb
          .case()
          .when('candidate.property', '=', 'owner_id')
          .then(asked('owner_id'))
          .else(asked('employee_count'))
          .end()
          .as('source_key'),
      ]
    })

/** What records say of an attribute: their history, or else what they have now. */
const told = (db: Db) =>
  db
    .selectFrom(
      unionByName(
        db
          .selectFrom(stgAccountHistory.as('history'))
          .leftJoin(mapOwners.as('owner'), 'owner.source_key', 'history.value')
          .select(({ eb, ref }) => [
            'history.account_id as source_key',
            'history.property',
            'history.changed_at',
            eb
              .case()
              .when('history.property', '=', 'owner_id')
              .then(ref('owner.owner_id'))
              .else(ref('history.value'))
              .end()
              .as('value'),
          ]),
        withoutHistory(db, 'employee_count').select(({ ref, val }) => [
          'record.account_id as source_key',
          val('employee_count').$castTo<Property>().as('property'),
          beginningInstant.as('changed_at'),
          asText(ref('record.employee_count')).as('value'),
        ]),
        withoutHistory(db, 'owner_id')
          .leftJoin(mapOwners.as('keyed'), 'keyed.source_key', 'record.owner_id')
          .leftJoin(dimOwners.as('addressed'), 'addressed.owner_email', 'record.owner_email')
          .leftJoin(mapOwners.as('named'), (join) =>
            join
              .onRef('named.source_system', '=', 'record.source_system')
              .onRef('named.source_instance', '=', 'record.source_instance')
              .on(({ eb, ref }) =>
                eb('named.owner_name', '=', comparable(ref('record.owner_name'))),
              ),
          )
          .select(({ fn, val }) => [
            'record.account_id as source_key',
            val('owner_id').$castTo<Property>().as('property'),
            beginningInstant.as('changed_at'),
            fn.coalesce('keyed.owner_id', 'addressed.owner_id', 'named.owner_id').as('value'),
          ]),
      ).as('said'),
    )
    .innerJoin(mapAccounts.as('map'), (join) =>
      join
        .onRef('map.source_key', '=', 'said.source_key')
        .on('map.is_living', '=', true)
        .on('map.is_internal', '=', false),
    )
    .selectAll('said')
    .select('map.account_id')

const withoutHistory = (db: Db, property: Property) =>
  db
    .selectFrom(stgAccounts.as('record'))
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom(stgAccountHistory.as('history'))
            .whereRef('history.account_id', '=', 'record.account_id')
            .where('history.property', '=', property)
            .select('history.value'),
        ),
      ),
    )
