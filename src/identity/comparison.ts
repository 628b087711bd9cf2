/** How two records are compared: in levels, from nothing in common to the same. */
import { type RawBuilder, sql } from 'kysely'

/**
 * One way in which two records agree or differ. Its column holds a level: 0 where one of the two
 * says nothing, 1 where they differ, up to the number of levels where they are the same.
 */
export interface Comparison {
  readonly name: string
  /** The level of the records `one` and `other`, as SQL. */
  readonly level: RawBuilder<number>
  /** How often pairs of one thing reach each level, from 1: where the estimate starts. */
  readonly ofMatches: readonly number[]
  /** How often pairs of two things do. */
  readonly ofOthers: readonly number[]
  /** The share of records with the value that a pair has in common on the highest level. */
  readonly share?: RawBuilder<number>
}

/** The column of a comparison's level. */
export const levelColumn = ({ name }: Pick<Comparison, 'name'>) => `${name}_level`
/** The column of the share of a comparison's common value. */
export const shareColumn = ({ name }: Pick<Comparison, 'name'>) => `${name}_share`

/** The levels of the comparisons, and the shares of those that have one, as columns. */
export const comparedColumns = (comparisons: readonly Comparison[]): RawBuilder<unknown> =>
  sql.join(
    comparisons.flatMap((comparison) => [
      sql`(${comparison.level})::bigint as ${sql.id(levelColumn(comparison))}`,
      ...(comparison.share ? [sql`${comparison.share} as ${sql.id(shareColumn(comparison))}`] : []),
    ]),
  )
