/**
 * Whether all that a build is made of stands as it stood when the last one ended: its code, its
 * settings and its exports, by the size, times and inode of each file. Then a build has nothing
 * to find out, and the declarations need not even be imported.
 *
 *   <warehouse>/standstill.json
 */
import { existsSync, lstatSync, readdirSync, rmSync, statSync } from 'node:fs'
import { join, resolve as resolvePath } from 'node:path'
import type { BuildReport } from './build.ts'
import { hashOf, ifThere, jsonOf, readIfThere, writeDurably } from './diskio.ts'
import { withLock } from './lock.ts'
import { filesOfTable, readCurrent, readManifest } from './manifest.ts'
import { newRunId, writeRun } from './runs.ts'

export interface Premises {
  readonly warehouse: string
  /** The files and folders that a build is a function of: code, model, exports. */
  readonly paths: readonly string[]
  /** What else it is a function of: settings, options. */
  readonly values: unknown
}

interface Standstill {
  /** The hash of the premises. */
  readonly stamp: string
  readonly report: Omit<BuildReport, 'run'>
}

/** The premises as they are now, to be noted after the build that starts from them. */
export interface Stamp {
  readonly hash: string
  /**
   * Whether the next build must look closer all the same: a file changed so shortly before that it
   * could change once more under the same time, or a folder stands behind a link.
   */
  readonly isUnsure: boolean
}

/** File systems count times in steps of up to two seconds. */
const coarsestStepMs = 2_000

/** Looks at every file of the premises, and reads none. */
export function stampOf({ paths, values }: Premises): Stamp {
  let latest = 0n
  let isLinked = false
  const files = paths.flatMap(filesIn).map((path) => {
    const stats = ifThere(() => statSync(path, { bigint: true }))
    if (!stats) return [path]
    const { size, mtimeNs, ctimeNs, ino } = stats
    if (ctimeNs > latest) latest = ctimeNs
    if (stats.isDirectory() && lstatSync(path).isSymbolicLink()) isLinked = true
    return [path, String(size), String(mtimeNs), String(ctimeNs), String(ino)]
  })
  return {
    hash: hashOf(process.version, values, files),
    isUnsure: isLinked || Number(latest / 1_000_000n) > Date.now() - coarsestStepMs,
  }
}

/**
 * What a build would report, where it would find that nothing has changed since the last; the run
 * is noted as any other. Undefined where a build has to look closer.
 *
 * @throws UserError where another build is running.
 */
export function reportStandstill(premises: Premises): Promise<BuildReport | undefined> {
  const warehouse = resolvePath(premises.warehouse)
  return withLock(warehouse, async () => {
    const startedAt = new Date()
    const known = jsonOf(readIfThere(pathOf(warehouse)) ?? '') as Standstill | undefined
    if (known?.stamp !== stampOf(premises).hash) return undefined
    const { report } = known
    if (readCurrent(warehouse)?.build !== report.build || !stands(warehouse, report.build))
      return undefined
    const run = newRunId(startedAt)
    const { published: _, ...outcome } = report
    const ms = Date.now() - startedAt.getTime()
    const started_at = startedAt.toISOString()
    writeRun(warehouse, { run, started_at, ms, outcome: 'unchanged', ...outcome })
    return { ...report, run }
  })
}

/** Notes what a build ended with, for the next one that finds the same premises. */
export function noteStandstill(warehouse: string, { hash, isUnsure }: Stamp, ended: BuildReport) {
  const path = pathOf(resolvePath(warehouse))
  if (isUnsure) {
    rmSync(path, { force: true })
    return
  }
  const { run: _, ...report } = ended
  const standstill: Standstill = {
    stamp: hash,
    report: {
      ...report,
      published: false,
      tables: report.tables.map((table) => ({
        ...table,
        action: 'skip',
        reason: 'unchanged',
        ms: 0,
      })),
    },
  }
  writeDurably(path, JSON.stringify(standstill))
}

const pathOf = (warehouse: string) => join(warehouse, 'standstill.json')

/** Whether the files of a build's tables are there. */
const stands = (warehouse: string, build: string) =>
  Object.values(readManifest(warehouse, build).tables)
    .flatMap(filesOfTable)
    .every((file) => existsSync(join(warehouse, file)))

/** The files below a path, by name; the path itself where it is a file, or not there. */
function filesIn(path: string): string[] {
  const isFolder = ifThere(() => statSync(path))?.isDirectory() ?? false
  if (!isFolder) return [path]
  return readdirSync(path, { recursive: true, encoding: 'utf8' })
    .sort()
    .map((name) => join(path, name))
}
