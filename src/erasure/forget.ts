/**
 * Erases a person from a warehouse: from loaded files, quarantine, retained builds and the run
 * store. The raw exports are the user's: which of them still hold the address, it says.
 *
 * Each step can be done again, so a run that was killed is finished by another one.
 */
import { rmSync } from 'node:fs'
import { basename, join, resolve as resolvePath } from 'node:path'
import type { DuckDBConnection } from '@duckdb/node-api'
import { Findings, UserError } from '../errors.ts'
import type { AnyTable } from '../table.ts'
import { hashOf, moveDurably, unfinishedPath } from '../warehouse/diskio.ts'
import { withConnection } from '../warehouse/load/workbench.ts'
import { withLock } from '../warehouse/lock.ts'
import { type Manifest, readManifest } from '../warehouse/manifest.ts'
import type { Measure } from '../warehouse/measured.ts'
import { listBuilds, readPublished, replaceBuilds } from '../warehouse/publish.ts'
import { loadsFolder, type StoredTable } from '../warehouse/stored.ts'
import { sweepUnfinished, sweepUnnamed } from '../warehouse/sweep.ts'
import { mostRows, threadsFor } from '../warehouse/threads.ts'
import { type CellsOfColumn, cellsByColumn, keptMentions } from './cells.ts'
import { eraseFrom, learnErased } from './eraser.ts'
import {
  type Erased,
  type Erasures,
  keyedHash,
  nameAfterErasures,
  newErasures,
  readErasures,
  writeErasures,
} from './erasures.ts'
import { filesWith } from './proof.ts'
import { eraseFromRuns, exportsWith } from './remains.ts'
import { remake, storedTables } from './remake.ts'
import { type FoundPerson, type Loaded, searchPerson } from './search.ts'

export interface ForgetOptions {
  readonly warehouse: string
  readonly tables: readonly AnyTable[]
  /** Which records are of one person, as `map_people` says it; left out where nothing does. */
  readonly people?: AnyTable
  /** The folder of the semantic model, and what fills the tables that it measures. */
  readonly model?: string
  readonly measure?: Measure
}

export interface Forgotten {
  /** The published build, which no longer holds the person. */
  readonly build: string
  /** How many addresses and records of the person are erased for good. */
  readonly addresses: number
  readonly records: number
  /** How many cells of loaded files were changed, by raw table and column. */
  readonly changed: readonly CellsOfColumn[]
  /**
   * Where full names and numbers of the person still stand, because there they are those of other
   * people, colleagues or firms.
   */
  readonly kept: readonly CellsOfColumn[]
  /** How many loaded files were written anew, and how many builds were made anew. */
  readonly loads: number
  readonly builds: number
  /** Retained builds that other code made, which nobody can go back to any more. */
  readonly retired: readonly string[]
  /** The raw export files that hold an address or a record of the person, relative to `exports`. */
  readonly exports: { readonly folder: string | undefined; readonly files: readonly string[] }
}

/** A retained build, and what stands of its tables. */
interface Retained {
  readonly manifest: Manifest
  readonly stored: ReadonlyMap<string, StoredTable> | undefined
}

/**
 * Erases the person of an address.
 *
 * @throws UserError where no file holds the address, or the published build is not of this code
 */
export async function forget(email: string, options: ForgetOptions): Promise<Forgotten> {
  const address = addressOf(email)
  const warehouse = resolvePath(options.warehouse)
  return withLock(warehouse, async () => {
    sweepUnfinished(warehouse)
    const rows = mostRows(Object.values(readPublished(warehouse)?.tables ?? {}))
    return withConnection(
      warehouse,
      (connection) => forgetPerson(connection, address, { ...options, warehouse }),
      threadsFor(rows),
    )
  })
}

function addressOf(email: string): string {
  const address = email.trim().toLowerCase()
  if (!/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(address))
    throw new UserError(`'${email}' is no e-mail address: write one, as in name@example.com.`)
  return address
}

async function forgetPerson(
  connection: DuckDBConnection,
  address: string,
  options: ForgetOptions,
): Promise<Forgotten> {
  const { warehouse, tables, people } = options
  const builds = retainedBuilds(options)
  const [current] = builds
  const files = loadedFiles(tables, builds)
  const before = readErasures(warehouse) ?? newErasures()
  await learnErased(connection, before)
  const identity = { manifest: current.manifest, people }
  const person = await searchPerson(connection, address, { warehouse, files, identity })
  const isKnown = before.hashes.includes(keyedHash(before, 'email', address))
  if (!isKnown && person.records.size === 0) {
    const held = await filesWith(connection, warehouse, person.addresses)
    if (held.length === 0)
      throw new UserError(
        `No record of ${warehouse} has the address ${address}, so there is no one to forget.`,
      )
  }
  const listed = withPerson(before, person)
  writeErasures(warehouse, listed)
  await learnErased(connection, listed)
  const { erasures, rewritten, changed } = await rewriteLoads(connection, {
    warehouse,
    files,
    erasures: listed,
  })
  const { anew, retired } = await remakeBuilds(builds, { ...options, erasures })
  replaceBuilds(warehouse, anew)
  sweepUnnamed(
    warehouse,
    listBuilds(warehouse).map(({ build }) => readManifest(warehouse, build)),
  )
  // Only a cache, and it quotes warnings.
  rmSync(join(warehouse, 'standstill.json'), { force: true })
  eraseFromRuns(warehouse, person)
  const held = await filesWith(connection, warehouse, person.addresses)
  if (held.length > 0)
    throw new Findings(
      `${address} is not erased everywhere; these files of ${warehouse} still hold it:`,
      held,
    )
  const { manifest } = current
  const suspects = new Set([
    ...rewritten.flatMap((file) => [...file.files]),
    ...(isKnown ? manifest.files.map(({ file }) => file) : []),
  ])
  return {
    build: anew.get(manifest.build)?.build ?? manifest.build,
    addresses: person.addresses.size,
    records: person.records.size,
    changed: cellsByColumn(changed),
    kept: cellsByColumn(await keptMentions(connection, warehouse, { files, erasures })),
    loads: rewritten.length,
    builds: [...anew].filter(([was, is]) => is && is.build !== was).length,
    retired,
    exports: {
      folder: manifest.exports,
      files: await exportsWith(manifest.exports, suspects, person.addresses, !isKnown),
    },
  }
}

/** The retained builds, the published one first. */
function retainedBuilds({ warehouse, tables }: ForgetOptions): [Retained, ...Retained[]] {
  const builds = listBuilds(warehouse)
    .sort((one, other) => Number(other.current) - Number(one.current))
    .map(({ build }) => readManifest(warehouse, build))
    .map((manifest) => ({ manifest, stored: storedTables(warehouse, tables, manifest) }))
  const [current, ...others] = builds
  if (!current)
    throw new UserError(`Nothing is published in ${warehouse}, so there is no one to forget.`)
  if (!current.stored)
    throw new UserError(
      `The published build ${current.manifest.build} was not made by this code: run \`revops build\`, then forget.`,
    )
  return [current, ...others]
}

/** The loaded files of all builds, each once. */
function loadedFiles(tables: readonly AnyTable[], builds: readonly Retained[]): Loaded[] {
  const byName = new Map(tables.map((table) => [table.name, table]))
  const found = new Map<string, Loaded & { readonly files: Set<string> }>()
  for (const { stored } of builds)
    for (const [name, { parts = [] }] of stored ?? [])
      for (const { loaded, instance, file } of parts) {
        const known = found.get(loaded)
        if (known) known.files.add(file)
        else
          found.set(loaded, { table: byName.get(name)!, instance, loaded, files: new Set([file]) })
      }
  return [...found.values()]
}

function withPerson(erasures: Erasures, person: FoundPerson): Erasures {
  const hashes = new Set(erasures.hashes)
  const kinds: [Erased, ReadonlySet<string>][] = [
    ['email', person.addresses],
    ['record', person.records],
    ['name', person.names],
    ['full name', person.fullNames],
    ['phone', person.phones],
  ]
  for (const [kind, values] of kinds)
    for (const value of values) hashes.add(keyedHash(erasures, kind, value))
  const lengths = [...person.fullNames].map((name) => name.split(' ').length)
  const nameLengths = [...new Set([...(erasures.nameLengths ?? []), ...lengths])].sort()
  return { ...erasures, hashes: [...hashes].sort(), nameLengths }
}

interface Rewriting {
  readonly warehouse: string
  readonly files: readonly Loaded[]
  readonly erasures: Erasures
}

/** Writes the loaded files anew that hold someone who is erased, under new names. */
async function rewriteLoads(
  connection: DuckDBConnection,
  { warehouse, files, erasures }: Rewriting,
): Promise<{ erasures: Erasures; rewritten: Loaded[]; changed: CellsOfColumn[] }> {
  const anew = { ...erasures.files }
  const changed: CellsOfColumn[] = []
  const rewritten: Loaded[] = []
  for (const file of files) {
    const name = basename(file.loaded)
    // Another run got as far as this.
    if (nameAfterErasures(name, { ...erasures, files: anew }) !== name) {
      rewritten.push(file)
      continue
    }
    const path = join(warehouse, file.loaded)
    const to = `${hashOf(name, erasures.key, erasures.hashes)}.parquet`
    const target = join(warehouse, loadsFolder, file.table.name, to)
    const unfinished = unfinishedPath(target)
    try {
      const changes = await eraseFrom(connection, { ...file, path, to: unfinished })
      if (!changes) continue
      for (const [column, cells] of Object.entries(changes))
        changed.push({ table: file.table.name, column, cells })
      await moveDurably(unfinished, target)
    } finally {
      rmSync(unfinished, { force: true })
    }
    anew[name] = to
    rewritten.push(file)
  }
  const noted = { ...erasures, files: anew }
  writeErasures(warehouse, noted)
  return { erasures: noted, rewritten, changed }
}

/** The builds over the files of now, by the id of the one that gives way. */
async function remakeBuilds(
  builds: readonly Retained[],
  options: ForgetOptions & { readonly erasures: Erasures },
): Promise<{ anew: Map<string, Manifest | undefined>; retired: string[] }> {
  const anew = new Map<string, Manifest | undefined>()
  const retired: string[] = []
  for (const { manifest, stored } of builds) {
    if (!stored) retired.push(manifest.build)
    anew.set(manifest.build, stored && (await remake({ ...options, manifest, stored })))
  }
  return { anew, retired }
}
