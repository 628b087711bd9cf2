/** How people say that they came to hear of us. */
import { firstKnown } from '../../src/sql/latest.ts'
import type { Db } from '../../src/table.ts'
import { stgPeople } from '../staging/stg_people.ts'
import { mapPeople } from './map_people.ts'

/** What each person who was asked answered first, by the record that is the oldest. */
export const selfReportedSources = (db: Db) =>
  db
    .selectFrom(stgPeople.as('record'))
    .innerJoin(mapPeople.as('map'), 'map.source_key', 'record.person_id')
    .where('record.self_reported_source', 'is not', null)
    .where('record.is_deleted', '=', false)
    .groupBy('map.person_id')
    .select(({ ref }) => [
      'map.person_id',
      firstKnown(ref('record.self_reported_source'), [
        ref('record.created_at'),
        ref('record.person_id'),
      ]).as('self_reported_source'),
    ])
