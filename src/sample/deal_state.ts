// A deal as it stood at an instant, read from its events.

import type { Rep } from './account.ts'
import type { Instant } from './calendar.ts'
import type { Deal, ForecastCategory, Stage } from './deal.ts'
import { convert } from './money.ts'
import { pipelineOf } from './pipeline.ts'

export interface DealState {
  stage: Stage
  amount: number | null
  closeDate: Instant
  owner: Rep | null
  forecast: ForecastCategory
  modifiedAt: Instant
  /** Latest entry of each stage. */
  entered: Map<Stage, Instant>
  merged: Deal[]
}

export function dealAt(deal: Deal, instant: Instant): DealState {
  const state: DealState = {
    stage: 0,
    amount: null,
    closeDate: deal.createdAt,
    owner: null,
    forecast: 'PIPELINE',
    modifiedAt: deal.createdAt,
    entered: new Map(),
    merged: [],
  }
  for (const event of deal.events) {
    if (event.at > instant) break
    state.modifiedAt = event.at
    if (event.field === 'stage') {
      state.stage = event.value
      state.entered.set(event.value, event.at)
    } else if (event.field === 'amount') state.amount = event.value
    else if (event.field === 'closeDate') state.closeDate = event.value
    else if (event.field === 'owner') state.owner = event.value
    else if (event.field === 'forecast') state.forecast = event.value
    else if (event.field === 'merge') state.merged.push(event.value)
  }
  return state
}

export const isOpen = (deal: Deal, stage: Stage) =>
  pipelineOf(deal.pipeline, deal.account.unit).stages[stage]?.isClosed === false
export const isWon = (deal: Deal, stage: Stage) =>
  pipelineOf(deal.pipeline, deal.account.unit).stages[stage]?.isWon === true

/** The amount in EUR cents, at the rate of the day of creation. */
export const inEuro = (deal: Deal, amount: number, rate: number) =>
  deal.currency === 'EUR' ? amount : convert(amount, rate)
