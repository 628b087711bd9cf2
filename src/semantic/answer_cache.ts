/**
 * Answers that were given, for as long as their build is served: before Cube, since most of the time
 * of a small answer goes into finding out that it is known.
 */
import { createHash } from 'node:crypto'
import type { SecurityContext } from './roles.ts'

export interface CachedAnswer {
  readonly type: string
  readonly body: Buffer
}

export interface CacheLimits {
  readonly entries?: number
  readonly bytes?: number
}

/** Least recently used goes first; an answer that is large by itself is not kept. */
export class AnswerCache {
  readonly #answers = new Map<string, CachedAnswer>()
  readonly #entries: number
  readonly #bytes: number
  #used = 0

  constructor({ entries = 5_000, bytes = 64 * 2 ** 20 }: CacheLimits = {}) {
    this.#entries = entries
    this.#bytes = bytes
  }

  get size() {
    return { entries: this.#answers.size, bytes: this.#used }
  }

  get(key: string): CachedAnswer | undefined {
    const answer = this.#answers.get(key)
    if (answer === undefined) return undefined
    this.#answers.delete(key)
    this.#answers.set(key, answer)
    return answer
  }

  set(key: string, answer: CachedAnswer) {
    if (answer.body.length > this.#bytes / 8) return
    this.#delete(key)
    this.#answers.set(key, answer)
    this.#used += answer.body.length
    for (const oldest of this.#answers.keys()) {
      if (this.#answers.size <= this.#entries && this.#used <= this.#bytes) break
      this.#delete(oldest)
    }
  }

  /** At the swap: no answer of another build is given any more. */
  clear() {
    this.#answers.clear()
    this.#used = 0
  }

  #delete(key: string) {
    const answer = this.#answers.get(key)
    if (answer === undefined) return
    this.#answers.delete(key)
    this.#used -= answer.body.length
  }
}

/** What an answer depends on: the build, what the token says (not until when), and what is asked. */
export function answerKey(
  build: string,
  { role, user, team, embed }: SecurityContext,
  request: readonly unknown[],
): string {
  return createHash('sha256')
    .update(JSON.stringify([build, role, user, team, embed, ...request]))
    .digest('base64')
}
