/** What a session prepares and runs, whatever answers it. */
import type { Column } from '../wire/encode.ts'

/** What a client binds. */
export interface Binding {
  readonly values: readonly (Buffer | null)[]
  /** Of the values: 0 text, 1 binary. */
  readonly formats: readonly number[]
  /** Of the columns. */
  readonly results: readonly number[]
}

export const nothingBound: Binding = { values: [], formats: [], results: [] }

export interface Statement {
  /** The types of its parameters. */
  readonly parameters: readonly number[]
  /** Undefined where it gives no rows. */
  readonly columns?: readonly Column[] | undefined
  open(binding: Binding): Promise<Portal>
}

/** A statement that runs: rows are fetched in parts. */
export interface Portal {
  readonly columns?: readonly Column[] | undefined
  readonly results: readonly number[]
  /**
   * Sends as many rows, all for 0.
   *
   * @param formats of the columns, where they are others than those that were bound; none to pass
   *   over the rows
   */
  fetch(most: number, formats?: readonly number[] | 'none'): Promise<Fetched>
  /** The command's tag, once it has run. */
  tag(rows: number): string
  close(): Promise<void>
}

interface Fetched {
  readonly sent: number
  readonly isDone: boolean
}

/** A statement that does something to the session and gives no rows. */
export const command = (run: () => Promise<string> | string): Statement => ({
  parameters: [],
  async open() {
    let tag = ''
    return {
      results: [],
      async fetch() {
        tag = await run()
        return { sent: 0, isDone: true }
      },
      tag: () => tag,
      async close() {},
    }
  },
})
