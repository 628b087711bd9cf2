/**
 * One firm and one person of many records, in the sample company at three times its usual dirt, held
 * to its truth. `REVOPS_IDENTITY_SEEDS=20` measures twenty companies.
 */

import { join } from 'node:path'
import { Kysely, sql } from 'kysely'
import { expect, onTestFinished, test } from 'vitest'
import { groundTruth, simulate, writeExports } from '../../src/sample/index.ts'
import { projectRoot } from '../../src/settings.ts'
import { duckdbDialect } from '../../src/warehouse/dialect.ts'
import { build } from '../../src/warehouse/index.ts'
import { readCurrent, readManifest } from '../../src/warehouse/manifest.ts'
import { openBuild } from '../../src/warehouse/open.ts'
import { tables } from '../../transforms/index.ts'
import { temporaryFolder } from '../warehouse/company.ts'
import { agreement } from './identity.ts'

const seeds = Array.from(
  { length: Number(process.env['REVOPS_IDENTITY_SEEDS'] ?? 1) },
  (_, place) => 201 + place,
)

for (const seed of seeds)
  test(`the company of seed ${seed}: F1 of 0.95 and precision of 0.99 at least`, async () => {
    const folder = temporaryFolder()
    const exports = join(folder, 'exports')
    const warehouse = join(folder, 'warehouse')
    const company = simulate({ seed, dirt: 3 })
    await writeExports(company, exports)
    await build({
      exports,
      warehouse,
      model: join(projectRoot, 'model'),
      tables,
      select: '+map_people',
      retainedBuilds: 1,
    })
    const built = readManifest(warehouse, readCurrent(warehouse)!.build).tables
    const maps = { map_people: built['map_people']!, map_accounts: built['map_accounts']! }
    const instance = await openBuild(warehouse, maps)
    const db = new Kysely<object>({ dialect: duckdbDialect(instance) })
    onTestFinished(() => db.destroy())
    const truth = groundTruth(company)
    const found = []
    for (const [map, entities] of [
      ['map_accounts', truth.accountOf],
      ['map_people', truth.personOf],
    ] as const) {
      await sql`create or replace table truth as select unnest(${[...entities.keys()]}::varchar[]) as source_key,
        unnest(${[...entities.values()]}::varchar[]) as entity`.execute(db)
      found.push(await agreement(db, map))
    }
    for (const { f1, precision } of found) {
      expect(f1).toBeGreaterThanOrEqual(0.95)
      expect(precision).toBeGreaterThanOrEqual(0.99)
    }
  }, 300_000)
