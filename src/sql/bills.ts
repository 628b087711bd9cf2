/** What of bills is paid, in SQL. */
import { type Expression, type RawBuilder, sql } from 'kysely'
import type { Reporting } from '../columns.ts'

/** The sum of payments, less what was given back of them; 0 of none. */
export const totalLessRefunds = (
  amount: Expression<Reporting>,
  isRefund: Expression<unknown>,
): RawBuilder<Reporting> =>
  sql`cast(coalesce(sum(case when ${isRefund} then -${amount} else ${amount} end), 0) as decimal(18, 2))`

/** What is left to pay of a bill: never below 0. */
export const outstanding = (bill: {
  readonly net: Expression<Reporting>
  readonly tax: Expression<Reporting>
  readonly paid: Expression<Reporting | null>
}): RawBuilder<Reporting> =>
  sql`cast(greatest(0, ${bill.net} + ${bill.tax} - coalesce(${bill.paid}, 0)) as decimal(18, 2))`
