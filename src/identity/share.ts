/** How many records have a value, as a share. */
import { type RawBuilder, sql } from 'kysely'
import { leastPopulation } from './estimation.ts'

/** What of the records that are made up has any value. */
const usual = 0.005

/**
 * The share of records that have the value of a column, among those that have one; null for null.
 * Few records are filled up with made-up ones: of five, one has a rare name, not that of a fifth.
 */
export const shareOf = (column: string): RawBuilder<number | null> =>
  sql`(case when ${sql.ref(column)} is not null
    then (count(*) over (partition by ${sql.ref(column)}) + ${sql.lit(usual * leastPopulation)})
      / (count(${sql.ref(column)}) over () + ${sql.lit(leastPopulation)}) end)`
