/** Which records of people are one over all matches. */
import { sql } from 'kysely'
import { integer } from '../../../src/columns.ts'
import { clusters } from '../../../src/identity/clusters.ts'
import { reviewedPairs } from '../../../src/identity/matches.ts'
import { personsContradict } from '../../../src/identity/person_comparisons.ts'
import { at, rowsOf } from '../../../src/identity/table_rows.ts'
import { defineTable } from '../../../src/table.ts'
import { stgOverridesPeople } from '../../staging/overrides/stg_overrides__people.ts'
import { mapPersonMatches } from './map_person_matches.ts'
import { mapPersonRecords } from './map_person_records.ts'
import { mapPersonTraits } from './map_person_traits.ts'

const columns = {
  record: integer('The record’s number.'),
  root: integer('The least number of its cluster: the record that leads it.'),
}

export const mapPersonClusters = defineTable({
  name: 'map_person_clusters',
  description: 'Every record of people that has a match, with the one that leads its cluster.',
  grain: ['record'],
  columns,
  query: () =>
    rowsOf(
      columns,
      clusters({
        edges: sql`(select left_record as one, right_record as other, strength from ${at(mapPersonMatches)})`,
        traits: at(mapPersonTraits),
        contradicts: personsContradict,
        apart: sql`(select one, other from ${reviewedPairs(at(stgOverridesPeople), at(mapPersonRecords))} where not is_same)`,
      }),
    ),
})
