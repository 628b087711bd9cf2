/** Scores that are counted, in SQL: how much more often things come about where something holds. */
import { type Expression, type RawBuilder, sql } from 'kysely'

/** What is known of a case: the name of each feature with the band that the case is in. */
export const featuresOf = (
  bands: Readonly<Record<string, Expression<string>>>,
): RawBuilder<{ key: string; value: string }[]> =>
  sql`map([${sql.join(Object.keys(bands).map((name) => sql.lit(name)))}], [${sql.join(Object.values(bands))}])`

/**
 * A whole number from 0 on in the words of its band: of the bounds 0, 1 and 5 the bands are 'none',
 * '1', '2 to 5' and 'over 5'; of 14 alone 'up to 14' and 'over 14', of 0 alone 'none' and 'some';
 * `unknown` where there is no number.
 */
export function bandOf(
  value: Expression<number | null>,
  bounds: readonly number[],
  unknown: string,
): RawBuilder<string> {
  const words = bounds.map((bound, at) => {
    const first = at === 0 ? undefined : bounds[at - 1]! + 1
    if (first === undefined) return bound === 0 ? 'none' : `up to ${bound}`
    return first === bound ? `${bound}` : `${first} to ${bound}`
  })
  const last = bounds.at(-1) === 0 ? 'some' : `over ${bounds.at(-1)}`
  return sql`case when ${value} is null then ${sql.lit(unknown)} ${sql.join(
    words.map((band, at) => sql`when ${value} <= ${sql.lit(bounds[at]!)} then ${sql.lit(band)}`),
    sql` `,
  )} else ${sql.lit(last)} end`
}

/** The share of hits, drawn towards another share as if so many more cases had had that. */
export const smoothedShare = (
  hits: Expression<number>,
  cases: Expression<number>,
  towards: Expression<number>,
  weight: Expression<number>,
): RawBuilder<number> => sql`((${hits} + ${weight} * ${towards}) / (${cases} + ${weight}))`

/** The logarithm of the odds of a share between 0 and 1, to four places. */
export const logOddsOf = (share: Expression<number>): RawBuilder<number> =>
  sql`round(ln(${share} / (1 - ${share})), 4)`

/** The sum of logarithms of odds of four places: the same in whatever order; 0 of nothing. */
export const sumOfLogOdds = (value: Expression<number | null>): RawBuilder<number> =>
  sql`cast(coalesce(sum(cast(${value} as decimal(18, 4))), 0) as double)`

/** The share whose odds have a logarithm, to four places. */
export const shareOfLogOdds = (logOdds: Expression<number>): RawBuilder<number> =>
  sql`round(1 / (1 + exp(-(${logOdds}))), 4)`

/** How many of a number of candidates a list holds: a share of them, and of few a least number. */
export const lengthOfList = (
  count: Expression<number>,
  share: number,
  least: number,
): RawBuilder<number> =>
  sql`least(${count}, greatest(${sql.lit(least)}, cast(ceil(${count} * cast(${sql.lit(share)} as decimal(9, 4))) as bigint)))`
