/** Runs the command line as a user does: the executable that the install made, in a process. */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { projectRoot } from '../../src/settings.ts'

export interface Ran {
  readonly code: number
  readonly stdout: string
  readonly stderr: string
  /** How long it took, from the start of the process to its end. */
  readonly ms: number
}

type Environment = Readonly<Record<string, string>>

const running = new Set<ChildProcess>()

/** Ends what a test has left running. */
export function endAll() {
  for (const child of running) child.kill('SIGKILL')
}

/** Starts `revops`, in the folder of the project. */
export function start(args: readonly string[], env: Environment = {}): ChildProcess {
  const child = spawn(join(projectRoot, 'node_modules/.bin/revops'), args, {
    cwd: projectRoot,
    env: { ...process.env, REVOPS_DEBUG: '', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  running.add(child)
  child.once('exit', () => running.delete(child))
  return child
}

/** Runs `revops` to its end. */
export async function revops(args: readonly string[], env: Environment = {}): Promise<Ran> {
  const started = performance.now()
  const child = start(args, env)
  const said = { stdout: '', stderr: '' }
  child.stdout!.setEncoding('utf8').on('data', (text) => (said.stdout += text))
  child.stderr!.setEncoding('utf8').on('data', (text) => (said.stderr += text))
  const [code, signal] = await once(child, 'close')
  if (code === null) throw new Error(`revops ${args.join(' ')} was ended by ${signal}.`)
  return { code, ...said, ms: performance.now() - started }
}

/** The object that a command prints with `--json`; throws where it failed or printed more. */
export async function json(args: readonly string[], env: Environment = {}) {
  const { code, stdout, stderr } = await revops([...args, '--json'], env)
  if (code !== 0) throw new Error(`revops ${args.join(' ')} left with ${code}: ${stderr}`)
  return JSON.parse(stdout)
}

/** Waits until a process has written a text; gives all that it has written to that stream so far. */
export function written(stream: NodeJS.ReadableStream, text: string | RegExp): Promise<string> {
  return new Promise((resolve, reject) => {
    let all = ''
    stream.setEncoding('utf8')
    // The stream is read on after that: a process must not wait for its reader, nor lose it.
    stream.on('data', (chunk: string) => {
      all += chunk
      if (typeof text === 'string' ? all.includes(text) : text.test(all)) resolve(all)
    })
    stream.once('end', () => reject(new Error(`It never wrote ${text}, but this: ${all}`)))
  })
}
