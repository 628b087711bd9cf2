/** Calendar months, in SQL. */
import { type Expression, type RawBuilder, sql } from 'kysely'
import type { Day } from '../columns.ts'

/** Months counted through: a month's number is one more than that of the month before it. */
export const monthNumberOf = (date: Expression<Day>): RawBuilder<number> =>
  sql`(12 * year(${date}) + month(${date}))`

/** The first day of a month, by its number. */
export const firstDayOfMonth = (number: Expression<number>): RawBuilder<Day> =>
  sql`make_date(cast((${number} - 1) // 12 as bigint), cast((${number} - 1) % 12 + 1 as bigint), 1)`
