/** The transaction of a session: there is nothing to write, but tools want to begin and to end it. */
import { SqlError } from '../sql_error.ts'

/** The first words of what is answered in a transaction that has failed. */
const exits = new Set(['rollback', 'commit', 'end', 'abort'])

export class Transaction {
  /** I idle, T in a transaction, E in one that has failed. */
  status: 'I' | 'T' | 'E' = 'I'

  begin() {
    this.status = 'T'
  }

  fail() {
    if (this.status === 'T') this.status = 'E'
  }

  /** @throws SqlError for a statement that does not end a failed transaction */
  refuse(word: string) {
    if (this.status !== 'E' || exits.has(word)) return
    throw new SqlError(
      '25P02',
      'The transaction has failed; statements are passed over until it ends.',
      { hint: 'ROLLBACK.' },
    )
  }
}
