/** Pairs of records with the levels of their comparisons. */
import { type Expression, type RawBuilder, sql } from 'kysely'
import { type Comparison, comparedColumns } from './comparison.ts'

/** How pairs of a kind of records are compared. */
export interface Comparing {
  readonly traits: Expression<unknown>
  readonly comparisons: readonly Comparison[]
  /** What is known of a pair before its comparisons, over `one` and `other`: further columns of `pair`. */
  readonly before?: RawBuilder<unknown>
  /** Whether the two can be one at all, over the columns of levels. */
  readonly isPossible: RawBuilder<boolean>
  /** The rule by which the two are one without weighing, over the same columns; null without one. */
  readonly stated: RawBuilder<string | null>
}

/** Pairs, with `is_possible`, `stated_method`, their levels and shares. */
export const comparedPairs = (
  pairs: Expression<unknown>,
  { traits, comparisons, before, isPossible, stated }: Comparing,
): RawBuilder<unknown> => {
  const meeting = sql`join ${traits} as one on one.record = pair.one
    join ${traits} as other on other.record = pair.other`
  const known = before
    ? sql`(select pair.one, pair.other, ${before} from ${pairs} as pair ${meeting})`
    : pairs
  return sql`(select *, ${isPossible} as is_possible, ${stated} as stated_method from (
    select pair.*, ${comparedColumns(comparisons)} from ${known} as pair ${meeting}))`
}
