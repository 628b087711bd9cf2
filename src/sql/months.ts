/** Calendar months, in SQL. */
import { type Expression, type RawBuilder, sql } from 'kysely'
import type { Day } from '../columns.ts'

/** Months counted through: a month's number is one more than that of the month before it. */
export const monthNumberOf = (date: Expression<Day>): RawBuilder<number> =>
  sql`(12 * year(${date}) + month(${date}))`
