/** Which pairs of records are worth comparing: those that share a key, in linear number. */
import { type Expression, type RawBuilder, sql } from 'kysely'

/** What records have to share to be compared. */
export interface Key {
  /** A list of keys, over the alias `item` of a row: each makes a block. */
  readonly key: RawBuilder<unknown>
  /**
   * How many neighbours a record is compared with under one key: 30 unless it says less. A block of
   * more records is not compared as a whole. Its records are sorted, and each meets the next ones
   * only, so that a key which half of the world has costs no more than others.
   */
  readonly neighbours?: number
}

const usualNeighbours = 30

/**
 * Pairs of records with a key in common, each pair once, the lesser record first.
 *
 * @param records a table with the columns `record` and `sorting`
 */
export const candidatePairs = (
  records: Expression<unknown>,
  keys: readonly Key[],
): RawBuilder<{ one: number; other: number }> => {
  const keyed = keys.map(
    ({ key, neighbours = usualNeighbours }, rule) =>
      sql`select record, sorting, hash(${sql.lit(rule)}, key) as block, ${sql.lit(neighbours)} as ahead
        from (select item.record, item.sorting, unnest(${key}) as key from ${records} as item)
        where key is not null`,
  )
  return sql`(
    with keyed as (${sql.join(keyed, sql` union all `)}),
    placed as materialized (
      select record, block, ahead, place, place // ahead as reach from (
        select record, block, ahead,
          row_number() over (partition by block order by sorting, record) as place,
          count(*) over (partition by block) as members
        from keyed)
      where members > 1)
    select distinct least(near.record, far.record) as one, greatest(near.record, far.record) as other
    from (select *, unnest([reach, reach + 1]) as within from placed) as near
    join placed as far on far.block = near.block and far.reach = near.within
      and far.place > near.place and far.place <= near.place + near.ahead
    where near.record <> far.record)`
}

/** How many pairs of a sample tell how often two things agree by chance. */
const sampled = 100_000

/**
 * Pairs that have nothing to do with each other, but that few are of one thing: all pairs of few
 * records, and a sample of the same size of many. The same records give the same pairs.
 */
export const randomPairs = (
  records: Expression<unknown>,
): RawBuilder<{ one: number; other: number }> => sql`(
    with shuffled as materialized (
      select record, row_number() over (order by hash(record), record) - 1 as place,
        count(*) over () as records
      from ${records})
    select near.record as one, far.record as other
    from (
      select record, records,
        (place + unnest(range(1, 1 + greatest(1, least((records - 1) // 2, ${sql.lit(sampled)} // records))))) % records as met
      from shuffled where records > 1 and place < ${sql.lit(sampled)}) as near
    join shuffled as far on far.place = near.met)`
