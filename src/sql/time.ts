/** Days and instants, in SQL. */
import { type Expression, type RawBuilder, sql } from 'kysely'
import type { Day } from '../columns.ts'
import { settings } from '../settings.ts'

/** The calendar day of an instant in the reporting time zone, whatever the zone of the session. */
export const dayOf = <T extends Date | null>(
  at: Expression<T>,
): RawBuilder<Day | Extract<T, null>> =>
  settings.reportingTimeZone === 'UTC'
    ? sql`cast(${at} as date)`
    : sql`cast(timezone(${sql.lit(settings.reportingTimeZone)}, timezone('UTC', ${at})) as date)`
