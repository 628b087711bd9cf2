/** The work of one session in DuckDB: in its turn, no longer than is allowed, until it is cancelled. */
import { SqlError } from '../sql_error.ts'
import type { Reader } from './readers.ts'
import { cancelled, type Turns } from './turns.ts'

/** What a statement may take of DuckDB's time, and has taken. */
export interface Budget {
  readonly limitMs: number
  spentMs: number
}

export class Work {
  readonly #turns: Turns
  #asked: AbortController | undefined
  #endTurn: (() => void) | undefined
  #reader: Reader | undefined

  constructor(turns: Turns) {
    this.#turns = turns
  }

  /** Something is asked; a cancel holds for it until `end`. */
  begin() {
    this.#asked = new AbortController()
  }

  end() {
    this.#asked = undefined
    this.rest()
  }

  /** Ends what is asked now. */
  cancel() {
    this.#asked?.abort()
    this.#reader?.interrupt()
  }

  /** Waits for the turn, which lasts until `end` or `rest`. @throws SqlError for a cancel */
  async turn(): Promise<AbortSignal> {
    const { signal } = this.#asked ?? new AbortController()
    this.#endTurn ??= await this.#turns.take(signal)
    if (signal.aborted) throw cancelled()
    return signal
  }

  /** Lets others have the turn, for as long as the client takes what it was sent. */
  rest() {
    this.#endTurn?.()
    this.#endTurn = undefined
  }

  /** Work of DuckDB's, which a cancel and the end of the time interrupt. */
  async run<T>(reader: Reader, budget: Budget, work: () => Promise<T>): Promise<T> {
    const signal = await this.turn()
    const started = performance.now()
    let isLate = false
    const late = setTimeout(
      () => {
        isLate = true
        reader.interrupt()
      },
      Math.max(0, budget.limitMs - budget.spentMs),
    )
    this.#reader = reader
    const refuse = (cause?: unknown) => {
      if (signal.aborted) throw cancelled(cause)
      if (isLate) throw tooLong(budget, cause)
    }
    try {
      const done = await work()
      // A stream that is interrupted may end as if it were at its end.
      refuse()
      return done
    } catch (error) {
      refuse(error)
      throw error
    } finally {
      clearTimeout(late)
      this.#reader = undefined
      budget.spentMs += performance.now() - started
    }
  }

  /** Other work, which a cancel does not end but stops waiting for. */
  async race<T>(work: Promise<T>): Promise<T> {
    const signal = this.#asked?.signal
    if (signal === undefined) return work
    return new Promise((resolve, reject) => {
      const aborted = () => reject(cancelled())
      if (signal.aborted) aborted()
      signal.addEventListener('abort', aborted, { once: true })
      work.then(resolve, reject).finally(() => signal.removeEventListener('abort', aborted))
    })
  }
}

const tooLong = ({ limitMs }: Budget, cause: unknown) =>
  new SqlError('57014', `The statement took more than ${limitMs} ms, and was ended.`, {
    hint: 'Ask for less, or raise sqlTimeoutSeconds in the settings.',
    cause,
  })
