/** How pairs of records of companies are compared. */
import {
  accountComparisons,
  beforeComparing,
  canBeOneCompany,
  statedCompany,
} from '../../../src/identity/account_comparisons.ts'
import type { Comparing } from '../../../src/identity/pairs.ts'
import { at } from '../../../src/identity/table_rows.ts'
import { mapAccountTraits } from './map_account_traits.ts'

export const accountComparing: Comparing = {
  traits: at(mapAccountTraits),
  comparisons: accountComparisons,
  before: beforeComparing,
  isPossible: canBeOneCompany,
  stated: statedCompany,
}
