/** What a work list is declared by: rows of a view, one for each of what its key names. */

export interface List {
  /** `page.name`; the reader's columns, order and search stand under it in the address. */
  readonly id: string
  readonly view: string
  /** The dimensions that tell rows apart. */
  readonly key: readonly string[]
  /** The measure that counts the rows: what it does not count, such as rows of other kinds, is out. */
  readonly counts?: string
  /** The folder of the model that it is called by; else it is called by what it counts. */
  readonly folder?: string
  /** Dimensions and measures that are shown at first, in order. */
  readonly columns: readonly string[]
  /** Further ones that may be shown. */
  readonly more: readonly string[]
  readonly order: Order
  /** Measures of all rows together, above them. */
  readonly totals?: readonly string[]
  /** Segments of the view, one of which the reader may hold it to. */
  readonly segments?: readonly string[]
  /** Of rows that hold now, whatever dates are chosen. */
  readonly isTimeless?: boolean
  /** The dimension by which rows are about an account: its cells open the account. */
  readonly account?: string
}

export interface Order {
  readonly by: string
  readonly isDescending: boolean
}
