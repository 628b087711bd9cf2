/** Publishes builds, keeps the last of them, and goes back to one. */
import { existsSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import * as z from 'zod'
import { UserError } from '../errors.ts'
import { jsonOf, namesIn, readIfThere, writeDurably } from './diskio.ts'
import { withLock } from './lock.ts'
import {
  type Current,
  currentPath,
  filesOfTable,
  type Manifest,
  manifestPath,
  readCurrent,
  readManifest,
  readWholeManifest,
} from './manifest.ts'

const publishSchema = z.object({
  build: z.string(),
  published_at: z.string(),
  data_as_of: z.string(),
})

/** A build that stays for rollback and as-of queries. */
export interface RetainedBuild extends Current {
  /** Whether it is the one that is served. */
  readonly current: boolean
}

/** The builds that can be published, newest first, each with its last publish. */
export function listBuilds(warehouse: string): RetainedBuild[] {
  const current = currentOf(warehouse)
  return publishesOf(warehouse, current)
    .reverse()
    .map((publish) => ({ ...publish, current: publish.build === current?.build }))
}

/** Publishes a build: its manifest first, then the pointer, in one step for readers. */
export function publish(warehouse: string, manifest: Manifest): Current {
  writeDurably(manifestPath(warehouse, manifest.build), JSON.stringify(manifest))
  const { build, data_as_of } = manifest
  const next: Current = { build, published_at: new Date().toISOString(), data_as_of }
  const publishes = lastOfEach([...publishesOf(warehouse, currentOf(warehouse)), next])
  // Before the pointer, so that no build is served that cannot be gone back to.
  writePublishes(warehouse, publishes)
  point(warehouse, next)
  return next
}

/**
 * Goes back to a build: the given one, else the one published before the current one.
 *
 * @throws UserError where there is no such build, or a build is running.
 */
export function rollback(warehouse: string, build?: string): Promise<Current> {
  return withLock(warehouse, async () => {
    const builds = listBuilds(warehouse)
    const found =
      build === undefined ? beforeCurrent(builds) : builds.find((b) => b.build === build)
    if (!found)
      throw new UserError(
        build === undefined
          ? 'No build was published before the current one, so there is none to go back to.'
          : `There is no build ${build} in ${warehouse}; \`revops builds\` lists them.`,
      )
    const manifest = readManifest(warehouse, found.build)
    const lost = Object.values(manifest.tables)
      .flatMap(filesOfTable)
      .find((file) => !existsSync(join(warehouse, file)))
    if (lost !== undefined)
      throw new UserError(
        `Build ${found.build} is no longer whole, ${lost} is lost; choose another of \`revops builds\`.`,
      )
    const { data_as_of } = manifest
    const next = { build: found.build, published_at: new Date().toISOString(), data_as_of }
    point(warehouse, next)
    return next
  })
}

/** Forgets the builds that are older than the last so many, but never the current one. */
export function retire(warehouse: string, retained: number): Manifest[] {
  // A reader that has just read the pointer still opens the build before.
  const builds = listBuilds(warehouse)
  const staying = builds.filter(({ current }, index) => current || index < Math.max(retained, 2))
  const names = new Set(staying.map(({ build }) => `${build}.json`))
  const manifests = staying.map(({ build }) => readManifest(warehouse, build))
  for (const name of namesIn(join(warehouse, 'builds')))
    if (!names.has(name)) rmSync(join(warehouse, 'builds', name))
  return manifests
}

/**
 * Puts builds that were made anew in the places of others, with the days of their publishes.
 *
 * @param anew by the id of the build that gives way; undefined where nothing takes its place
 */
export function replaceBuilds(
  warehouse: string,
  anew: ReadonlyMap<string, Manifest | undefined>,
): void {
  const current = currentOf(warehouse)
  for (const manifest of anew.values())
    if (manifest) writeDurably(manifestPath(warehouse, manifest.build), JSON.stringify(manifest))
  const idOf = (build: string) => (anew.has(build) ? anew.get(build)?.build : build)
  const publishes = publishesOf(warehouse, current).flatMap((publish) => {
    const build = idOf(publish.build)
    return build === undefined ? [] : [{ ...publish, build }]
  })
  writePublishes(warehouse, lastOfEach(publishes))
  const build = current && idOf(current.build)
  if (current && build !== undefined && build !== current.build)
    point(warehouse, { ...current, build })
  for (const former of anew.keys())
    if (idOf(former) !== former) rmSync(manifestPath(warehouse, former), { force: true })
}

/** The published build; undefined where there is none, or where its files are damaged. */
export function readPublished(warehouse: string): Manifest | undefined {
  const current = currentOf(warehouse)
  return current && readWholeManifest(warehouse, current.build)
}

/** The pointer; undefined also where it is damaged, since the next publish mends it. */
function currentOf(warehouse: string): Current | undefined {
  try {
    return readCurrent(warehouse)
  } catch (error) {
    if (error instanceof UserError) return undefined
    throw error
  }
}

function point(warehouse: string, next: Current) {
  writeDurably(currentPath(warehouse), `${JSON.stringify(next)}\n`)
}

const writePublishes = (warehouse: string, publishes: readonly Current[]) =>
  writeDurably(
    publishesPath(warehouse),
    publishes.map((entry) => `${JSON.stringify(entry)}\n`).join(''),
  )

const publishesPath = (warehouse: string) => join(warehouse, 'publishes.jsonl')

/** The last publish of each build that is still there, oldest first. Going back to one is none. */
function publishesOf(warehouse: string, current: Current | undefined): Current[] {
  const kept = new Set(namesIn(join(warehouse, 'builds')))
  const lines = readIfThere(publishesPath(warehouse))?.split('\n') ?? []
  const publishes = lines.flatMap((line) => publishSchema.safeParse(jsonOf(line)).data ?? [])
  if (current && !publishes.some(({ build }) => build === current.build)) publishes.push(current)
  return lastOfEach(publishes).filter(({ build }) => kept.has(`${build}.json`))
}

const lastOfEach = (publishes: readonly Current[]) =>
  publishes.filter(
    ({ build }, index) => publishes.findLastIndex((other) => other.build === build) === index,
  )

/** The newest of the builds that were published before the current one. */
function beforeCurrent(builds: readonly RetainedBuild[]): RetainedBuild | undefined {
  return builds[builds.findIndex(({ current }) => current) + 1]
}
