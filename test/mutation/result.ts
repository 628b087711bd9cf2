/** What became of a mutant. */
import { accepted } from './accepted.ts'

export interface Result {
  readonly id: string
  readonly outcome: 'killed' | 'accepted' | 'survived'
  /** The test that noticed, or the reason why none can. */
  readonly by: string
  readonly seconds: number
}

/** A mutant that no test noticed: accepted with a reason, or not. */
export function unnoticed(id: string, seconds: number): Result {
  const reason = accepted[id.replace(/:\d+ /, ' ')]
  if (reason) return { id, outcome: 'accepted', by: reason, seconds }
  return { id, outcome: 'survived', by: 'no test', seconds }
}

/** The result in two lines. */
export const inWords = ({ id, outcome, by, seconds }: Result) =>
  `${outcome.padEnd(8)} ${String(seconds).padStart(4)} s  ${id}\n           ${by}\n`
