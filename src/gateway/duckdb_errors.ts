/** What DuckDB says of a statement that it cannot run, as an error of SQL. */
import { SqlError } from './sql_error.ts'

/** By how the message begins. See the appendix "PostgreSQL Error Codes". */
const states: readonly (readonly [pattern: RegExp, sqlstate: string])[] = [
  [/^INTERRUPT/i, '57014'],
  [/^Parser Error/, '42601'],
  [/^Catalog Error: (?:Scalar|Aggregate|Table) Function/, '42883'],
  [/^Catalog Error/, '42704'],
  [/^Binder Error: No function matches/, '42883'],
  [/^Binder Error: Referenced column/, '42703'],
  [/^Binder Error: (?:Cannot compare|.*type)/, '42804'],
  [/^Binder Error/, '42803'],
  [/^Conversion Error/, '22P02'],
  [/^Out of Range Error/, '22003'],
  [/^Out of Memory Error/, '53200'],
  [/^Permission Error/, '42501'],
  [/^Invalid Input Error: .*more than one row/, '21000'],
  [/^Invalid Input Error/, '22023'],
  [/^Not implemented Error/i, '0A000'],
]

/** Without the statement, which is not the client's but ours. */
export function sqlErrorOf(error: unknown): SqlError {
  if (error instanceof SqlError) return error
  const message = error instanceof Error ? error.message : String(error)
  const [first = message] = message.split(/\n\s*\n?(?:LINE \d|Candidate|Did you mean)/)
  const sqlstate = states.find(([pattern]) => pattern.test(first))?.[1] ?? 'XX000'
  if (sqlstate === '57014')
    return new SqlError(sqlstate, 'The statement was cancelled.', { cause: error })
  return new SqlError(sqlstate, first.replace(/^[A-Z][A-Za-z ]+ Error: /, '').trim(), {
    cause: error,
  })
}
