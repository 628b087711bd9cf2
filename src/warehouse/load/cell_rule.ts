/** What a rule for the cells of a column is, and the words and patterns that all rules share. */
import type { Layout } from '../../contract.ts'
import { literal } from '../open.ts'

/** How the cells of one file are to be read: the contract's layout, with what the file decides. */
export interface CellLayout extends Pick<Layout, 'nulls' | 'timeZone' | 'decimal'> {
  /** The order of days and months in 03/04/2024; undefined where nothing says, which refuses them. */
  readonly dates?: DateOrder | undefined
}

export type DateOrder = 'mdy' | 'dmy'

/** How a cell that is not empty is read. */
export interface CellRule {
  /** An SQL expression: the typed value of the text that `text` gives, NULL where it has none. */
  readonly sql: (text: string) => string
  /** SQL: what a cast makes of a raw cell; NULL where it fails. */
  readonly castSql: (raw: string) => string
  /**
   * The same as `sql` for the usual spellings, from the raw cell and its cast, in a fraction of the
   * time: those that mean this value in every file. NULL for all others, of which `sql` decides.
   */
  readonly usualSql: (raw: string, cast: string) => string
  /** The same as `sql` in JavaScript; undefined where the text has no value of this type. */
  readonly parse: (text: string) => unknown
  /** What a refused cell is not: 'a whole number'. */
  readonly expected: string
  /** What a cell has that has a value in any spelling, as a pattern; any cell where left out. */
  readonly mark?: string
  /** Whether blanks around the value belong to it. */
  readonly isVerbatim?: boolean
}

export const isLike = (text: string, pattern: string) =>
  `regexp_full_match(${text}, ${literal(pattern)})`
export const fully = (pattern: string) => new RegExp(`^(?:${pattern})$`)

/** SQL: whether a value writes itself as the cell does, which takes less than a pattern. */
export const isSpelledAs = (raw: string, cast: string) => `cast(${cast} as varchar) = ${raw}`
