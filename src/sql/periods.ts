/** Periods as people write them, in SQL: `2024-03-01`, `2024-03`, `2024-Q1`, `Q1 2024`, `2024`. */
import { type Expression, type RawBuilder, sql } from 'kysely'
import type { Day } from '../columns.ts'

/** The first day of a written period; null where it is none. */
export const periodStart = (period: Expression<string | null>): RawBuilder<Day | null> =>
  sql`case
    when regexp_full_match(trim(${period}), '\\d{4}-\\d{2}-\\d{2}') then try_cast(trim(${period}) as date)
    when regexp_full_match(trim(${period}), '\\d{4}-\\d{2}') then try_cast(trim(${period}) || '-01' as date)
    when regexp_matches(${period}, '(?i)Q[1-4]') then try_cast(
      regexp_extract(${period}, '\\d{4}') || '-'
      || lpad(cast(3 * cast(regexp_extract(${period}, '(?i)Q([1-4])', 1) as integer) - 2 as varchar), 2, '0')
      || '-01' as date)
    when regexp_full_match(trim(${period}), '\\d{4}') then try_cast(trim(${period}) || '-01-01' as date) end`

/** How long a written period is: a quarter or a year where it says so, else a month. */
export const periodType = (
  period: Expression<string | null>,
): RawBuilder<'month' | 'quarter' | 'year'> =>
  sql`case when regexp_matches(${period}, '(?i)Q[1-4]') then 'quarter'
    when regexp_full_match(trim(${period}), '\\d{4}') then 'year' else 'month' end`

/** The last day of a period that begins on a day. */
export const lastDayOf = (
  start: Expression<Day>,
  type: Expression<'month' | 'quarter' | 'year'>,
): RawBuilder<Day> =>
  sql`cast(${start} + to_months(case ${type} when 'month' then 1 when 'quarter' then 3 else 12 end) - interval 1 day as date)`
