/** How likely it is that two records are of one thing. */
import { type Expression, type RawBuilder, sql } from 'kysely'
import { type Comparison, levelColumn, shareColumn } from './comparison.ts'

/** A value that hardly anyone has says no more than one that a ten-millionth has. */
const leastShare = 1e-7

/**
 * The weight of a pair in bits, from the columns of its levels. Where a pair has a value in common,
 * the share of that value counts in the place of the average: a rare name says more than `Smith`.
 *
 * @param weights the table that `levelWeights` makes
 */
export const weightOfPair = (
  comparisons: readonly Comparison[],
  weights: Expression<unknown>,
): RawBuilder<number> => {
  const of = (name: string, column: string) =>
    sql`(select list(known.${sql.id(column)} order by known.level) from ${weights} as known where known.comparison = ${sql.lit(name)})`
  const parts = comparisons.map((one) => {
    const level = sql`pair.${sql.id(levelColumn(one))}`
    const share = sql`pair.${sql.id(shareColumn(one))}`
    const average = sql`${of(one.name, 'weight')}[${level}]`
    if (!one.share) return sql`(case when ${level} = 0 then 0 else ${average} end)`
    const top = sql.lit(one.ofMatches.length)
    return sql`(case when ${level} = 0 then 0 when ${level} = ${top} and ${share} is not null
      then log2(${of(one.name, 'm')}[${top}] / greatest(${share}, ${sql.lit(leastShare)})) else ${average} end)`
  })
  return sql`${of('prior', 'weight')}[1] + ${sql.join(parts, sql` + `)}`
}

/** The chance that a weight in bits stands for. */
export const chanceOf = (weight: Expression<number>): RawBuilder<number> =>
  sql`(1 / (1 + pow(2, -greatest(least(${weight}, 100), -100))))`
