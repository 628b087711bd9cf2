/** Versions of a row: from when to when they hold, in SQL. */
import { type RawBuilder, sql } from 'kysely'
import type { Day } from '../columns.ts'

/** The day that the first version of a row begins on: before all that can happen. */
export const beginningDay: RawBuilder<Day> = sql`date '1900-01-01'`

/** The day that the last version of a row ends before: after all that can happen. */
export const endDay: RawBuilder<Day> = sql`date '9999-12-31'`

/** As instants. */
export const beginningInstant: RawBuilder<Date> = sql`timestamp '1900-01-01 00:00:00'`
export const endInstant: RawBuilder<Date> = sql`timestamp '9999-12-31 00:00:00'`
