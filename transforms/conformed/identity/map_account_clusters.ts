/** Which records of companies are one over all matches. */
import { sql } from 'kysely'
import { integer } from '../../../src/columns.ts'
import { companiesContradict } from '../../../src/identity/account_comparisons.ts'
import { clusters } from '../../../src/identity/clusters.ts'
import { reviewedPairs } from '../../../src/identity/matches.ts'
import { at, rowsOf } from '../../../src/identity/table_rows.ts'
import { defineTable } from '../../../src/table.ts'
import { stgOverridesAccounts } from '../../staging/overrides/stg_overrides__accounts.ts'
import { mapAccountMatches } from './map_account_matches.ts'
import { mapAccountRecords } from './map_account_records.ts'
import { mapAccountTraits } from './map_account_traits.ts'

const columns = {
  record: integer('The record’s number.'),
  root: integer('The least number of its cluster: the record that leads it.'),
}

export const mapAccountClusters = defineTable({
  name: 'map_account_clusters',
  description: 'Every record of companies that has a match, with the one that leads its cluster.',
  grain: ['record'],
  columns,
  query: () =>
    rowsOf(
      columns,
      clusters({
        edges: sql`(select left_record as one, right_record as other, strength from ${at(mapAccountMatches)})`,
        traits: at(mapAccountTraits),
        contradicts: companiesContradict,
        apart: sql`(select one, other from ${reviewedPairs(at(stgOverridesAccounts), at(mapAccountRecords))} where not is_same)`,
      }),
    ),
})
