/** A thread with a PostgreSQL in it, asked one question at a time, started anew where it fails. */
import { Worker } from 'node:worker_threads'
import { SqlError, type SqlErrorDetails } from '../sql_error.ts'
import type { CatalogAnswer, CatalogDescription } from './catalog.ts'
import type { WorkerData, WorkerRequest } from './worker.ts'

export type Answered = CatalogDescription & CatalogAnswer

/** It starts in a second or two, and in ten where the data of a fresh one is to be made first. */
const startMs = 120_000

interface Reply {
  readonly answer?: Answered
  readonly error?: SqlErrorDetails & { sqlstate: string; message: string }
}

/** What the thread says next. */
interface Waiting {
  readonly resolve: (reply: Reply | 'ready') => void
  readonly reject: (error: unknown) => void
}

export class CatalogThread {
  readonly #data: WorkerData
  readonly #timeoutMs: number
  #worker: Promise<Worker> | undefined
  #waiting: Waiting | undefined
  #last: Promise<unknown> = Promise.resolve()
  #isClosed = false

  constructor(data: WorkerData, timeoutMs: number) {
    this.#data = data
    this.#timeoutMs = timeoutMs
  }

  /** Starts it, so that who asks first does not wait for that. */
  async warm(): Promise<void> {
    await this.#inTurn(() => this.#started())
  }

  /** Asks once those before are answered. @throws SqlError */
  ask(question: WorkerRequest): Promise<Answered> {
    return this.#inTurn(async () => {
      const worker = await this.#started()
      const reply = await this.#next(worker, this.#timeoutMs, () => worker.postMessage(question))
      const { answer, error } = reply as Reply
      if (error) throw new SqlError(error.sqlstate, error.message, error)
      return answer!
    })
  }

  /** Closes once what was asked is answered. */
  retire() {
    this.#last.then(() => this.close())
  }

  async close() {
    this.#isClosed = true
    await this.#stop(new SqlError('57P01', 'The catalogs are closed.'))
  }

  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const next = this.#last.then(work)
    this.#last = next.catch(() => undefined)
    return next
  }

  #started(): Promise<Worker> {
    if (this.#isClosed) throw new SqlError('57P01', 'The catalogs are closed.')
    this.#worker ??= this.#start()
    return this.#worker
  }

  async #start(): Promise<Worker> {
    const worker = new Worker(new URL('./worker.ts', import.meta.url), { workerData: this.#data })
    worker.unref()
    const ended = (cause: unknown) => {
      const why = cause instanceof Error ? cause.message : `it ended with ${cause}`
      this.#stop(new SqlError('XX000', `The catalogs failed: ${why}`, { cause }), worker)
    }
    worker.on('error', ended).on('exit', ended)
    worker.on('message', (reply: Reply | 'ready') => this.#waiting?.resolve(reply))
    await this.#next(worker, startMs)
    return worker
  }

  /** Waits for what the thread says next. */
  async #next(worker: Worker, ms: number, ask?: () => void): Promise<Reply | 'ready'> {
    const late = setTimeout(() => {
      this.#stop(new SqlError('57014', `The catalogs did not answer within ${ms} ms.`), worker)
    }, ms)
    try {
      return await new Promise((resolve, reject) => {
        this.#waiting = { resolve, reject }
        ask?.()
      })
    } finally {
      clearTimeout(late)
      this.#waiting = undefined
    }
  }

  /** Ends the thread and what is asked of it; the next question starts another one. */
  async #stop(error: SqlError, stopped?: Worker) {
    const started = this.#worker
    this.#worker = undefined
    this.#waiting?.reject(error)
    stopped?.removeAllListeners('exit')
    const worker = stopped ?? (await started?.catch(() => undefined))
    await worker?.terminate()
  }
}
