// What happens to the company beside its ordinary life: nothing, or a change of how it sells.
import type { Instant } from './calendar.ts'
import type { Stage } from './deal.ts'
import type { DealPlan } from './deals.ts'

export const scenarios = ['steady', 'process_change'] as const
export type Scenario = (typeof scenarios)[number]

/** The day from which new deals go by the new process: the middle of the exports. */
export const CHANGED_AT: Instant = Date.UTC(2024, 6, 1)

/** Fewer deals are won, each takes longer, and nobody gives demos any more. */
const WIN_FACTOR = 0.65
const CYCLE_FACTOR = 1.5
const DROPPED_STAGE: Stage = 2

/** The plan of a deal as the scenario has it. What a subscription already tells stays so. */
export function planned(scenario: Scenario, plan: DealPlan): DealPlan {
  const isChanged =
    scenario === 'process_change' && plan.createdAt >= CHANGED_AT && plan.fixed === undefined
  if (!isChanged) return plan
  return {
    ...plan,
    winChance: plan.winChance * WIN_FACTOR,
    cycleDays: plan.cycleDays * CYCLE_FACTOR,
    droppedStage: DROPPED_STAGE,
  }
}
