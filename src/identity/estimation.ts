/**
 * What the levels of comparisons weigh, estimated from the records alone (Fellegi and Sunter’s
 * model, by expectation and maximisation).
 *
 * Of each level there are two shares: among pairs of one thing (`m`) and among pairs of two (`u`).
 * A round weighs every pattern of levels by the shares of the round before, and counts the shares
 * anew. `m` is counted over candidate pairs, which are taken for all that can be of one thing; `u`
 * over random pairs. So a round works on some thousand patterns, however many pairs there are.
 */
import { type Expression, type RawBuilder, sql } from 'kysely'
import { type Comparison, levelColumn } from './comparison.ts'

const rounds = 25
/** How many pairs the shares that a comparison starts with count for: so few records hardly move them. */
const pairsOfPrior = { m: 20, u: 2_000 }
/** The share of records that has a double, to start with, and among the records that are made up. */
const doubles = 0.2

/**
 * Fewer records than this tell too little: the rest of so many is made up, as the start has it. Else
 * two of the same name in a list of five would be one.
 */
export const leastPopulation = 500

export interface Patterns {
  /** Candidate pairs: levels, and whether the pair can be of one thing at all. */
  readonly candidates: Expression<unknown>
  /** Random pairs, with the same columns. */
  readonly random: Expression<unknown>
  /** How many records there are, as SQL. */
  readonly records: Expression<number>
}

/** A row a comparison and level, and one of `prior`: the shares and the weight in bits. */
export const levelWeights = (
  comparisons: readonly Comparison[],
  { candidates, random, records }: Patterns,
): RawBuilder<{ comparison: string; level: number; m: number; u: number; weight: number }> => {
  const levels = sql.join(comparisons.map((one) => sql.id(levelColumn(one))))
  const patterns = (pairs: Expression<unknown>, isCandidate: boolean) =>
    sql`select ${sql.lit(isCandidate)} as is_candidate, ${levels}, is_possible, count(*) as pairs
      from ${pairs} as pair group by all`
  const named = (prefix: string, { name }: Comparison) => sql.id(`${prefix}_${name}`)

  const start = comparisons.flatMap((one) => [
    sql`${list(one.ofMatches)} as ${named('m', one)}`,
    sql`${list(one.ofOthers)} as ${named('u', one)}`,
  ])
  const odds = sql.join(
    comparisons.map((one) => {
      const level = sql`pattern.${sql.id(levelColumn(one))}`
      return sql`(case when ${level} = 0 then 1 else ${named('m', one)}[${level}] / ${named('u', one)}[${level}] end)`
    }),
    sql` * `,
  )
  const counted = (one: Comparison, prefix: 'm' | 'u', prior: readonly number[]) => {
    const level = sql.id(levelColumn(one))
    const among = prefix === 'm' ? sql`is_candidate` : sql`not is_candidate`
    const weight = prefix === 'm' ? sql`pairs * chance` : sql`pairs * (1 - chance)`
    const all = sql`coalesce(sum(${weight}) filter (where ${among} and ${level} > 0), 0) + ${sql.lit(pairsOfPrior[prefix])}`
    return sql`[${sql.join(
      prior.map(
        (share, place) =>
          sql`(coalesce(sum(${weight}) filter (where ${among} and ${level} = ${sql.lit(place + 1)}), 0) + ${sql.lit(share * pairsOfPrior[prefix])}) / (${all})`,
      ),
    )}]`
  }
  const population = sql`greatest(any_value(records), ${sql.lit(leastPopulation)})`
  const prior = sql`((coalesce(sum(pairs * chance) filter (where is_candidate), 0)
      + ${sql.lit(doubles / 2)} * (${population} - any_value(records)) + 0.01)
    / (${population} * (${population} - 1) / 2))`
  return sql`(
    with recursive size as (select greatest(${records}, 2)::double as records),
    pattern as materialized (
      ${patterns(candidates, true)} union all ${patterns(random, false)}),
    estimate as (
      select 0 as round, ${sql.join(start)},
        ${sql.lit(doubles)} / (greatest(size.records, ${sql.lit(leastPopulation)}) - 1) as prior
      from size
      union all
      select max(round) + 1, ${sql.join(
        comparisons.flatMap((one) => [
          counted(one, 'm', one.ofMatches),
          counted(one, 'u', one.ofOthers),
        ]),
      )},
        ${prior}
      from (
        select *, case when is_possible then likelihood / (likelihood + 1) else 0 end as chance
        from (
          select estimate.round, estimate.prior, pattern.*, size.records,
            estimate.prior / (1 - estimate.prior) * ${odds} as likelihood
          from estimate, pattern, size))
      having max(round) < ${sql.lit(rounds)}
        and (max(round) < 5 or abs(${prior} / any_value(prior) - 1) > 0.001)),
    last as (from estimate where round = (select max(round) from estimate)),
    weighed as (
      ${sql.join(
        comparisons.map(
          (one) => sql`select ${sql.lit(one.name)} as comparison, unnest(${list(
            one.ofMatches.map((_, place) => place + 1),
          )})::bigint as level,
            unnest(${named('m', one)}) as m, unnest(${named('u', one)}) as u from last`,
        ),
        sql` union all `,
      )}
      union all select 'prior', 0, prior, 1 - prior from last)
    select comparison, level, m, u, log2(m / u) as weight from weighed)`
}

const list = (values: readonly number[]) =>
  sql`[${sql.join(values.map((value) => sql`${sql.lit(value)}::double`))}]`
