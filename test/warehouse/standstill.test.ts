/** Builds that have nothing to find out, and all that makes them look closer. */
import { mkdirSync, rmSync, statSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeEach, expect, test } from 'vitest'
import { acquireLock } from '../../src/warehouse/lock.ts'
import { readCurrent, readManifest } from '../../src/warehouse/manifest.ts'
import { listRuns, readRun } from '../../src/warehouse/runs.ts'
import {
  noteStandstill,
  type Premises,
  reportStandstill,
  stampOf,
} from '../../src/warehouse/standstill.ts'
import { accountsOf, warehouseFolders } from './company.ts'

const anHourAgo = new Date(Date.now() - 3_600_000)

let premises: Premises
let deals: string
let build: ReturnType<typeof warehouseFolders>['build']

beforeEach(async () => {
  const { exports, model, warehouse, ...rest } = warehouseFolders()
  build = rest.build
  deals = join(exports, 'deals.csv')
  writeFileSync(deals, 'id\n1\n')
  premises = { warehouse, paths: [exports, model], values: { reportingCurrency: 'EUR' } }
  noteStandstill(
    warehouse,
    { ...stampOf(premises), isUnsure: false },
    await build([accountsOf(['a', 'SMB'])]),
  )
})

test('reports the build that stays, table by table, and notes a run', async () => {
  const report = await reportStandstill(premises)
  expect(report).toMatchObject({
    build: readCurrent(premises.warehouse)!.build,
    published: false,
    tables: [
      { name: 'data_as_of', action: 'skip', reason: 'unchanged' },
      { name: 'dim_accounts', action: 'skip', reason: 'unchanged', rows: 1 },
    ],
  })
  expect(listRuns(premises.warehouse)[0]).toBe(report!.run)
  expect(readRun(premises.warehouse, report!.run).outcome).toBe('unchanged')
})

test.each<[what: string, change: () => void]>([
  ['a file has grown', () => writeFileSync(deals, 'id\n1\n2\n')],
  [
    'a file of the same size was written under the time that it had',
    () => {
      const { atime, mtime } = statSync(deals)
      writeFileSync(deals, 'id\n2\n')
      utimesSync(deals, atime, mtime)
    },
  ],
  ['a file has come', () => writeFileSync(join(deals, '../owners.csv'), 'id\n')],
  ['a file in a new folder has come', () => mkdirSync(join(deals, '../2025'))],
  ['a file has gone', () => rmSync(deals)],
  [
    'a setting is another',
    () => {
      premises = { ...premises, values: { reportingCurrency: 'USD' } }
    },
  ],
  [
    'a table’s file is lost',
    () => {
      const { warehouse } = premises
      const { tables } = readManifest(warehouse, readCurrent(warehouse)!.build)
      rmSync(join(warehouse, tables['dim_accounts']!.file!))
    },
  ],
  [
    'what it noted is damaged',
    () => writeFileSync(join(premises.warehouse, 'standstill.json'), '{"st'),
  ],
])('looks closer where %s', async (_, change) => {
  expect(await reportStandstill(premises)).toBeDefined()
  change()
  expect(await reportStandstill(premises)).toBeUndefined()
})

test('looks closer where another build is published', async () => {
  await build([accountsOf(['a', 'SMB'], ['b', 'SMB'])])
  expect(await reportStandstill(premises)).toBeUndefined()
})

test('says who holds the lock', async () => {
  const release = acquireLock(join(premises.warehouse, 'LOCK'))
  await expect(reportStandstill(premises)).rejects.toThrow(/process \d+/)
  release()
})

test('is unsure of a file that could change once more under the same time', () => {
  expect(stampOf(premises).isUnsure).toBe(true)
  expect(stampOf({ ...premises, paths: [] }).isUnsure).toBe(false)
})

test('is unsure of a folder behind a link, whose files it does not see', () => {
  const folder = join(premises.warehouse, '../elsewhere')
  mkdirSync(folder)
  utimesSync(folder, anHourAgo, anHourAgo)
  symlinkSync(folder, join(deals, '../linked'))
  expect(stampOf(premises).isUnsure).toBe(true)
})
