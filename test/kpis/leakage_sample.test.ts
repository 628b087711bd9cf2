/**
 * View `leakage` on the sample company: it finds the leaks that were planted, and nothing else;
 * bench/leakage.ts holds it to companies that nobody has seen.
 */
import { Kysely } from 'kysely'
import { expect, onTestFinished, test } from 'vitest'
import { groundTruth, simulate } from '../../src/sample/index.ts'
import { duckdbDialect } from '../../src/warehouse/dialect.ts'
import { readManifest } from '../../src/warehouse/manifest.ts'
import { openBuild } from '../../src/warehouse/open.ts'
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
