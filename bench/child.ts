/** Child processes and what they took: time, processor time and memory. */
import { spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'

/** What a process took, from its start to its end. */
export interface Usage {
  readonly wallMs: number
  readonly cpuMs: number
  readonly peakBytes: number
}

/** The folder of the checkout. */
export const root = resolve(fileURLToPath(new URL('..', import.meta.url)))
/** The command, as a user starts it. */
export const revops = join(root, 'node_modules/.bin/revops')
/** The Node that the project installs, which runs TypeScript. */
export const node = join(root, 'node_modules/node/bin/node')

const recorder = new URL('./usage.ts', import.meta.url)

/** Runs a Node process to its end. Throws what it said where it fails. */
export async function measured(command: string, args: readonly string[]): Promise<Usage> {
  const folder = mkdtempSync(join(tmpdir(), 'revops-usage-'))
  const file = join(folder, 'usage.json')
  try {
    const wallMs = await timed(command, args, {
      NODE_OPTIONS: `--disable-warning=ExperimentalWarning --import=${recorder.href}`,
      REVOPS_BENCH_USAGE: file,
    })
    const { userCPUTime, systemCPUTime, maxRSS } = JSON.parse(readFileSync(file, 'utf8'))
    return { wallMs, cpuMs: (userCPUTime + systemCPUTime) / 1000, peakBytes: maxRSS * 1024 }
  } finally {
    rmSync(folder, { recursive: true })
  }
}

/** The milliseconds from a process's start to its end, with nothing in between. */
export async function timed(
  command: string,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<number> {
  const started = performance.now()
  const child = spawn(command, args, { env: { ...process.env, ...env }, stdio: 'pipe' })
  let said = ''
  child.stdout.resume()
  child.stderr.on('data', (chunk) => {
    said += chunk
  })
  const code = await new Promise<number | null>((done, fail) => {
    child.once('error', fail)
    child.once('close', done)
  })
  if (code !== 0) throw new Error(`${command} ${args.join(' ')} ended with ${code}:\n${said}`)
  return performance.now() - started
}
