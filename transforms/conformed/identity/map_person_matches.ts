/** Which records of people are one, pair by pair, and by which rule. */
import { matchColumns } from '../../../src/identity/comparison_columns.ts'
import { matches, reviewedPairs } from '../../../src/identity/matches.ts'
import { personComparisons } from '../../../src/identity/person_comparisons.ts'
import { namedPairs } from '../../../src/identity/records.ts'
import { at, rowsOf } from '../../../src/identity/table_rows.ts'
import { defineTable } from '../../../src/table.ts'
import { stgOverridesPeople } from '../../staging/overrides/stg_overrides__people.ts'
import { mapPersonCandidates } from './map_person_candidates.ts'
import { mapPersonRecords } from './map_person_records.ts'
import { mapPersonWeights } from './map_person_weights.ts'
import { personSource } from './person_source.ts'

export const mapPersonMatches = defineTable({
  name: 'map_person_matches',
  description:
    'Pairs of records of people that are one, for review: each with its rule and chance.',
  grain: ['left_id', 'right_id'],
  columns: matchColumns,
  query: () =>
    rowsOf(
      matchColumns,
      matches({
        records: at(mapPersonRecords),
        candidates: at(mapPersonCandidates),
        weights: at(mapPersonWeights),
        comparisons: personComparisons,
        named: namedPairs(personSource, at(mapPersonRecords)),
        reviewed: reviewedPairs(at(stgOverridesPeople), at(mapPersonRecords)),
      }),
    ),
})
