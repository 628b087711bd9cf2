/** So many at once; the others wait in their order. */
import { SqlError } from '../sql_error.ts'

export class Turns {
  readonly #most: number
  readonly #waiting: (() => void)[] = []
  #taken = 0

  constructor(most: number) {
    this.#most = most
  }

  /**
   * Waits for a turn; what is returned ends it.
   *
   * @throws SqlError where the signal ends the waiting
   */
  async take(signal: AbortSignal): Promise<() => void> {
    if (this.#taken >= this.#most) await this.#wait(signal)
    this.#taken++
    return () => {
      this.#taken--
      this.#waiting.shift()?.()
    }
  }

  #wait(signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const called = () => {
        signal.removeEventListener('abort', aborted)
        resolve()
      }
      const aborted = () => {
        this.#waiting.splice(this.#waiting.indexOf(called), 1)
        reject(cancelled())
      }
      this.#waiting.push(called)
      signal.addEventListener('abort', aborted, { once: true })
    })
  }
}

export const cancelled = (cause?: unknown) =>
  new SqlError('57014', 'The statement was cancelled.', { cause })
