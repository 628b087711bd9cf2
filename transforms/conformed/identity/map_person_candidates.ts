/** Which records of people may be one, and how alike they are. */
import { sql } from 'kysely'
import { candidatePairs } from '../../../src/identity/candidates.ts'
import { candidateColumns } from '../../../src/identity/comparison_columns.ts'
import { comparedPairs } from '../../../src/identity/pairs.ts'
import { personComparisons } from '../../../src/identity/person_comparisons.ts'
import { personKeys } from '../../../src/identity/person_traits.ts'
import { at, rowsOf } from '../../../src/identity/table_rows.ts'
import { defineTable } from '../../../src/table.ts'
import { mapPersonTraits } from './map_person_traits.ts'
import { personComparing } from './person_comparing.ts'

const columns = candidateColumns(personComparisons)

export const mapPersonCandidates = defineTable({
  name: 'map_person_candidates',
  description:
    'Pairs of living records of people that share a key and may be one, with how alike they are.',
  grain: ['one', 'other'],
  columns,
  query: () =>
    rowsOf(
      columns,
      sql`(from ${comparedPairs(candidatePairs(at(mapPersonTraits), personKeys), personComparing)} where is_possible)`,
    ),
})
