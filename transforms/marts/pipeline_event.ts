/** What can happen to an opportunity, and what happened of it before it is told what it is of. */
import type { Day, Reporting } from '../../src/columns.ts'

export const events = [
  'created',
  'sourced',
  'influenced',
  'closed',
  'stage_entered',
  'stage_left',
  'balance',
  'coverage',
  'quota',
] as const
export type Event = (typeof events)[number]

/** Something that happened to an opportunity; what is null here is that of the opportunity. */
export interface Happened {
  readonly opportunity_id: string
  readonly event: Event
  readonly serial: string
  readonly at: Date
  readonly date: Day
  readonly stage_id: string | null
  readonly campaign_id: string | null
  readonly channel: string | null
  readonly amount: Reporting | null
  readonly is_passed: boolean
  readonly visit_seconds: number | null
}
