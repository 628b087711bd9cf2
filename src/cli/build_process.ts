/** Builds in a process of its own, so that what serves goes on serving. */
import { type ChildProcess, spawn } from 'node:child_process'
import { join } from 'node:path'

/** The options of a build, passed on as they were given. */
export interface PassedOn {
  readonly exports?: string
  readonly warehouse?: string
}

export interface BuildProcess {
  /** How it ended: done, or in words why not. */
  readonly ended: Promise<'done' | `ended ${string}`>
  /** Ends it; what is published stays as it is. */
  stop(): void
}

/** Starts `revops build`; what it says goes to stderr. */
export function startBuildProcess({ exports, warehouse }: PassedOn): BuildProcess {
  const child: ChildProcess = spawn(
    process.execPath,
    [
      ...process.execArgv,
      join(import.meta.dirname, 'main.ts'),
      'build',
      ...(exports === undefined ? [] : ['--exports', exports]),
      ...(warehouse === undefined ? [] : ['--warehouse', warehouse]),
    ],
    // Its stdout is our stderr: our own stdout is for the addresses that we print.
    { stdio: ['ignore', process.stderr, process.stderr] },
  )
  const ended = new Promise<Awaited<BuildProcess['ended']>>((resolve, reject) => {
    child.once('error', reject)
    child.once('exit', (code, signal) =>
      resolve(code === 0 ? 'done' : `ended ${signal ? `by ${signal}` : `with code ${code}`}`),
    )
  })
  return { ended, stop: () => void child.kill('SIGTERM') }
}
