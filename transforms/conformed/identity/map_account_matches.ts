/** Which records of companies are one, pair by pair, and by which rule. */

import { accountComparisons } from '../../../src/identity/account_comparisons.ts'
import { matchColumns } from '../../../src/identity/comparison_columns.ts'
import { matches, reviewedPairs } from '../../../src/identity/matches.ts'
import { namedPairs } from '../../../src/identity/records.ts'
import { at, rowsOf } from '../../../src/identity/table_rows.ts'
import { defineTable } from '../../../src/table.ts'
import { stgOverridesAccounts } from '../../staging/overrides/stg_overrides__accounts.ts'
import { accountSource } from './account_source.ts'
import { mapAccountCandidates } from './map_account_candidates.ts'
import { mapAccountRecords } from './map_account_records.ts'
import { mapAccountWeights } from './map_account_weights.ts'

export const mapAccountMatches = defineTable({
  name: 'map_account_matches',
  description:
    'Pairs of records of companies that are one, for review: each with its rule and chance.',
  grain: ['left_id', 'right_id'],
  columns: matchColumns,
  query: () =>
    rowsOf(
      matchColumns,
      matches({
        records: at(mapAccountRecords),
        candidates: at(mapAccountCandidates),
        weights: at(mapAccountWeights),
        comparisons: accountComparisons,
        named: namedPairs(accountSource, at(mapAccountRecords)),
        reviewed: reviewedPairs(at(stgOverridesAccounts), at(mapAccountRecords)),
      }),
    ),
})
