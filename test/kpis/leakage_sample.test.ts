/**
 * View `leakage` on the sample company: it finds the leaks that were planted, and nothing else.
 * `REVOPS_LEAKAGE_SEEDS=20` holds it on 20 companies that nobody has seen, at three times the dirt.
 */
import { join } from 'node:path'
import { Kysely } from 'kysely'
import { describe, expect, onTestFinished, test } from 'vitest'
import { groundTruth, simulate, writeExports } from '../../src/sample/index.ts'
import { projectRoot } from '../../src/settings.ts'
import { duckdbDialect } from '../../src/warehouse/dialect.ts'
import { build } from '../../src/warehouse/index.ts'
import { readCurrent, readManifest } from '../../src/warehouse/manifest.ts'
import { openBuild } from '../../src/warehouse/open.ts'
import { tables } from '../../transforms/index.ts'
import { temporaryFolder } from '../warehouse/company.ts'
import { findingsOf, matched } from './leakage_truth.ts'
import { builtSample } from './sample_warehouse.ts'

const opened = async (warehouse: string, id: string) => {
  const { fct_leaks } = readManifest(warehouse, id).tables
  const instance = await openBuild(warehouse, { fct_leaks: fct_leaks! })
  const db = new Kysely<object>({ dialect: duckdbDialect(instance) })
  onTestFinished(() => db.destroy())
  return db
}

test('every planted leak is a finding, and no other is; amounts are those planted', async () => {
  const { warehouse, build: id } = await builtSample()
  const truth = groundTruth(simulate())
  const result = matched(await findingsOf(await opened(warehouse, id)), truth)
  expect(result).toMatchObject({ leaks: 30, findings: 30, found: 30, missed: [], wrong: [] })
  // A monthly bill of one discount was void: it took nothing off, and the plan counts twelve.
  expect(result.exact).toBe(29)
}, 300_000)

const seeds = Array.from(
  { length: Number(process.env['REVOPS_LEAKAGE_SEEDS'] ?? 0) },
  (_, place) => 5_001 + place,
)

describe.each(seeds)('the company of seed %i', (seed) => {
  test('recall is 0.98 and precision 0.95 at least', async ({ annotate }) => {
    const folder = temporaryFolder()
    const [exports, warehouse] = [join(folder, 'exports'), join(folder, 'warehouse')]
    const company = simulate({ seed, dirt: 3 })
    await writeExports(company, exports)
    const options = { exports, warehouse, model: join(projectRoot, 'model'), retainedBuilds: 1 }
    await build({ ...options, tables, select: '+fct_leaks' })
    const db = await opened(warehouse, readCurrent(warehouse)!.build)
    const result = matched(await findingsOf(db), groundTruth(company))
    await annotate(JSON.stringify(result), 'agreement')
    expect(result.found / result.leaks).toBeGreaterThanOrEqual(0.98)
    expect(result.found / result.findings).toBeGreaterThanOrEqual(0.95)
  }, 600_000)
})
