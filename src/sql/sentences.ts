/** Figures as they stand in a sentence, in SQL. */
import { type Expression, type RawBuilder, sql } from 'kysely'
import type { Day, Local } from '../columns.ts'

/** Money in its own currency: `1,234.50 EUR`. */
export const moneyWords = (
  amount: Expression<Local>,
  currency: Expression<string>,
): RawBuilder<string> => sql`format('{:,.2f} {}', cast(${amount} as double), ${currency})`

/** A share of 1: `12.5 %`. */
export const shareWords = (share: Expression<number>): RawBuilder<string> =>
  sql`regexp_replace(format('{:.1f}', 100 * ${share}), '\\.0$', '') || ' %'`

/** A day: `2024-03-31`. */
export const dayWords = (day: Expression<Day>): RawBuilder<string> =>
  sql`strftime(${day}, '%Y-%m-%d')`

/** A count with its noun: `1 attempt`, `2 attempts`. */
export const countWords = (count: Expression<number>, noun: string): RawBuilder<string> =>
  sql`${count} || if(${count} = 1, ${sql.lit(` ${noun}`)}, ${sql.lit(` ${noun}s`)})`
