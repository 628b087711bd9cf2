/**
 * The days on which things are scored, in SQL: today and every 30 days back, counted from 0. A day
 * belongs to the first point at or after it, so that what lies within the days up to a point is a
 * window over whole numbers, and nothing that came after the point is in it.
 */
import { type Expression, type RawBuilder, sql } from 'kysely'
import type { Day } from '../columns.ts'

/** The days from one point to the next. */
export const pointDays = 30
/** How far back cases are learned from: four years. */
export const mostPointsBack = 48

/** The number of the first point at or after a day that is not after today. */
export const pointOf = (date: Expression<Day>, today: Expression<Day>): RawBuilder<number> =>
  sql`((${today} - ${date}) // ${sql.lit(pointDays)})`

/** The day of a point. */
export const dayOfPoint = (point: Expression<number>, today: Expression<Day>): RawBuilder<Day> =>
  sql`(${today} - cast(${sql.lit(pointDays)} * ${point} as integer))`

/** The points from one day on and before another, one a row; none where they hold no point. */
export const pointsWithin = (
  from: Expression<Day>,
  until: Expression<Day>,
  today: Expression<Day>,
): RawBuilder<number> =>
  sql`unnest(range(
    if(${until} > ${today}, 0, (${today} - ${until}) // ${sql.lit(pointDays)} + 1),
    if(${from} > ${today}, 0, 1 + least(${sql.lit(mostPointsBack)}, (${today} - ${from}) // ${sql.lit(pointDays)}))))`

interface Points {
  /** Rows of the same values belong together. */
  readonly of: readonly Expression<unknown>[]
  /** The number of the point. */
  readonly by: Expression<number>
}

const over = ({ of, by }: Points, frame: string) =>
  sql`over (partition by ${sql.join(of)} order by ${by} range between ${sql.raw(frame)})`

/** The sum over the last `count` points, this one included; 0 of nothing. */
export const sumOfPoints = (
  value: Expression<number | null>,
  count: number,
  points: Points,
): RawBuilder<number> =>
  sql`cast(coalesce(sum(${value}) ${over(points, `current row and ${count - 1} following`)}, 0) as bigint)`

/** The sum over the `count` points that follow, this one left out; 0 of nothing. */
export const sumOfNextPoints = (
  value: Expression<number | null>,
  count: number,
  points: Points,
): RawBuilder<number> =>
  sql`cast(coalesce(sum(${value}) ${over(points, `${count} preceding and 1 preceding`)}, 0) as bigint)`

/** The greatest value of this and all earlier points; null of nothing. */
export const greatestUntil = <T>(value: Expression<T>, points: Points): RawBuilder<T | null> =>
  sql`max(${value}) ${over(points, 'current row and unbounded following')}`
