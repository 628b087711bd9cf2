/**
 * What is known of the export files: one that has the size, time and inode it had is not read again.
 *
 *   <warehouse>/exports.json
 */
import { type BigIntStats, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { hashOf, readIfThere, unfinishedPath } from '../diskio.ts'
import type { Content } from './content.ts'
import type { RawSource } from './raw_source.ts'
import type { Shape } from './shape.ts'

export interface KnownFile {
  /** Size, modification time and inode. */
  readonly stamp: string
  /** When it was read, in milliseconds. */
  readonly readAt: number
  /** The contracts of its system when it was recognised. */
  readonly contracts: string
  /** What it holds: one table, or several where it is a zip or a workbook. */
  readonly parts: readonly KnownPart[]
  /** What of it no contract is about, in sentences. */
  readonly ignored: readonly string[]
}

/** A table of raw rows, and which contract's. */
export interface KnownPart {
  readonly source: RawSource
  readonly content: Content
  readonly table: string
  readonly shape: Omit<Shape, 'hints'>
}

export type KnownFiles = Readonly<Record<string, KnownFile>>

export const stampOf = ({ size, mtimeNs, ino }: BigIntStats) => `${size} ${mtimeNs} ${ino}`

/**
 * Whether a file is surely the one that was read. A file that changed in the two seconds before it
 * was read could change once more under the same time: some file systems count no finer.
 */
export const isUnchanged = (known: KnownFile, stats: BigIntStats) =>
  known.stamp === stampOf(stats) && Number(stats.mtimeNs / 1_000_000n) < known.readAt - 2000

const cachePath = (warehouse: string) => join(warehouse, 'exports.json')

/** The form of the cache; another form is no cache. */
const form = 3

/** What the last survey of an exports folder knew, by path. */
export function readKnownFiles(warehouse: string, exports: string): KnownFiles {
  const text = readIfThere(cachePath(warehouse))
  if (text === undefined) return {}
  try {
    const cache = JSON.parse(text)
    return cache.key === hashOf(form, exports) ? cache.files : {}
  } catch {
    return {}
  }
}

/** Keeps what a survey knows. It is only a cache: a folder that cannot be written to is no error. */
export function writeKnownFiles(warehouse: string, exports: string, files: KnownFiles) {
  const path = cachePath(warehouse)
  const temporary = unfinishedPath(path)
  try {
    mkdirSync(warehouse, { recursive: true })
    writeFileSync(temporary, JSON.stringify({ key: hashOf(form, exports), files }))
    renameSync(temporary, path)
  } catch {
    rmSync(temporary, { force: true })
  }
}
