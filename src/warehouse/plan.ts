/** What a build would do with each table, and why. Changes nothing. */
import { type PlanOptions, situationOf } from './inputs.ts'
import { type Action, resolve } from './resolve.ts'

export interface Plan {
  readonly tables: readonly PlannedTable[]
}

interface PlannedTable {
  readonly name: string
  readonly action: Action
  /** New, query changed, upstream changed (…), data changed, unchanged … */
  readonly reason: string
}

/**
 * Says what a build would do. Where exports have to be loaded, how fresh they are is not known
 * yet: what reads `data_as_of` then counts as changed, and may turn out not to be.
 */
export async function plan(options: PlanOptions): Promise<Plan> {
  const { situation } = await situationOf(options)
  const versions = [...resolve(situation).values()]
  return {
    tables: versions.map(({ table, action, reason }) => ({ name: table.name, action, reason })),
  }
}
