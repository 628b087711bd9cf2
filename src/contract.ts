/** What the loader has to know of an export beside its columns: the parts of a contract. */

/** What the loader has to know of an export beside its columns. */
export interface Contract {
  /** The folder under the exports folder: 'hubspot'. */
  readonly system: string
  /** What the rows are: 'deals'. With the system it names the contract in messages. */
  readonly object: string
  /** The column that says when a row was last changed: of one key, the newest row stays. */
  readonly version?: string
  /** The columns whose latest instant says how fresh the data is (created, modified, sent). */
  readonly observed: readonly string[]
  readonly layout: Layout
  /** Columns gathered under one `texts` column: those whose header the pattern matches, by header. */
  readonly gathered: Readonly<Record<string, RegExp>>
  /**
   * `increment` (the default): of one key the newest row of all files. `snapshots`: each dated
   * file is a state of its own, its date is part of the key, in the column `exported_date`.
   */
  readonly keep: 'increment' | 'snapshots'
  /** The share of refused rows above which a build fails. */
  readonly maxRefused: number
}

/** How the rows stand in the file. The defaults are those of a plain CSV file. */
export interface Layout {
  /** Lines before the header that are not data; the header is searched for within them. */
  readonly preambleLines: number
  /** Rows that are no records, such as totals: those whose first column matches. */
  readonly skipRows?: RegExp
  /** The spellings of an empty value beside the empty string: '--'. */
  readonly nulls: readonly string[]
  /** The zone of instants that are written without one. */
  readonly timeZone: string
  /** How whole numbers and decimals are grouped and pointed. */
  readonly decimal: '.' | ','
}
