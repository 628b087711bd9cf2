/** Scores from 0 to 100, in SQL. */
import { type Expression, type RawBuilder, sql } from 'kysely'

/**
 * Where a number stands between the one that scores 0 and the one that scores 100, in a straight
 * line and in whole points; beyond either it scores as that one. Null for null.
 *
 * @example scoreBetween(ref('days'), 180, 30) // 180 days and more score 0, 30 and fewer 100
 */
export const scoreBetween = <T extends number | null>(
  value: Expression<T>,
  worst: number,
  best: number,
): RawBuilder<number | Extract<T, null>> =>
  sql`case when ${value} is not null then cast(round(100 * greatest(0, least(1,
    (cast(${value} as double) - ${sql.lit(worst)}) / ${sql.lit(best - worst)}))) as bigint) end`

/** The mean of scores by their weights, in whole points; a null one is left out, and null is the mean of none. */
export const weightedScore = (
  ...parts: readonly (readonly [score: Expression<number | null>, weight: number])[]
): RawBuilder<number | null> => {
  const weighed = parts.map(
    ([score, weight]) => sql`coalesce(cast(${score} as double), 0) * ${sql.lit(weight)}`,
  )
  const weights = parts.map(
    ([score, weight]) => sql`case when ${score} is null then 0 else ${sql.lit(weight)} end`,
  )
  return sql`cast(round((${sql.join(weighed, sql` + `)}) / nullif(${sql.join(weights, sql` + `)}, 0)) as bigint)`
}

/** What part a value is of another; null where that is 0 or null. */
export const partOfWhole = (
  part: Expression<unknown>,
  whole: Expression<unknown>,
): RawBuilder<number | null> => sql`cast(${part} as double) / nullif(cast(${whole} as double), 0)`
