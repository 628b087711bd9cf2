/** Builds: what is made and why, what is published, and what is left alone. */
import { readdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { integer, text } from '../../src/columns.ts'
import { dataAsOf } from '../../src/run_tables.ts'
import { defineTable } from '../../src/table.ts'
import { listBuilds, plan, rollback } from '../../src/warehouse/index.ts'
import { readCurrent } from '../../src/warehouse/manifest.ts'
import { accountsOf, answer, invoicesOf, warehouseFolders } from './company.ts'

const accounts = accountsOf(['a', 'SMB'], ['b', 'Enterprise'])
const invoices = invoicesOf(accounts, [
  ['in_2', 'b'],
  ['in_1', 'a'],
])
const days = defineTable({
  name: 'dim_days',
  description: 'The day of the data.',
  grain: ['day'],
  columns: { day: text('The day.') },
  query: (db) =>
    db
      .selectFrom(dataAsOf.as('run'))
      .select(({ ref }) =>
        sql<string>`cast(cast(${ref('run.as_of')} as date) as varchar)`.as('day'),
      ),
})
const company = [accounts, invoices, days]

const reasons = (tables: readonly { name: string; action: string; reason: string }[]) =>
  Object.fromEntries(tables.map(({ name, action, reason }) => [name, `${action}: ${reason}`]))

test('the first build makes and publishes every table', async () => {
  const { build, warehouse } = warehouseFolders()
  const report = await build(company)
  expect(report).toMatchObject({
    published: true,
    data_as_of: '2025-12-31T23:59:59.999Z',
    warnings: [],
    files: [],
  })
  expect(reasons(report.tables)).toEqual({
    data_as_of: 'build: new',
    dim_accounts: 'build: new',
    dim_days: 'build: new',
    fct_invoices: 'build: new',
  })
  expect(readCurrent(warehouse)).toMatchObject({ build: report.build })
  expect(await answer(warehouse, 'from dim_days')).toEqual([['2025-12-31']])
})

test('rows stand in the order of the grain, so that equal builds answer alike', async () => {
  const { build, warehouse } = warehouseFolders()
  await build(company)
  expect(await answer(warehouse, 'from fct_invoices')).toEqual([
    ['in_1', 'a', 'SMB'],
    ['in_2', 'b', 'Enterprise'],
  ])
})

test('equal inputs give equal builds in another warehouse', async () => {
  const [one, other] = [warehouseFolders(), warehouseFolders()]
  expect((await one.build(company)).build).toBe((await other.build([...company].reverse())).build)
})

test('a second build makes nothing and publishes nothing', async () => {
  const { build, warehouse } = warehouseFolders()
  await build(company)
  const before = readCurrent(warehouse)
  const report = await build(company)
  expect(report.published).toBe(false)
  expect(new Set(Object.values(reasons(report.tables)))).toEqual(new Set(['skip: unchanged']))
  expect(readCurrent(warehouse)).toEqual(before)
})

test('a changed query is made again with what reads it, and nothing else', async () => {
  const { build, warehouse } = warehouseFolders()
  const first = await build(company)
  const changed = accountsOf(['a', 'Enterprise'], ['b', 'Enterprise'])
  const report = await build([changed, invoicesOf(changed, [['in_1', 'a']]), days])
  expect(reasons(report.tables)).toEqual({
    data_as_of: 'skip: unchanged',
    dim_accounts: 'build: query changed',
    dim_days: 'skip: unchanged',
    fct_invoices: 'build: query changed, upstream changed (dim_accounts)',
  })
  expect(report.build).not.toBe(first.build)
  expect(await answer(warehouse, 'from fct_invoices')).toEqual([['in_1', 'a', 'Enterprise']])
})

test('a change that is taken back makes nothing', async () => {
  const { build } = warehouseFolders()
  const first = await build(company)
  await build([accounts, invoicesOf(accounts, [['in_1', 'a']]), days])
  const report = await build(company)
  expect(report).toMatchObject({ build: first.build, published: true })
  expect(reasons(report.tables)).toMatchObject({
    dim_accounts: 'skip: unchanged',
    fct_invoices: 'skip: query changed, built before',
  })
})

test('a changed promise is a changed declaration', async () => {
  const { build } = warehouseFolders()
  await build(company)
  const { tables } = await build([
    accounts,
    invoicesOf(
      accounts,
      [
        ['in_2', 'b'],
        ['in_1', 'a'],
      ],
      {},
    ),
    days,
  ])
  expect(reasons(tables)).toMatchObject({ fct_invoices: 'build: declaration changed' })
})

test('another day changes what reads the day', async () => {
  const { build, warehouse } = warehouseFolders()
  await build(company)
  const { tables } = await build(company, { asOf: '2026-01-31T12:00:00+02:00' })
  expect(reasons(tables)).toEqual({
    data_as_of: 'build: data changed',
    dim_accounts: 'skip: unchanged',
    dim_days: 'build: upstream changed (data_as_of)',
    fct_invoices: 'skip: unchanged',
  })
  expect(readCurrent(warehouse)?.data_as_of).toBe('2026-01-31T10:00:00.000Z')
})

test.each(['yesterday', '2025-02-30', '2025-12-31T25:00'])('--as-of %s is no day', async (asOf) => {
  const { build, warehouse } = warehouseFolders()
  await expect(build(company, { asOf })).rejects.toThrow(`--as-of says ${asOf}, which is no day`)
  expect(readCurrent(warehouse)).toBeUndefined()
})

test('a plan says what the build then does, and changes nothing', async () => {
  const { build, ...paths } = warehouseFolders()
  await build(company)
  const changed = accountsOf(['a', 'SMB'])
  const tables = [changed, invoicesOf(changed, [['in_1', 'a']]), days]
  const { tables: planned } = await plan({ ...paths, tables, asOf: '2025-12-31' })
  expect(reasons((await build(tables)).tables)).toEqual(reasons(planned))
  expect(reasons(planned)).toMatchObject({ dim_accounts: 'build: query changed' })
})

test('--full makes every table again, and the same build', async () => {
  const { build, warehouse } = warehouseFolders()
  const first = await build(company)
  const again = await build(company, { full: true })
  expect(again).toMatchObject({ build: first.build, published: true })
  expect(reasons(again.tables)).toMatchObject({ dim_accounts: 'build: rebuilt by --full' })
  expect(await answer(warehouse, 'select count(*) from fct_invoices')).toEqual([[2n]])
})

test('a table whose file is lost is made again', async () => {
  const { build, warehouse } = warehouseFolders()
  await build(company)
  const folder = join(warehouse, 'tables', 'dim_accounts')
  for (const name of readdirSync(folder)) rmSync(join(folder, name))
  const { tables } = await build(company)
  expect(reasons(tables)).toMatchObject({
    dim_accounts: 'build: file lost',
    fct_invoices: 'skip: unchanged',
  })
  expect(await answer(warehouse, 'select count(*) from dim_accounts')).toEqual([[2n]])
})

test('a file that was cut short is not trusted', async () => {
  const { build, warehouse } = warehouseFolders()
  await build(company)
  const folder = join(warehouse, 'tables', 'dim_accounts')
  const file = readdirSync(folder).find((name) => name.endsWith('.duckdb'))!
  writeFileSync(join(folder, file), 'DUCK')
  await build(company)
  expect(await answer(warehouse, 'select count(*) from dim_accounts')).toEqual([[2n]])
})

test('damaged pointers and manifests are mended by the next build', async () => {
  const { build, warehouse } = warehouseFolders()
  const { build: id } = await build(company)
  writeFileSync(join(warehouse, 'builds', `${id}.json`), '{')
  expect(await build(company)).toMatchObject({ build: id, published: true })
  writeFileSync(join(warehouse, 'CURRENT'), '')
  expect(await build(company)).toMatchObject({ build: id, published: true })
  expect(await answer(warehouse, 'select count(*) from dim_accounts')).toEqual([[2n]])
})

test('a table that the transforms no longer list is not in the build', async () => {
  const { build, warehouse } = warehouseFolders()
  await build(company)
  await build([accounts])
  await expect(answer(warehouse, 'from fct_invoices')).rejects.toThrow('does not exist')
})

test('a query that DuckDB refuses is one sentence, and the other tables are made', async () => {
  const { build, warehouse } = warehouseFolders()
  const broken = defineTable({
    name: 'fct_broken',
    description: 'A query over a column that is not there.',
    grain: ['id'],
    columns: { id: integer('Its id.') },
    query: () => sql<{ id: number }>`(select nowhere as id)`,
  })
  await expect(build([broken, ...company])).rejects.toThrow(
    /^fct_broken cannot be built: Binder Error: Referenced column "nowhere".*[^\n]*$/,
  )
  expect(readCurrent(warehouse)).toBeUndefined()
  const { tables } = await build(company)
  expect(reasons(tables)).toMatchObject({ fct_invoices: 'skip: new, built before' })
})

test('columns that differ from the declared ones are told, and nothing is published', async () => {
  const { build, warehouse } = warehouseFolders()
  const drifted = defineTable({
    name: 'fct_drifted',
    description: 'A query whose types are not the declared ones.',
    grain: ['id'],
    columns: { id: integer('Its id.'), name: text('Its name.') },
    query: () => sql<{ id: number; name: string }>`(select 1::integer as id, 2 as other)`,
  })
  await expect(build([drifted])).rejects.toThrow(`fct_drifted is not what it declares:
  id is declared BIGINT and is INTEGER.
  name is declared VARCHAR and is missing.
  other is declared nowhere and is INTEGER.`)
  const wider = defineTable({
    name: 'fct_drifted',
    description: 'A query with a column more.',
    grain: ['id'],
    columns: { id: integer('Its id.') },
    query: () => sql<{ id: number }>`(select 2 as other, 1::integer as id)`,
  })
  await expect(build([wider])).rejects.toThrow(`fct_drifted is not what it declares:
  id is declared BIGINT and is INTEGER.
  other is declared nowhere and is INTEGER.`)
  expect(readCurrent(warehouse)).toBeUndefined()
})

test('a changed model is another build of the same tables, once it has passed its check', async () => {
  const { build, model, warehouse } = warehouseFolders()
  const first = await build(company)
  writeFileSync(join(model, 'accounts.yml'), 'cubes: [{}]\n')
  const checkModel = async () => {
    throw new Error('accounts.name reads a column that dim_accounts does not have.')
  }
  await expect(build(company, { checkModel })).rejects.toThrow('accounts.name reads a column')
  expect(readCurrent(warehouse)?.build).toBe(first.build)

  let checked: string | undefined
  const second = await build(company, {
    checkModel: async ({ manifest }) => {
      checked = manifest.build
    },
  })
  expect(checked).toBe(second.build)
  expect(second).toMatchObject({ published: true, build: expect.not.stringContaining(first.build) })
  expect(new Set(Object.values(reasons(second.tables)))).toEqual(new Set(['skip: unchanged']))
})

test('a build after a rollback publishes what the inputs say', async () => {
  const { build, warehouse } = warehouseFolders()
  const first = await build(company)
  const second = await build([accounts])
  await rollback(warehouse)
  expect(readCurrent(warehouse)?.build).toBe(first.build)
  expect(await build([accounts])).toMatchObject({ build: second.build, published: true })
  expect(listBuilds(warehouse).map(({ build }) => build)).toEqual([second.build, first.build])
})
