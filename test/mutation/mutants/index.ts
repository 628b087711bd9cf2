/** The mutants of code, in the order of the flow: audits, SQL and transforms. */
import type { Mutant } from '../mutant.ts'
import { engineMutants } from './engine.ts'
import { queryMutants } from './queries.ts'

/** @param isAll every place that a rule finds, not one or two of each table */
export const mutantsOf = (root: string, isAll = false): Mutant[] => [
  ...engineMutants(root),
  ...queryMutants(root, isAll),
]
