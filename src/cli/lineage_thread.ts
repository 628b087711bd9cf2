/** The lineage of KPIs, read in a thread: the queries of all tables take a second to go through. */
import { once } from 'node:events'
import { Worker } from 'node:worker_threads'
import type { MemberLineage } from '../docs/member_lineage.ts'

/** How long the thread stays when nobody asks, in ms. */
const idle = 60_000

/**
 * Makes the answer to what a member, `view.member`, is made of. The thread starts with the first
 * question and ends a minute after the last; answers stay, since tables and model do until the
 * server is started again.
 */
export function lineageThread(): (name: string) => Promise<MemberLineage | undefined> {
  const answers = new Map<string, Promise<MemberLineage | undefined>>()
  let worker: Worker | undefined
  let last: Promise<unknown> = Promise.resolve()
  let ending: NodeJS.Timeout | undefined

  const ask = async (name: string): Promise<MemberLineage | undefined> => {
    clearTimeout(ending)
    worker ??= new Worker(new URL('./lineage_worker.ts', import.meta.url))
    worker.unref()
    try {
      worker.postMessage(name)
      const [answer] = await once(worker, 'message')
      return answer
    } catch (error) {
      worker = undefined
      throw error
    } finally {
      ending = setTimeout(() => {
        worker?.terminate()
        worker = undefined
      }, idle).unref()
    }
  }

  return (name) => {
    const known = answers.get(name)
    if (known) return known
    const answer = last.then(() => ask(name))
    last = answer.catch(() => undefined)
    answers.set(name, answer)
    answer.catch(() => answers.delete(name))
    return answer
  }
}
