/** The steps by which records become accounts and people, in order. */
import type { AnyTable } from '../../../src/table.ts'
import { mapAccountCandidates } from './map_account_candidates.ts'
import { mapAccountClusters } from './map_account_clusters.ts'
import { mapAccountMatches } from './map_account_matches.ts'
import { mapAccountRecords } from './map_account_records.ts'
import { mapAccountTraits } from './map_account_traits.ts'
import { mapAccountWeights } from './map_account_weights.ts'
import { mapPersonCandidates } from './map_person_candidates.ts'
import { mapPersonClusters } from './map_person_clusters.ts'
import { mapPersonMatches } from './map_person_matches.ts'
import { mapPersonRecords } from './map_person_records.ts'
import { mapPersonTraits } from './map_person_traits.ts'
import { mapPersonWeights } from './map_person_weights.ts'

export const identitySteps: readonly AnyTable[] = [
  mapPersonRecords,
  mapPersonTraits,
  mapPersonCandidates,
  mapPersonWeights,
  mapPersonMatches,
  mapPersonClusters,
  mapAccountRecords,
  mapAccountTraits,
  mapAccountCandidates,
  mapAccountWeights,
  mapAccountMatches,
  mapAccountClusters,
]
