/** All mutants, in the order of the flow: audits, SQL and transforms, the model. */
import type { Mutant } from '../mutant.ts'
import { engineMutants } from './engine.ts'
import { modelMutants } from './model.ts'
import { queryMutants } from './queries.ts'

/** @param isAll every place that a rule finds, not one or two of each measure and table */
export const mutantsOf = (root: string, isAll = false): Mutant[] => [
  ...engineMutants(root),
  ...queryMutants(root, isAll),
  ...modelMutants(root, isAll),
]
