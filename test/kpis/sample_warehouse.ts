/** The sample company from its exports to the model, beside the truth that it was made from. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  type GroundTruth,
  groundTruth,
  type SampleOptions,
  simulate,
  writeExports,
} from '../../src/sample/index.ts'
import { openSemantic, type Semantic } from '../../src/semantic/compile.ts'
import { projectRoot } from '../../src/settings.ts'
import { build } from '../../src/warehouse/index.ts'
import { tables } from '../../transforms/index.ts'

export interface SampleWarehouse {
  readonly truth: GroundTruth
  readonly semantic: Semantic
  /** What the audits only warn of: promise by table, with the rows that break it. */
  readonly warnings: readonly string[]
  close(): Promise<void>
}

/** Simulates, exports, builds and opens the model: a minute's work, so once a file. */
export async function openSample(options: SampleOptions = {}): Promise<SampleWarehouse> {
  const folder = mkdtempSync(join(tmpdir(), 'revops-sample-'))
  const [exports, warehouse] = [join(folder, 'exports'), join(folder, 'warehouse')]
  const model = join(projectRoot, 'model')
  const company = simulate(options)
  await writeExports(company, exports)
  const report = await build({ exports, warehouse, tables, model, retainedBuilds: 1 })
  const semantic = await openSemantic({ warehouse, model })
  return {
    truth: groundTruth(company),
    semantic,
    warnings: report.warnings,
    async close() {
      await semantic.close()
      rmSync(folder, { recursive: true })
    },
  }
}
