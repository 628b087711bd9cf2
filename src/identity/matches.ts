/** The matches of records: what is stated, what rules find and what is likely. */
import { type Expression, type RawBuilder, sql } from 'kysely'
import { statement } from './clusters.ts'
import type { Comparison } from './comparison.ts'
import { chanceOf, weightOfPair } from './scoring.ts'

/** From this chance on two records are one. */
const likely = 0.9

interface Parts {
  readonly records: Expression<unknown>
  readonly candidates: Expression<unknown>
  readonly weights: Expression<unknown>
  readonly comparisons: readonly Comparison[]
  /** Pairs that name each other: `one`, `other` and `match_method`. */
  readonly named: Expression<unknown>
  /** Reviewed pairs: `one`, `other` and `is_same`. */
  readonly reviewed: Expression<unknown>
}

/** A row a match, by the strongest rule that made it; pairs that a reviewer took apart are none. */
export const matches = (parts: Parts): RawBuilder<unknown> => sql`(
    with weighed as (
      select one, other, match_method, ${weightOfPair(parts.comparisons, parts.weights)} as weight
      from (select *, stated_method as match_method from ${parts.candidates} where is_possible) as pair),
    found as (
      select one, other, 'reviewed' as match_method, 1.0::double as match_score, 1e6 as strength
      from ${parts.reviewed} where is_same
      union all
      select one, other, match_method, 1.0,
        case match_method when 'merged' then 1e5 else 1e4 end
      from ${parts.named}
      union all
      select one, other, coalesce(match_method, 'likeness'),
        case when match_method is null then ${chanceOf(sql`weight`)} else 1.0 end,
        case when match_method is null then 0 else ${sql.lit(statement / 2)} end + weight
      from weighed
      where match_method is not null or ${chanceOf(sql`weight`)} >= ${sql.lit(likely)})
    select near.source_key as left_id, far.source_key as right_id,
      found.one as left_record, found.other as right_record,
      arg_max(found.match_method, found.strength) as match_method,
      arg_max(found.match_score, found.strength) as match_score,
      max(found.strength)::double as strength
    from found
    join ${parts.records} as near on near.record = found.one
    join ${parts.records} as far on far.record = found.other
    where not exists (
      select 1 from ${parts.reviewed} as reviewed
      where reviewed.one = found.one and reviewed.other = found.other and not reviewed.is_same)
    group by near.source_key, far.source_key, found.one, found.other)`

/** Reviewed pairs by the numbers of their records; of several reviews of a pair the latest counts. */
export const reviewedPairs = (
  overrides: Expression<unknown>,
  records: Expression<unknown>,
): RawBuilder<{ one: number; other: number; is_same: boolean }> => sql`(
    select least(near.record, far.record) as one, greatest(near.record, far.record) as other,
      arg_max(review.decision = 'same', coalesce(review.reviewed_date, date '1970-01-01')) as is_same
    from ${overrides} as review
    join ${records} as near on near.source_key = review.left_id
    join ${records} as far on far.source_key = review.right_id
    where near.record <> far.record
    group by all)`
