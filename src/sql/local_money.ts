/** Money in the currency of its row, in SQL. */
import { type Expression, type RawBuilder, sql } from 'kysely'
import type { Local } from '../columns.ts'

/** The sum over a group whose rows are all in one currency (group by `currency_code` too), rounded to two places; 0 over no amounts. */
export const sumOfOneCurrency = (amount: Expression<Local | null>): RawBuilder<Local> =>
  sql`cast(coalesce(sum(${amount}), 0) as decimal(18, 2))`

/** Millionths of a currency unit as money, exactly: round the sum, not what is added up. */
export const fromMicros = <T extends number | null>(
  micros: Expression<T>,
): RawBuilder<Local | Extract<T, null>> =>
  sql`cast(cast(${micros} as decimal(22, 0)) * 0.000001 as decimal(28, 6))`

/** Money that a system computes in floating point, to six places: round the sum, not what is added up. */
export const fromFloat = <T extends number | null>(
  amount: Expression<T>,
): RawBuilder<Local | Extract<T, null>> => sql`cast(${amount} as decimal(28, 6))`
