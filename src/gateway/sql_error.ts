/** An error as a SQL client gets it: SQLSTATE, message, place in the statement, and what to do. */

export interface SqlErrorDetails {
  /** Where in the statement, in characters from 1. */
  readonly position?: number | undefined
  /** What to write in its place. */
  readonly hint?: string | undefined
  readonly detail?: string | undefined
}

export class SqlError extends Error {
  override readonly name = 'SqlError'
  /** Five characters, see the appendix "PostgreSQL Error Codes". */
  readonly sqlstate: string
  readonly position: number | undefined
  readonly hint: string | undefined
  readonly detail: string | undefined

  constructor(sqlstate: string, message: string, details: SqlErrorDetails & ErrorOptions = {}) {
    super(message, details)
    this.sqlstate = sqlstate
    this.position = details.position
    this.hint = details.hint
    this.detail = details.detail
  }
}
