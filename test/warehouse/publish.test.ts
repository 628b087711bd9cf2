/** Published builds: which stay, how to go back to one, and what the run store tells. */
import { readdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import {
  type BuildOptions,
  listBuilds,
  listRuns,
  readRun,
  rollback,
} from '../../src/warehouse/index.ts'
import { readCurrent, readManifest } from '../../src/warehouse/manifest.ts'
import { accountsOf, answer, warehouseFolders } from './company.ts'

/** Publishes builds of one account each, and gives their ids by the account. */
async function history(options: Partial<BuildOptions>, ...accountIds: string[]) {
  const folders = warehouseFolders()
  const ids = new Map<string, string>()
  for (const id of accountIds)
    ids.set(id, (await folders.build([accountsOf([id, 'SMB'])], options)).build)
  const names = new Map([...ids].map(([account, build]) => [build, account]))
  return {
    ...folders,
    idOf: (account: string) => ids.get(account)!,
    listed: () => listBuilds(folders.warehouse).map(({ build }) => names.get(build)),
    served: () => answer(folders.warehouse, 'select account_id from dim_accounts'),
  }
}

test('builds are listed newest first, with the current one marked', async () => {
  const { warehouse, idOf } = await history({}, 'a', 'b')
  const current = readCurrent(warehouse)
  expect(listBuilds(warehouse)).toEqual([
    { ...current, build: idOf('b'), current: true },
    {
      build: idOf('a'),
      published_at: expect.any(String),
      data_as_of: '2025-12-31T23:59:59.999Z',
      current: false,
    },
  ])
})

test('a warehouse without builds lists none', () => {
  expect(listBuilds('/nowhere')).toEqual([])
})

describe('a rollback', () => {
  test('goes to the build before, step by step, until there is none', async () => {
    const { warehouse, served } = await history({}, 'a', 'b', 'c')
    await rollback(warehouse)
    expect(await served()).toEqual([['b']])
    await rollback(warehouse)
    expect(await served()).toEqual([['a']])
    await expect(rollback(warehouse)).rejects.toThrow('there is none to go back to')
    expect(await served()).toEqual([['a']])
  })

  test('goes to a build by its id, forth as well as back', async () => {
    const { warehouse, served, idOf, listed } = await history({}, 'a', 'b', 'c')
    await rollback(warehouse, idOf('a'))
    await rollback(warehouse, idOf('c'))
    expect(await served()).toEqual([['c']])
    expect(listed()).toEqual(['c', 'b', 'a'])
  })

  test('refuses a build that is not there', async () => {
    const { warehouse } = await history({}, 'a')
    await expect(rollback(warehouse, 'nonsense')).rejects.toThrow('There is no build nonsense')
  })

  test('refuses a build that has lost a file', async () => {
    const { warehouse, served, idOf } = await history({}, 'a', 'b')
    rmSync(join(warehouse, readManifest(warehouse, idOf('a')).tables['dim_accounts']!.file!))
    await expect(rollback(warehouse, idOf('a'))).rejects.toThrow('is no longer whole')
    expect(await served()).toEqual([['b']])
  })
})

describe('the last builds', () => {
  test('stay, and older ones go with the tables that only they had', async () => {
    const { warehouse, listed } = await history({ retainedBuilds: 2 }, 'a', 'b', 'c', 'd')
    expect(listed()).toEqual(['d', 'c'])
    expect(duckdbFiles(warehouse, 'dim_accounts')).toHaveLength(2)
    expect(readdirSync(join(warehouse, 'builds'))).toHaveLength(2)
  })

  test('are two at least, since a reader may be about to open the one before', async () => {
    expect((await history({ retainedBuilds: 1 }, 'a', 'b', 'c')).listed()).toEqual(['c', 'b'])
  })

  test('count a build that is published anew as new', async () => {
    const { listed } = await history({ retainedBuilds: 2 }, 'a', 'b', 'a')
    expect(listed()).toEqual(['a', 'b'])
  })

  test('include the current one, however old', async () => {
    const { warehouse, build, idOf, listed, served } = await history({}, 'a', 'b', 'c')
    await rollback(warehouse, idOf('a'))
    await build([accountsOf(['a', 'SMB'])], { retainedBuilds: 2 })
    expect(listed()).toEqual(['c', 'b', 'a'])
    expect(await served()).toEqual([['a']])
  })
})

test('what killed builds left is swept', async () => {
  const { warehouse, build } = await history({}, 'a')
  const leftovers = [
    'CURRENT.1.unfinished',
    'builds/x.json.1.unfinished',
    'tables/dim_accounts/0.duckdb.1.unfinished',
    'tables/dim_accounts/0.duckdb.1.unfinished.wal',
    'tables/dim_accounts/0123456789abcdef.duckdb',
  ]
  for (const name of leftovers) writeFileSync(join(warehouse, name), '')
  await build([accountsOf(['a', 'SMB'])])
  const left = readdirSync(warehouse, { recursive: true, encoding: 'utf8' })
  expect(left.filter((name) => leftovers.includes(name))).toEqual([])
})

test('each run says what became of each table, and why', async () => {
  const { warehouse, build } = await history({}, 'a', 'a')
  await expect(build([accountsOf([null, 'SMB'])])).rejects.toThrow()
  const runs = listRuns(warehouse).map((run) => readRun(warehouse, run))
  expect(runs.map(({ outcome }) => outcome)).toEqual(['failed', 'unchanged', 'published'])
  const [failed, unchanged, published] = runs
  expect(failed!.message).toMatch(/^dim_accounts breaks its promises: /)
  expect(unchanged!.tables).toContainEqual({
    name: 'dim_accounts',
    action: 'skip',
    reason: 'unchanged',
    rows: 1,
    ms: 0,
    audits: expect.any(Array),
  })
  expect(published!.tables).toContainEqual(
    expect.objectContaining({ name: 'dim_accounts', action: 'build', reason: 'new', rows: 1 }),
  )
  expect(published).toMatchObject({ build: readCurrent(warehouse)?.build, files: [] })
})

test('a run that is not there is no run', () => {
  expect(() => readRun('/nowhere', 'nonsense')).toThrow('There is no run nonsense')
})

const duckdbFiles = (warehouse: string, table: string) =>
  readdirSync(join(warehouse, 'tables', table)).filter((name) => name.endsWith('.duckdb'))
