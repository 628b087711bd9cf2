/** What it says when records of people are alike, estimated from them. */
import { sql } from 'kysely'
import { randomPairs } from '../../../src/identity/candidates.ts'
import { weightColumns } from '../../../src/identity/comparison_columns.ts'
import { levelWeights } from '../../../src/identity/estimation.ts'
import { comparedPairs } from '../../../src/identity/pairs.ts'
import { personComparisons } from '../../../src/identity/person_comparisons.ts'
import { at, rowsOf } from '../../../src/identity/table_rows.ts'
import { defineTable } from '../../../src/table.ts'
import { mapPersonCandidates } from './map_person_candidates.ts'
import { mapPersonTraits } from './map_person_traits.ts'
import { personComparing } from './person_comparing.ts'

export const mapPersonWeights = defineTable({
  name: 'map_person_weights',
  description: 'The weight of every level of likeness of people, estimated without examples.',
  grain: ['comparison', 'level'],
  columns: weightColumns,
  query: () =>
    rowsOf(
      weightColumns,
      levelWeights(personComparisons, {
        candidates: at(mapPersonCandidates),
        random: comparedPairs(randomPairs(at(mapPersonTraits)), personComparing),
        records: sql`(select count(*) from ${at(mapPersonTraits)})`,
      }),
    ),
})
