/** GA4’s visitors as people. */
import { pick } from '../../../src/columns.ts'
import { earliest } from '../../../src/sql/known.ts'
import { sourceKey } from '../../../src/sql/text.ts'
import { defineTable } from '../../../src/table.ts'
import { personColumns } from '../objects/people.ts'
import { siteUserEmail, siteUserKey } from './site_users.ts'
import { stgGa4Events } from './stg_ga4__events.ts'

export const stgGa4People = defineTable({
  name: 'stg_ga4__people',
  description:
    'The visitors, one row a browser or device; linked with the one whom the site says that it is, where it never said another.',
  grain: ['person_id'],
  columns: pick(
    personColumns,
    'person_id',
    'source_system',
    'source_instance',
    'source_id',
    'record_type',
    'linked_person_ids',
    'email',
    'is_opted_out',
    'is_deleted',
    'created_at',
  ),
  query: (db) =>
    db
      .selectFrom(
        db
          .selectFrom(stgGa4Events.as('event'))
          .groupBy(['event.source_instance', 'event.visitor_id'])
          .select(({ eb, fn, ref }) => [
            'event.source_instance',
            'event.visitor_id',
            eb
              .case()
              .when(fn.count('event.user_id').distinct(), '=', 1)
              .then(earliest(ref('event.user_id'), ref('event.occurred_at')))
              .end()
              .as('user_id'),
            fn.min('event.occurred_at').as('created_at'),
          ])
          .as('visitor'),
      )
      .select(({ lit, ref, val }) => [
        sourceKey('ga4', ref('visitor.source_instance'), ref('visitor.visitor_id')).as('person_id'),
        val('ga4').as('source_system'),
        'visitor.source_instance',
        'visitor.visitor_id as source_id',
        val('visitor' as const).as('record_type'),
        siteUserKey(ref('visitor.user_id')).as('linked_person_ids'),
        siteUserEmail(ref('visitor.user_id')).as('email'),
        lit(false).$castTo<boolean>().as('is_opted_out'),
        lit(false).$castTo<boolean>().as('is_deleted'),
        'visitor.created_at',
      ]),
})
