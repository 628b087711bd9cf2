/** Days and instants that are written as text in whatever way a system does, in SQL. */
import { type Expression, type RawBuilder, sql } from 'kysely'
import type { Day } from '../columns.ts'

/** An instant as ISO writes it, or as milliseconds since 1970; null where it is none. */
export const instantIn = (value: Expression<string | null>): RawBuilder<Date | null> =>
  sql`case when regexp_full_match(${value}, '-?[0-9]{11,13}') then epoch_ms(cast(${value} as bigint))
    else try_cast(${value} as timestamp) end`

/** The same as text, by which two of them can be compared; null where it is none. */
export const instantText = (value: Expression<string | null>): RawBuilder<string | null> =>
  sql`cast(${instantIn(value)} as varchar)`

/** A day as ISO writes it, with or without a time, or as `31.12.1980`; null where it is none. */
export const writtenDay = (value: Expression<string | null>): RawBuilder<Day | null> =>
  sql`coalesce(try_cast(left(trim(${value}), 10) as date),
    cast(try_strptime(trim(${value}), '%d.%m.%Y') as date))`

/** The day of an instant as it is written, in no other zone: of the date in a file’s name. */
export const calendarDay = (at: Expression<Date>): RawBuilder<Day> => sql`cast(${at} as date)`

/** The later of two instants; the one that there is where the other is null. */
export const laterOf = <T extends Date | null>(
  one: Expression<T>,
  other: Expression<Date | null>,
): RawBuilder<T> => sql`greatest(${one}, ${other})`
