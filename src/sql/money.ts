/** Money, in SQL. What these functions say of a type, test/sql.test.ts checks against DuckDB. */
import { type Expression, type RawBuilder, sql } from 'kysely'
import type { Local, LocalRecurring, Rate, Recurring, Reporting } from '../columns.ts'

/** Local money in the reporting currency; null without a rate. Widened first: DECIMAL(18) overflows at 92 million. */
export const convert = <R extends Rate | null>(
  amount: Expression<Local>,
  rate: Expression<R>,
): RawBuilder<Reporting | Extract<R, null>> =>
  sql`cast(cast(${amount} as decimal(28, 2)) * ${rate} as decimal(18, 2))`

/** A local recurring value in the reporting currency; null without a rate. */
export const convertRecurring = <R extends Rate | null>(
  amount: Expression<LocalRecurring>,
  rate: Expression<R>,
): RawBuilder<Recurring | Extract<R, null>> =>
  sql`cast(cast(${amount} as decimal(22, 8)) * cast(${rate} as decimal(16, 8)) as decimal(28, 8))`

/** The sum of money in the reporting currency. Local money has no sum. */
export const total = (amount: Expression<Reporting>): RawBuilder<Reporting> =>
  sql`cast(coalesce(sum(${amount}), 0) as decimal(18, 2))`

/** The sum of money that need not be whole cents. */
export const totalExact = (amount: Expression<Reporting>): RawBuilder<Reporting> =>
  sql`cast(coalesce(sum(${amount}), 0) as decimal(28, 8))`

/** The sum of money of which some may be missing: then the sum is missing, not lower. */
export const totalOrMissing = (
  amount: Expression<Reporting | null>,
): RawBuilder<Reporting | null> =>
  sql`case when count(*) = count(${amount}) then cast(sum(${amount}) as decimal(18, 2)) end`

/** What discounts took off a bill whose tax comes on top; null where the subtotal is not known. */
export const discountIn = (bill: {
  readonly subtotal: Expression<Local | null>
  readonly tax: Expression<Local | null>
  readonly total: Expression<Local>
}): RawBuilder<Local | null> =>
  sql`case when ${bill.subtotal} is not null then cast(greatest(
    0, ${bill.subtotal} + coalesce(${bill.tax}, 0) - ${bill.total}) as decimal(18, 2)) end`
