/** Which person a record of a person is. */
import { flag, number, text } from '../../src/columns.ts'
import { members } from '../../src/identity/members.ts'
import { at, rowsOf } from '../../src/identity/table_rows.ts'
import { settings } from '../../src/settings.ts'
import { isOneOf } from '../../src/sql/choice.ts'
import { emailDomain } from '../../src/sql/text.ts'
import { defineTable } from '../../src/table.ts'
import { stgPeople } from '../staging/stg_people.ts'
import { mapPersonClusters } from './identity/map_person_clusters.ts'
import { mapPersonMatches } from './identity/map_person_matches.ts'
import { mapPersonRecords } from './identity/map_person_records.ts'
import { mapAccounts } from './map_accounts.ts'

const columns = {
  source_key: text('The record, scoped by source.'),
  source_system: text('The system.'),
  source_instance: text('The instance; empty for the only one.'),
  source_id: text('The system’s id.'),
  person_id: text('The person: the id of the oldest record; `unknown` where all are deleted.'),
  match_method: text('The strongest rule by which the record is of the person.'),
  is_internal: flag('Whether the person is one of ours or a test, by address or account.'),
  is_living: flag('Whether the record is in its system, not deleted and not merged away.'),
  match_score: number('The chance that it is; null of the record that leads.').nullable(),
}

const internalDomains = settings.internalDomains.map((domain) => domain.toLowerCase())

export const mapPeople = defineTable({
  name: 'map_people',
  description: 'Every record of a person in any system, with the person that it is.',
  grain: ['source_key'],
  columns,
  query: (db) =>
    rowsOf(
      columns,
      members({
        records: at(mapPersonRecords),
        clusters: at(mapPersonClusters),
        matches: at(mapPersonMatches),
        id: 'person_id',
        internal: db
          .selectFrom(stgPeople.as('person'))
          .leftJoin(mapAccounts.as('map'), 'map.source_key', 'person.account_id')
          .where(({ eb, ref, or }) =>
            or([
              eb('map.is_internal', '=', true),
              isOneOf(emailDomain(ref('person.email')), internalDomains),
            ]),
          )
          .select('person.person_id as source_key'),
      }),
    ),
})
