/** The sample company from its exports to the model, beside the truth that it was made from. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { measureKpis } from '../../src/cli/build_inputs.ts'
import { UserError } from '../../src/errors.ts'
import {
  type GroundTruth,
  groundTruth,
  type SampleOptions,
  simulate,
  writeExports,
} from '../../src/sample/index.ts'
import type { Semantic } from '../../src/semantic/compile.ts'
import { projectRoot } from '../../src/settings.ts'
import { type BuildReport, build } from '../../src/warehouse/index.ts'
import { acquireLock } from '../../src/warehouse/lock.ts'
import { readManifest } from '../../src/warehouse/manifest.ts'
import { tables } from '../../transforms/index.ts'
import { model, openModel } from './real_model.ts'

export interface SampleWarehouse {
  readonly truth: GroundTruth
  readonly semantic: Semantic
  /** Where the build stands, and which it is. */
  readonly warehouse: string
  readonly build: string
  /** What the audits only warn of: promise by table, with the rows that break it. */
  readonly warnings: readonly string[]
  close(): Promise<void>
}

/** A company of one's own; `asOf` is for exports that were cut off at a day. */
interface OwnSample extends SampleOptions {
  readonly asOf?: string
}

/**
 * Opens the model over a build of the sample. The sample company of `seeds/` is built once for all
 * test files, into a folder that stays: what has not changed since is not built again. Any other
 * company is simulated, exported and built for the caller alone.
 */
export async function openSample(options?: OwnSample): Promise<SampleWarehouse> {
  if (options) return ofItsOwn(options)
  const report = await builtSample()
  truthOfSample ??= groundTruth(simulate())
  return opened(truthOfSample, shared, report, () => {})
}

const shared = join(projectRoot, 'test-results/sample')
let sampleBuild: Promise<BuildReport> | undefined
let truthOfSample: GroundTruth | undefined

/** The build of the sample company alone, for those who need neither its truth nor its model. */
export async function builtSample() {
  sampleBuild ??= inTurn(join(shared, 'TURN'), () => built(join(projectRoot, 'seeds'), shared))
  return { ...(await sampleBuild), warehouse: shared }
}

async function ofItsOwn({ asOf, ...options }: OwnSample): Promise<SampleWarehouse> {
  const folder = mkdtempSync(join(tmpdir(), 'revops-sample-'))
  const exports = join(folder, 'exports')
  const company = simulate(options)
  await writeExports(company, exports)
  const warehouse = join(folder, 'warehouse')
  const report = await built(exports, warehouse, asOf)
  return opened(groundTruth(company), warehouse, report, () => rmSync(folder, { recursive: true }))
}

// Another tree's tests may publish theirs between the two: a few builds stay, and ours is named.
const built = (exports: string, warehouse: string, asOf?: string): Promise<BuildReport> =>
  build({
    exports,
    warehouse,
    tables,
    model,
    measure: measureKpis,
    retainedBuilds: 5,
    ...(asOf && { asOf }),
  })

async function opened(
  truth: GroundTruth,
  warehouse: string,
  { build: id, warnings }: BuildReport,
  close: () => void,
): Promise<SampleWarehouse> {
  const semantic = await openModel(warehouse, readManifest(warehouse, id))
  return {
    truth,
    semantic,
    warehouse,
    build: id,
    warnings,
    async close() {
      await semantic.close()
      close()
    },
  }
}

/** Does something once no other process does it. */
async function inTurn<T>(lock: string, work: () => Promise<T>): Promise<T> {
  let release: (() => void) | undefined
  while (!release) {
    try {
      release = acquireLock(lock)
    } catch (error) {
      if (!(error instanceof UserError)) throw error
      await setTimeout(200)
    }
  }
  try {
    return await work()
  } finally {
    release()
  }
}
