/** Reviewed decisions, from the file beside the exports to the persons of a build. */
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Kysely, sql } from 'kysely'
import { expect, onTestFinished, test } from 'vitest'
import { projectRoot } from '../../src/settings.ts'
import { duckdbDialect } from '../../src/warehouse/dialect.ts'
import { build } from '../../src/warehouse/index.ts'
import { readCurrent, readManifest } from '../../src/warehouse/manifest.ts'
import { openBuild } from '../../src/warehouse/open.ts'
import { tables } from '../../transforms/index.ts'
import { temporaryFolder } from '../warehouse/company.ts'

test('overrides/people.csv parts what an address joins, and joins what nothing does', async () => {
  const folder = temporaryFolder()
  const exports = join(folder, 'exports')
  const warehouse = join(folder, 'warehouse')
  const write = (file: string, ...lines: readonly string[]) => {
    mkdirSync(join(exports, file, '..'), { recursive: true })
    writeFileSync(join(exports, file), `${lines.join('\n')}\n`)
  }
  write(
    'generic/people.csv',
    'person_id,first_name,last_name,email,created_at',
    '1,Ada,King,ada@berg.example,2024-01-01T00:00:00Z',
    '2,Ada,King,ada@berg.example,2024-01-02T00:00:00Z',
    '3,Grace,Hopper,,2024-01-03T00:00:00Z',
  )
  write(
    'overrides/people.csv',
    'left_id,right_id,decision,reviewed_by,reviewed_on,note',
    'generic:2,generic:1,different,Mary,2024-05-01,twins',
    'generic:3,generic:2,same,Mary,2024-05-01,',
  )
  await build({
    exports,
    warehouse,
    model: join(projectRoot, 'model'),
    tables,
    select: '+map_people',
    retainedBuilds: 1,
  })
  const { map_people } = readManifest(warehouse, readCurrent(warehouse)!.build).tables
  const db = new Kysely<object>({
    dialect: duckdbDialect(await openBuild(warehouse, { map_people: map_people! })),
  })
  onTestFinished(() => db.destroy())
  const { rows } = await sql`select source_key, person_id from map_people order by all`.execute(db)
  expect(rows).toEqual([
    { source_key: 'generic:1', person_id: 'generic:1' },
    { source_key: 'generic:2', person_id: 'generic:2' },
    { source_key: 'generic:3', person_id: 'generic:2' },
  ])
}, 120_000)
