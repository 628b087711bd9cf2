/** A server of a warehouse in a process of its own, and questions to it. */
import { spawn } from 'node:child_process'
import { revops } from './child.ts'

export interface Served {
  readonly url: string
  readonly token: string
  /** Where SQL answers. */
  readonly sql: string
  /** The server's process. */
  readonly pid: number
  stop(): Promise<void>
}

/** Starts `revops start` on free ports; resolves when it says that it serves. */
export async function startServed(exports: string, warehouse: string): Promise<Served> {
  const child = spawn(
    revops,
    [
      'start',
      '--exports',
      exports,
      '--warehouse',
      warehouse,
      '--port',
      '0',
      '--sql-port',
      '0',
      '--json',
    ],
    { stdio: ['ignore', 'pipe', 'pipe'] },
  )
  let said = ''
  child.stderr.on('data', (chunk) => {
    said += chunk
  })
  const ended = new Promise<void>((done) => child.once('close', () => done()))
  const announced = await new Promise<Pick<Served, 'url' | 'token' | 'sql'>>((done, fail) => {
    let written = ''
    child.stdout.on('data', (chunk) => {
      written += chunk
      try {
        done(JSON.parse(written))
      } catch {
        // The object is not written to its end yet.
      }
    })
    child.once('close', (code) => fail(new Error(`revops start ended with ${code}:\n${said}`)))
  })
  return {
    ...announced,
    pid: child.pid!,
    stop: () => {
      child.kill('SIGTERM')
      return ended
    },
  }
}

export type Query = Readonly<Record<string, unknown>>

/** The answer to a query, at a path of the API. Asks again while Cube says to wait. */
export async function ask<T>({ url, token }: Served, path: string, query: Query): Promise<T> {
  for (;;) {
    const response = await fetch(`${url}/cubejs-api/v1/${path}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: JSON.stringify({ query }),
    })
    const answer = (await response.json()) as { error?: string }
    if (answer.error === 'Continue wait') continue
    if (!response.ok)
      throw new Error(`${JSON.stringify(query)} was answered ${response.status}: ${answer.error}`)
    return answer as T
  }
}
