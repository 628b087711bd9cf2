/**
 * One build at a time: a lock file that says who holds it, and that outlives no process.
 *
 * The file appears whole, by a hard link. One whose process is gone is taken over by a rename, by
 * a process that holds a lock on that right, so that no two take over and no one takes a live lock.
 */
import { randomUUID } from 'node:crypto'
import {
  existsSync,
  linkSync,
  mkdirSync,
  readlinkSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { hostname } from 'node:os'
import { dirname, join } from 'node:path'
import * as z from 'zod'
import { UserError } from '../errors.ts'
import { ifThere, jsonOf, readIfThere, unfinishedPath } from './diskio.ts'

const holderSchema = z.object({
  pid: z.int(),
  host: z.string(),
  /** Where its number stands for its process: containers of one host each have numbers of their own. */
  numbering: z.string().nullable(),
  started_at: z.string(),
  /** When the process started, in the kernel's words: another one can come to have its pid. */
  process_start: z.string().nullable(),
  token: z.string(),
})
type Holder = z.output<typeof holderSchema>

/** A holder says this often that it is alive, for those who cannot see its process. */
const heartbeatMs = 5_000
/** For so long a holder whose process cannot be seen may be silent. */
const silenceMs = 60_000

/** Runs something that no other process may run on this warehouse at the same time. */
export async function withLock<T>(warehouse: string, work: () => Promise<T>): Promise<T> {
  const release = acquireLock(join(warehouse, 'LOCK'))
  try {
    return await work()
  } finally {
    release()
  }
}

/** Makes the warehouse folder: the first thing that a build writes, so where a wrong path shows. */
function makeFolder(folder: string) {
  try {
    mkdirSync(folder, { recursive: true })
  } catch (cause) {
    throw new UserError(
      `The warehouse folder ${folder} cannot be made: ${(cause as Error).message}; name another one with --warehouse.`,
      { cause },
    )
  }
}

/** Takes the lock, and gives what releases it. Throws a UserError that says who holds it. */
export function acquireLock(path: string): () => void {
  makeFolder(dirname(path))
  const self: Holder = {
    pid: process.pid,
    host: hostname(),
    numbering: numberingOfProcesses(),
    started_at: new Date().toISOString(),
    process_start: processStart(process.pid),
    token: randomUUID(),
  }
  while (!create(path, self)) if (takeOver(path, self)) break
  const heartbeat = setInterval(() => ifThere(() => touch(path)), heartbeatMs).unref()
  const release = () => {
    clearInterval(heartbeat)
    process.off('exit', release)
    if (readHolder(path)?.token === self.token) rmSync(path, { force: true })
  }
  process.on('exit', release)
  return release
}

/** Puts the lock file there, whole; false where there is one. */
function create(path: string, self: Holder): boolean {
  const own = write(path, self)
  try {
    linkSync(own, path)
    return true
  } catch (error) {
    // Gone is our own file where the holder has just swept what looked unfinished.
    if (['EEXIST', 'ENOENT'].includes((error as NodeJS.ErrnoException).code ?? '')) return false
    throw error
  } finally {
    rmSync(own, { force: true })
  }
}

/** Takes the place of a holder that is gone; false where the lock was released meanwhile. */
function takeOver(path: string, self: Holder): boolean {
  refuseIfHeld(path)
  const release = acquireLock(`${path}.takeover`)
  try {
    // Between the look and the right to act, another process may have taken the place.
    refuseIfHeld(path)
    if (!existsSync(path)) return false
    renameSync(write(path, self), path)
    return true
  } finally {
    release()
  }
}

function refuseIfHeld(path: string) {
  const holder = readHolder(path)
  if (!holder || !isHeld(path, holder)) return
  throw new UserError(
    `A build has been running since ${holder.started_at} (process ${holder.pid} on ${holder.host}, ${path}); wait for it or stop it.`,
  )
}

function isHeld(path: string, { host, numbering, pid, process_start }: Holder): boolean {
  if (host === hostname() && numbering === numberingOfProcesses())
    return isRunning(pid) && (process_start === null || process_start === processStart(pid))
  const touched = ifThere(() => statSync(path))?.mtimeMs ?? 0
  return Date.now() - touched < silenceMs
}

/** Who holds the lock; undefined where no one does, or where the file is none of ours. */
const readHolder = (path: string): Holder | undefined =>
  holderSchema.safeParse(jsonOf(readIfThere(path) ?? '')).data

function write(path: string, self: Holder): string {
  const own = unfinishedPath(`${path}.${self.token}`)
  writeFileSync(own, JSON.stringify(self))
  return own
}

function touch(path: string) {
  const now = new Date()
  utimesSync(path, now, now)
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    // The process of another user is there too.
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}

/** The namespace of process ids, where the system has such. */
const numberingOfProcesses = () => ifThere(() => readlinkSync('/proc/self/ns/pid')) ?? null

/** When a process started, where the system says so in /proc: the boot and the ticks since then. */
function processStart(pid: number): string | null {
  const stat = readIfThere(`/proc/${pid}/stat`)
  const boot = readIfThere('/proc/sys/kernel/random/boot_id')
  if (stat === undefined || boot === undefined) return null
  // The name of the command, in brackets, may hold spaces; the fields after it do not.
  const ticks = stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19]
  return `${boot.trim()} ${ticks}`
}
