/** How many typing errors lie between two texts. */
import { type RawBuilder, sql } from 'kysely'

/**
 * Whether exactly one error does: a letter too many, too few, another, or two that changed places.
 * That touches two neighbours at most, so nearly half of the text before or behind them is the same:
 * hardly any two texts pass that, and the distance is slow.
 */
export const isOneErrorApart = (one: RawBuilder<unknown>, other: RawBuilder<unknown>) => {
  const half = sql`((least(length(${one}), length(${other})) - 1) // 2)`
  return sql<boolean>`(abs(strlen(${one}) - strlen(${other})) <= 1
    and (left(${one}, ${half}) = left(${other}, ${half}) or right(${one}, ${half}) = right(${other}, ${half}))
    and damerau_levenshtein(${one}, ${other}) = 1)`
}
