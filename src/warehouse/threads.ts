/** How many threads DuckDB is given: each makes ready for every query, whether it finds work or not. */
import { availableParallelism } from 'node:os'

/** DuckDB hands the rows of a table to threads by 122,880; below two such parts there is nothing to share. */
const sharedRows = 2 * 122_880

/** @param rows those of the largest table that is read */
export const threadsFor = (rows: number): number => (rows < sharedRows ? 1 : availableParallelism())

/** The rows of the largest of some tables. */
export const mostRows = (tables: Iterable<{ readonly rows: number }>): number =>
  [...tables].reduce((most, { rows }) => Math.max(most, rows), 0)
