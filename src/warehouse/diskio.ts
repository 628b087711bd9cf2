/** Writing that survives a kill at any instant: a file is there whole and on disk, or not at all. */
import { createHash } from 'node:crypto'
import {
  closeSync,
  createReadStream,
  fsyncSync,
  mkdirSync,
  openSync,
  type ReadStream,
  readdirSync,
  readFileSync,
  renameSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { open } from 'node:fs/promises'
import { dirname } from 'node:path'

/**
 * A name for the unfinished version of a file, beside it, so that a rename finishes it. The next
 * build sweeps those that a killed one left.
 */
export const unfinishedPath = (path: string) => `${path}.${process.pid}.unfinished`

/** Writes a file so that readers see the old text or the new one, also after a power cut. */
export function writeDurably(path: string, text: string, mode = 0o666) {
  mkdirSync(dirname(path), { recursive: true })
  const temporary = unfinishedPath(path)
  const descriptor = openSync(temporary, 'w', mode)
  try {
    writeFileSync(descriptor, text)
    fsyncSync(descriptor)
  } finally {
    closeSync(descriptor)
  }
  renameSync(temporary, path)
  syncToDisk(dirname(path))
}

/**
 * Moves a finished file to where readers look for it, its bytes before its name. A disk takes its
 * time, in which other work goes on.
 */
export async function moveDurably(from: string, to: string): Promise<void> {
  await moveWhole(from, to)
  await syncInBackground(dirname(to))
}

/** The same for one of many files: their names last once `syncInBackground` wrote their folder. */
export async function moveWhole(from: string, to: string): Promise<void> {
  await syncInBackground(from)
  renameSync(from, to)
}

/** The same as `writeDurably`, without keeping others waiting for the disk. */
export async function writeInBackground(path: string, text: string): Promise<void> {
  mkdirSync(dirname(path), { recursive: true })
  const temporary = unfinishedPath(path)
  writeFileSync(temporary, text)
  await moveDurably(temporary, path)
}

/** Has a file or a folder written to disk. */
export async function syncInBackground(path: string): Promise<void> {
  await using file = await open(path)
  await file.sync()
}

function syncToDisk(path: string) {
  const descriptor = openSync(path, 'r')
  try {
    fsyncSync(descriptor)
  } finally {
    closeSync(descriptor)
  }
}

/** The bytes of a file, in pieces of at most a megabyte. */
export function piecesOf(path: string): ReadStream {
  // Of many small files the room for large pieces would be most of the memory to clean up.
  return createReadStream(path, { highWaterMark: Math.min(2 ** 20, statSync(path).size + 1) })
}

/** The text of a file; undefined where there is none. */
export function readIfThere(path: string): string | undefined {
  return ifThere(() => readFileSync(path, 'utf8'))
}

/** What a text says in JSON; undefined where it is none, such as a file that was cut short. */
export function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** The names in a folder, sorted; none where there is no folder. */
export function namesIn(folder: string): string[] {
  return ifThere(() => readdirSync(folder))?.sort() ?? []
}

/** What a file operation gives; undefined where its file is not there. */
export function ifThere<T>(operation: () => T): T | undefined {
  try {
    return operation()
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
}

/** A short hash of values that JSON can write; it names what was made of them. */
export function hashOf(...parts: readonly unknown[]): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 16)
}
