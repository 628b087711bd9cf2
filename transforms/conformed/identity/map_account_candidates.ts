/** Which records of companies may be one, and how alike they are. */

import { sql } from 'kysely'
import { accountComparisons } from '../../../src/identity/account_comparisons.ts'
import { accountKeys } from '../../../src/identity/account_traits.ts'
import { candidatePairs } from '../../../src/identity/candidates.ts'
import { candidateColumns } from '../../../src/identity/comparison_columns.ts'
import { comparedPairs } from '../../../src/identity/pairs.ts'
import { at, rowsOf } from '../../../src/identity/table_rows.ts'
import { defineTable } from '../../../src/table.ts'
import { accountComparing } from './account_comparing.ts'
import { mapAccountTraits } from './map_account_traits.ts'

const columns = candidateColumns(accountComparisons)

export const mapAccountCandidates = defineTable({
  name: 'map_account_candidates',
  description:
    'Pairs of living records of companies that share a key and may be one, with how alike they are.',
  grain: ['one', 'other'],
  columns,
  query: () =>
    rowsOf(
      columns,
      sql`(from ${comparedPairs(candidatePairs(at(mapAccountTraits), accountKeys), accountComparing)} where is_possible)`,
    ),
})
