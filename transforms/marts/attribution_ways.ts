/** The tables of a query that models share credit over: ways to conversions, and their touches. */
import { sql } from 'kysely'
import type { Way } from './attribution_conversions.ts'

/** A touch, as models see it. */
interface Touch {
  /** A number of its own, by way and place. */
  readonly touch: number
  readonly way: number
  readonly touch_number: number
  readonly occurred_at: Date
  /** How many touches of the way are of its channel. */
  readonly channel_touch_count: number
  readonly removal_effect: number
}

/** Its part of 1 by a model. */
export interface Part {
  readonly way: number
  readonly touch: number
  readonly model_number: number
  readonly part: number
}

export const ways = sql<Way>`${sql.table('way')}`.as('way')
export const touches = sql<Touch>`${sql.table('touch')}`.as('touch')
