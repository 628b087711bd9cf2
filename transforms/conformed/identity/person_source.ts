/** What identity reads of records of people. */
import { at } from '../../../src/identity/table_rows.ts'
import { personRecordTypes } from '../../staging/objects/people.ts'
import { stgPeople } from '../../staging/stg_people.ts'

export const personSource = {
  table: at(stgPeople),
  id: 'person_id',
  mergedIds: 'merged_person_ids',
  mergedInto: 'merged_into_person_id',
  linkedIds: 'linked_person_ids',
  kind: 'record_type',
  kinds: personRecordTypes,
}
