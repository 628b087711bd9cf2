/** Builds from export files: what a file changes, what it does not, and how fresh the data is. */
import { spawnSync } from 'node:child_process'
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeEach, expect, test } from 'vitest'
import { text } from '../../src/columns.ts'
import { defineExport, from } from '../../src/export.ts'
import { type BuildReport, plan } from '../../src/warehouse/index.ts'
import { readCurrent } from '../../src/warehouse/manifest.ts'
import { answer, warehouseFolders } from './company.ts'
import { crm, deals, opportunities } from './crm.ts'

let folders: ReturnType<typeof warehouseFolders>
beforeEach(() => {
  folders = warehouseFolders()
  mkdirSync(join(folders.exports, 'crm'))
  write('deals.csv', 'Deal ID,Changed\nd1,2025-03-01T10:00:00Z\nd2,2025-02-01T10:00:00Z\n')
  write('people.csv', 'Person ID\np1\n')
})

const write = (name: string, content: string) =>
  writeFileSync(join(folders.exports, 'crm', name), content)
const build = (options: { asOf?: string } = {}) =>
  folders.build(crm, { asOf: undefined, ...options })
const reasons = ({
  tables,
}: {
  tables: readonly Pick<BuildReport['tables'][number], 'name' | 'action' | 'reason'>[]
}) => Object.fromEntries(tables.map(({ name, action, reason }) => [name, `${action}: ${reason}`]))

test('files are loaded, accounted for, and say how fresh the data is', async () => {
  const report = await build()
  expect(reasons(report)).toEqual({
    raw_crm__deals: 'load: new',
    raw_crm__people: 'load: new',
    data_as_of: 'build: new',
    dim_people: 'build: new',
    fct_opportunities: 'build: new',
  })
  expect(report).toMatchObject({ data_as_of: '2025-03-01T10:00:00.000Z', warnings: [] })
  expect(report.files).toEqual([
    {
      file: 'crm/deals.csv',
      table: 'raw_crm__deals',
      read: 2,
      accepted: 2,
      quarantined: 0,
      superseded: 0,
    },
    expect.objectContaining({ file: 'crm/people.csv', read: 1, accepted: 1 }),
  ])
  expect(await answer(folders.warehouse, 'from fct_opportunities')).toEqual([['d1'], ['d2']])
})

test('a build without changes accounts for the files all the same', async () => {
  const first = await build()
  const second = await build()
  expect(second).toMatchObject({ build: first.build, published: false, files: first.files })
})

test('a changed export makes only what depends on it', async () => {
  await build()
  write('people.csv', 'Person ID\np1\np2\n')
  expect(reasons(await build())).toEqual({
    raw_crm__deals: 'skip: unchanged',
    raw_crm__people: 'load: data changed',
    data_as_of: 'skip: unchanged',
    dim_people: 'build: upstream changed (raw_crm__people)',
    fct_opportunities: 'skip: unchanged',
  })
})

test('a system whose folder has gone stops the build, and an empty folder lets it go', async () => {
  const { build: published } = await build()
  rmSync(join(folders.exports, 'crm'), { recursive: true })
  mkdirSync(join(folders.exports, 'erp'))
  writeFileSync(join(folders.exports, 'erp', 'orders.csv'), 'Order ID\no1\n')
  const orders = defineExport({
    name: 'raw_erp__orders',
    description: 'Orders.',
    system: 'erp',
    object: 'orders',
    grain: ['order_id'],
    columns: { order_id: from(text('Its id.'), 'Order ID') },
  })
  const builtAnew = () => folders.build([...crm, orders])
  await expect(builtAnew()).rejects.toThrow(
    /the folder crm\/ is missing, of which the published build has 2 files: put it back, or leave it empty/,
  )
  expect(readCurrent(folders.warehouse)).toMatchObject({ build: published })
  mkdirSync(join(folders.exports, 'crm'))
  expect((await builtAnew()).warnings).toEqual(
    expect.arrayContaining([
      'raw_crm__deals has no file any more, and the published build has: its rows are gone.',
    ]),
  )
})

test('a file that is gone or has no rows any more is named, unless other files have its rows', async () => {
  write('people_2.csv', 'Person ID\np8\np9\n')
  const { files } = await build()
  const had = files
    .filter(({ table }) => table === 'raw_crm__people')
    .reduce((sum, { accepted }) => sum + accepted, 0)
  rmSync(join(folders.exports, 'crm', 'people_2.csv'))
  write('people_3.csv', 'Person ID\np8\np9\n')
  expect((await build()).warnings).toEqual([])
  rmSync(join(folders.exports, 'crm', 'people_3.csv'))
  const lost = `and the published build has 2 rows of it: raw_crm__people has ${had - 2} rows instead of ${had}.`
  expect((await build()).warnings).toEqual([`crm/people_3.csv is gone, ${lost}`])
  write('people_3.csv', 'Person ID\np8\np9\n')
  await build()
  write('people_3.csv', 'Person ID\n')
  expect((await build()).warnings).toEqual([`crm/people_3.csv has no rows any more, ${lost}`])
})

test('a fresher row moves data_as_of, and what reads it', async () => {
  await build()
  write('deals.csv', 'Deal ID,Changed\nd1,2025-04-01T10:00:00Z\nd2,2025-02-01T10:00:00Z\n')
  expect(reasons(await build())).toMatchObject({
    data_as_of: 'build: data changed',
    dim_people: 'build: upstream changed (data_as_of)',
    raw_crm__people: 'skip: unchanged',
  })
  expect(readCurrent(folders.warehouse)?.data_as_of).toBe('2025-04-01T10:00:00.000Z')
})

test('a row of a day to come stops the build, unless --as-of says which day is today', async () => {
  const { build: published } = await build()
  write('deals.csv', 'Deal ID,Changed\nd1,2999-04-01T10:00:00Z\nd2,2025-02-01T10:00:00Z\n')
  await expect(build()).rejects.toThrow(
    'crm/deals.csv has a row that was created or changed on 2999-04-01, which is still to come.',
  )
  expect(readCurrent(folders.warehouse)).toMatchObject({ build: published })
  expect(await build({ asOf: '2025-05-01' })).toMatchObject({ published: true })
})

test('--as-of is stronger than what the exports say', async () => {
  await build({ asOf: '2025-02-15' })
  expect(readCurrent(folders.warehouse)?.data_as_of).toBe('2025-02-15T23:59:59.999Z')
})

test('a file that is taken away takes its rows with it, and brings them back', async () => {
  const first = await build()
  rmSync(join(folders.exports, 'crm', 'people.csv'))
  await build()
  expect(await answer(folders.warehouse, 'select count(*) from dim_people')).toEqual([[0n]])
  write('people.csv', 'Person ID\np1\n')
  const third = await build()
  expect(third).toMatchObject({ build: first.build, published: true })
  expect(reasons(third)).toMatchObject({ raw_crm__people: 'skip: data changed, built before' })
})

test('another contract for the same files is a changed declaration', async () => {
  await build()
  const strict = defineExport({
    name: 'raw_crm__people',
    description: 'People.',
    system: 'crm',
    object: 'people',
    grain: ['person_id'],
    columns: { person_id: from(text('Their id.'), 'Person ID', 'Contact ID') },
  })
  const { tables: planned } = await plan({ ...folders, tables: [deals, strict, opportunities] })
  expect(planned).toContainEqual({
    name: 'raw_crm__people',
    action: 'load',
    reason: 'declaration changed',
  })
})

test('a plan changes nothing, and says what the build then does', async () => {
  const { tables: planned } = await plan({ ...folders, tables: crm })
  expect(readCurrent(folders.warehouse)).toBeUndefined()
  expect(reasons({ tables: planned })).toEqual(reasons(await build()))
})

test('bad input in several files is told at once, and the published build stays', async () => {
  const { build: id } = await build()
  write('deals.csv', 'Deal ID,Changed\nd1,yesterday\n')
  write('people.csv', 'Person ID\n""\n')
  await expect(build()).rejects.toThrow(/crm\/deals\.csv, line 2(.|\n)*crm\/people\.csv, line 2/)
  expect(readCurrent(folders.warehouse)?.build).toBe(id)
})

test('rows without any instant leave the day to --as-of, and say so', async () => {
  write('deals.csv', 'Deal ID,Changed\n')
  expect((await build()).warnings).toEqual([
    'No row of the exports says when it was created or changed, so data_as_of is 1970-01-01; say it with --as-of.',
  ])
})

test('a build without changes does not even load DuckDB', async () => {
  const { build: id } = await build()
  const here = (file: string) => JSON.stringify(join(import.meta.dirname, file))
  const { exports, warehouse, model } = folders
  const { stdout } = spawnSync(
    process.execPath,
    [
      '--input-type=module',
      '--eval',
      `const { build } = await import(${here('../../src/warehouse/index.ts')})
       const { crm } = await import(${here('crm.ts')})
       const report = await build({ ...${JSON.stringify({ exports, warehouse, model })}, tables: crm, retainedBuilds: 10 })
       const libraries = process.report.getReport().sharedObjects.filter((path) => path.includes('duckdb'))
       console.log(JSON.stringify({ build: report.build, published: report.published, libraries }))`,
    ],
    { encoding: 'utf8' },
  )
  expect(JSON.parse(stdout)).toEqual({ build: id, published: false, libraries: [] })
})
