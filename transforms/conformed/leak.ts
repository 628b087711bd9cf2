/** What every finding of leakage says, whatever it was found in. */
import type { Day, Local, Reporting } from '../../src/columns.ts'

export const leakTypes = [
  'unbilled_closed_won',
  'under_billed',
  'failed_payment',
  'discount_beyond_limit',
  'expired_discount',
  'expired_renewal',
  'unbilled_usage',
] as const
export const leakStatuses = ['open', 'recovered', 'ended'] as const

/** A finding before it is told whose it is; what its kind does not know is left out, and null. */
export interface Leak {
  readonly leak_id: string
  readonly leak_type: (typeof leakTypes)[number]
  readonly leak_status: (typeof leakStatuses)[number]
  readonly account_id: string
  /** Of an opportunity: its own when it closed. Others have those of the account. */
  readonly owner_id: string | null
  readonly team: string | null
  readonly segment: string | null
  readonly opportunity_id: string | null
  readonly subscription_id: string | null
  readonly invoice_id: string | null
  readonly source_system: string
  readonly currency_code: string
  readonly reason: string
  readonly reason_parts: string
  readonly since_date: Day
  readonly first_seen_date: Day
  readonly recovered_date: Day | null
  readonly amount_local: Local
  readonly amount: Reporting
}
