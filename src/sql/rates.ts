/** Exchange rates, in SQL. */
import { type Expression, type RawBuilder, sql } from 'kysely'
import type { Rate } from '../columns.ts'

/** The rate of a currency into itself. */
export const one: RawBuilder<Rate> = sql`cast(1 as decimal(18, 8))`

/** The rate that follows from two into one currency. Exact where the second is 1. */
export const quotient = (of: Expression<Rate>, into: Expression<Rate>): RawBuilder<Rate> =>
  sql`case when ${into} = 1 then ${of} else cast(${of} / ${into} as decimal(18, 8)) end`
