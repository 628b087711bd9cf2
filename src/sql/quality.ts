/** What the quality of data is measured by, in SQL. */
import { type Expression, type RawBuilder, sql } from 'kysely'
import type { Day } from '../columns.ts'

/** A number of rows by what they lack, of one table. */
interface Lacking {
  readonly table: Expression<unknown>
  /** Which rows count. */
  readonly where: Expression<boolean>
  /** Whether a row has a field, by the field’s name. */
  readonly filled: Readonly<Record<string, Expression<boolean>>>
}

/**
 * The rows of each source of a table, and of them those that lack each field, one row a source and
 * field, in one scan. A field that a source fills in none of its rows is none of its fields.
 */
export const lackingByField = ({
  table,
  where,
  filled,
}: Lacking): RawBuilder<{
  source_system: string
  item: string
  checked_count: number
  failed_count: number
}> => {
  const fields = Object.entries(filled).map(
    ([name, has]) => sql`{ 'item': ${sql.lit(name)}, 'filled': ${countOf(has)} }`,
  )
  return sql`(
    select source_system, item, row_count as checked_count, row_count - filled as failed_count
    from (
      select source_system, count(*) as row_count, unnest([${sql.join(fields)}], recursive := true)
      from ${table} where ${where} group by source_system)
    where filled > 0)`
}

/** What a series of counts lets expect of the next one. */
export interface Band {
  readonly median: Expression<number | null>
  /** The median distance from the median. */
  readonly deviation: Expression<number | null>
}

/** The values of the last `count` rows of a series before each row, as a list. */
export const lastBefore = (
  value: Expression<number>,
  count: number,
  { of, by }: { readonly of: readonly Expression<unknown>[]; readonly by: Expression<unknown> },
): RawBuilder<number[]> =>
  sql`list(${value}) over (partition by ${sql.join(of)} order by ${by} rows between ${sql.lit(count)} preceding and 1 preceding)`

/** The median of a list that has at least so many values, else null. */
export const medianOf = (values: Expression<number[]>, least: number): RawBuilder<number | null> =>
  sql`case when len(${values}) >= ${sql.lit(least)} then cast(list_median(${values}) as double) end`

/** The median distance of a list’s values from a number; null where that is. */
export const deviationFrom = (
  values: Expression<number[]>,
  center: Expression<number | null>,
): RawBuilder<number | null> =>
  sql`list_median(list_transform(${values}, lambda value: abs(value - ${center})))`

/**
 * How far a count may lie off its median: so many deviations, where one is the median deviation as
 * normal values would have it, but no less than that of a count that comes by chance. In hundredths.
 */
export const tolerance = ({ median, deviation }: Band, width: number): RawBuilder<number> =>
  sql`round(${sql.lit(width)} * greatest(1.4826 * ${deviation}, sqrt(${median}), 1), 2)`

/** Rows that code knows, as a table; texts all, and at least one row. */
export const listed = <const C extends string>(
  columns: readonly C[],
  rows: readonly (readonly string[])[],
): RawBuilder<Record<C, string>> => {
  const values = rows.map((row) => sql`(${sql.join(row.map((value) => sql.lit(value)))})`)
  return sql`(from (values ${sql.join(values)}) as listed(${sql.join(columns.map((name) => sql.id(name)))}))`
}

/** A row for each day from one day until the day before another. */
export const daysBetween = (from: Expression<Day>, until: Expression<Day>): RawBuilder<Day> =>
  sql`cast(unnest(range(cast(${from} as timestamp), cast(${until} as timestamp), interval 1 day)) as date)`

/** The day of the week, from 1 for Monday. */
export const weekdayOf = (day: Expression<Day>): RawBuilder<number> => sql`isodow(${day})`

/** Whether a count lies outside a band; null where there is none. */
export const isOutside = (
  count: Expression<number>,
  band: {
    readonly lowest: Expression<number | null>
    readonly highest: Expression<number | null>
  },
): RawBuilder<boolean | null> => sql`${count} not between ${band.lowest} and ${band.highest}`

/** The sum of a count, as a count. */
export const totalOf = (count: Expression<number>): RawBuilder<number> =>
  sql`cast(sum(${count}) as bigint)`

/** The rows of which something holds. */
export const countOf = (holds: Expression<boolean | null>): RawBuilder<number> =>
  sql`count(*) filter (where ${holds})`
