/** What it says when records of companies are alike, estimated from them. */
import { sql } from 'kysely'
import { accountComparisons } from '../../../src/identity/account_comparisons.ts'
import { randomPairs } from '../../../src/identity/candidates.ts'
import { weightColumns } from '../../../src/identity/comparison_columns.ts'
import { levelWeights } from '../../../src/identity/estimation.ts'
import { comparedPairs } from '../../../src/identity/pairs.ts'
import { at, rowsOf } from '../../../src/identity/table_rows.ts'
import { defineTable } from '../../../src/table.ts'
import { accountComparing } from './account_comparing.ts'
import { mapAccountCandidates } from './map_account_candidates.ts'
import { mapAccountTraits } from './map_account_traits.ts'

export const mapAccountWeights = defineTable({
  name: 'map_account_weights',
  description: 'The weight of every level of likeness of companies, estimated without examples.',
  grain: ['comparison', 'level'],
  columns: weightColumns,
  query: () =>
    rowsOf(
      weightColumns,
      levelWeights(accountComparisons, {
        candidates: at(mapAccountCandidates),
        random: comparedPairs(randomPairs(at(mapAccountTraits)), accountComparing),
        records: sql`(select count(*) from ${at(mapAccountTraits)})`,
      }),
    ),
})
