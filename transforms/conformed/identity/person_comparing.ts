/** How pairs of records of people are compared. */

import type { Comparing } from '../../../src/identity/pairs.ts'
import {
  beforeComparing,
  canBeOnePerson,
  personComparisons,
  statedPerson,
} from '../../../src/identity/person_comparisons.ts'
import { at } from '../../../src/identity/table_rows.ts'
import { mapPersonTraits } from './map_person_traits.ts'

export const personComparing: Comparing = {
  traits: at(mapPersonTraits),
  comparisons: personComparisons,
  before: beforeComparing,
  isPossible: canBeOnePerson,
  stated: statedPerson,
}
