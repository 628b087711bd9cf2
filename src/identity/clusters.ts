/**
 * Which records are one, by matches that may contradict each other.
 *
 * Records that hang together by matches are one, unless two of them contradict each other. Such a
 * component is cut: of the strongest way between two contradicting records, the weakest match goes.
 */
import { type Expression, type RawBuilder, sql } from 'kysely'
import { components } from './components.ts'

/**
 * Contradictions are searched for among all records of a component of this size. In a larger one they
 * are searched for with its leader, and where there is one, only stated matches stay.
 */
const largest = 64
/** Matches of this strength are statements, not likeness: they stay in a component that is too large to search. */
export const statement = 1000

interface Parts {
  /** Matches: `one`, `other` and their `strength`. */
  readonly edges: Expression<unknown>
  /** What is known of the records, for `contradicts`. */
  readonly traits: Expression<unknown>
  /** Whether the traits `one` and `other` cannot be of one thing. */
  readonly contradicts: Expression<boolean>
  /** Pairs of which somebody said that they are two: `one` and `other`. */
  readonly apart: Expression<unknown>
}

/** Each record that has a match, with the least record of its cluster. */
export const clusters = ({
  edges,
  traits,
  contradicts,
  apart,
}: Parts): RawBuilder<{ record: number; root: number }> => sql`(
    with recursive edge as materialized (
      select one, other, strength, row_number() over (order by strength desc, one, other) as place
      from ${edges}),
    loose as materialized (from ${components(sql`edge`)}),
    sized as (select root, count(*) as members from loose group by root),
    large as (select root from sized where members > ${sql.lit(largest)}),
    pair as (
      select near.root, near.record as one, far.record as other
      from loose as near
      join sized on sized.root = near.root and sized.members > 2
        and (sized.members <= ${sql.lit(largest)} or near.record = near.root)
      join loose as far on far.root = near.root and far.record > near.record),
    conflict as materialized (
      select pair.root, pair.one, pair.other from pair
      join ${traits} as one on one.record = pair.one
      join ${traits} as other on other.record = pair.other
      where ${contradicts}
      union
      select near.root, apart.one, apart.other from ${apart} as apart
      join loose as near on near.record = apart.one
      join loose as far on far.record = apart.other and far.root = near.root),
    torn_edge as materialized (
      select edge.* from edge join loose on loose.record = edge.one
      where loose.root in (select root from conflict) and loose.root not in (from large)),
    arc as (
      select one as near, other as far, place from torn_edge
      union all select other, one, place from torn_edge),
    -- The place of the weakest match on the strongest way between two records, by doubling ways.
    way as (
      select near, far, place, 0 as round from arc
      union all
      select near, far, min(place), max(round) from (
        select near, far, place, round + 1 as round from way
        union all
        select way.near, further.far, greatest(way.place, further.place), way.round + 1
        from way join way as further on further.near = way.far where way.near <> further.far)
      where round <= ${sql.lit(Math.ceil(Math.log2(largest)))}
      group by near, far),
    strongest as materialized (
      select near, far, min(place) as place from way group by near, far),
    kept as (
      select torn_edge.one, torn_edge.other from torn_edge
      join strongest on strongest.near = torn_edge.one and strongest.far = torn_edge.other
        and strongest.place = torn_edge.place
      where torn_edge.place not in (
        select strongest.place from conflict
        join strongest on strongest.near = conflict.one and strongest.far = conflict.other)
      union all
      select edge.one, edge.other from edge join loose on loose.record = edge.one
      where loose.root in (select root from conflict) and loose.root in (from large) and edge.strength >= ${sql.lit(statement)}),
    mended as materialized (from ${components(sql`kept`)})
    select loose.record,
      case when loose.root in (select root from conflict)
        then coalesce(mended.root, loose.record) else loose.root end as root
    from loose left join mended on mended.record = loose.record)`
