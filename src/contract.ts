/** What the loader has to know of an export beside its columns: the parts of a contract. */

/** What the loader has to know of an export beside its columns. */
export interface Contract {
  /** The folder under the exports folder: 'hubspot'. */
  readonly system: string
  /** What the rows are: 'deals'. With the system it names the contract in messages. */
  readonly object: string
  /** What else the names of its files begin with: 'deal', as connectors write it. */
  readonly also: readonly string[]
  /** Columns that stand for each other in different layouts: a file has one of each list at least. */
  readonly anyOf: readonly (readonly string[])[]
  /** The column that says when a row was last changed: of one key, the newest row stays. */
  readonly version?: string
  /** The columns whose latest instant says how fresh the data is (created, modified, sent). */
  readonly observed: readonly string[]
  readonly layout: Layout
  /** Columns gathered under one `texts` column: those whose header the pattern matches, by header. */
  readonly gathered: Readonly<Record<string, RegExp>>
  /** Which rows of one key stay. */
  readonly keep: Keep
  /** Whether each file holds all that there is: what the latest lacks is gone. */
  readonly full: boolean
  /** The share of refused rows above which a build fails. */
  readonly maxRefused: number
  /** Which person a row tells of, and where it does; left out where it tells of none. */
  readonly person?: Person
}

/** What `revops forget` has to know of rows that tell of a person, by the names of their columns. */
export interface Person {
  /** The ids of the person’s records, several by semicolon. */
  readonly ids?: readonly string[]
  /** What the ids are of: left out where they are of people, as identity knows them. */
  readonly of?: string
  /** Of a table that links people with something else: the column of that, and what it is. */
  readonly links?: { readonly column: string; readonly of: string }
  /** The addresses by which the person is found. */
  readonly emails?: readonly string[]
  /** What is emptied: names, phones, streets, birth dates, free text. */
  readonly clears?: readonly string[]
  /** Free text that has a meaning of its own: only the person’s names are taken out of it. */
  readonly redacts?: readonly string[]
  /** Where one column holds values of many kinds: which of them are the person’s, in lower case. */
  readonly only?: { readonly column: string; readonly matches: RegExp }
}

/**
 * Which rows of one key stay, of all files. `increment`: the newest. `snapshots`: each dated file
 * is a state of its own, its date is part of the key, in the column `exported_date`. `versions`:
 * all that differ, told apart by the column `version_at`.
 */
export type Keep = 'increment' | 'snapshots' | 'versions'

/** What makes a report one by day; a file that is none is refused as a whole, with the reason. */
interface ByDay {
  /** The column of the day. Where a file lacks its header, the reason stands in the message. */
  readonly day: string
  /** The column of the last day that a row covers, where there is one: a row may cover one day. */
  readonly until?: string
  /** Why, and what to do: 'cost over a range cannot be told by day: export it with the breakdown Day'. */
  readonly reason: string
}

/** How the rows stand in the file. The defaults are those of a plain CSV file. */
export interface Layout {
  /** How many lines before the header may be no data: the header is searched for within them. */
  readonly preambleLines: number
  /** Rows that are no records, such as totals: those whose first column matches. */
  readonly skipRows?: RegExp
  /**
   * Rows that are no records by several columns: those of which each of these matches, an absent or
   * empty one as ''. Meta's grand total: `{ campaign_name: /^$/, day: /^$/ }`. Footers with one cell
   * (copyright, grand totals) and rows without any are known to be none in every layout.
   */
  readonly totals?: Readonly<Record<string, RegExp>>
  /** Of a report by day: what is said of a file that covers a range of days instead. */
  readonly byDay?: ByDay
  /** The spellings of an empty value beside the empty string: '--'. */
  readonly nulls: readonly string[]
  /** The zone of instants that are written without one. */
  readonly timeZone: string
  /** How whole numbers and decimals are grouped and pointed. */
  readonly decimal: '.' | ','
}
