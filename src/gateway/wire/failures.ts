/** Failed logins: each one doubles the wait before the next of the same user from the same address. */
import { setTimeout } from 'node:timers/promises'
import { SqlError } from '../sql_error.ts'

const mostKept = 10_000
/** For so long a failure counts, in ms. */
const remembered = 600_000
/** Nobody waits longer for an answer, in ms. */
const longest = 8_000

interface Failed {
  readonly count: number
  readonly at: number
  /** When the next attempt is looked at. */
  readonly next: number
}

export class Failures {
  readonly #byKey = new Map<string, Failed>()

  /** Waits; those that come at the same time wait for each other. @throws SqlError for too many */
  async delay(key: string) {
    const failed = this.#byKey.get(key)
    if (!failed || Date.now() - failed.at > remembered) return
    const step = Math.min(longest, 125 * 2 ** failed.count)
    const at = Math.max(Date.now() + step, failed.next + step)
    const wait = at - Date.now()
    if (wait > longest)
      throw new SqlError('28000', 'There were too many failed logins; wait some seconds.')
    this.#byKey.set(key, { ...failed, next: at })
    await setTimeout(wait, undefined, { ref: false })
  }

  count(key: string) {
    const failed = this.#byKey.get(key)
    this.#byKey.delete(key)
    this.#byKey.set(key, {
      count: (failed?.count ?? 0) + 1,
      at: Date.now(),
      next: failed?.next ?? 0,
    })
    if (this.#byKey.size > mostKept) this.#byKey.delete(this.#byKey.keys().next().value!)
  }

  forget(key: string) {
    this.#byKey.delete(key)
  }
}
