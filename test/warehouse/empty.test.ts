/** Tables without rows: they cost no file, and are there for whoever reads them. */
import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { sql } from 'kysely'
import { beforeEach, expect, test } from 'vitest'
import { integer, text } from '../../src/columns.ts'
import { defineExport, from } from '../../src/export.ts'
import { defineTable } from '../../src/table.ts'
import { plan, rollback } from '../../src/warehouse/index.ts'
import { readCurrent, readManifest } from '../../src/warehouse/manifest.ts'
import { answer, warehouseFolders } from './company.ts'
import { dealHeader, deals } from './fates.ts'

const orders = defineExport({
  name: 'raw_crm__orders',
  description: 'Orders.',
  system: 'crm',
  object: 'orders',
  grain: ['order_id'],
  columns: { order_id: from(text('Its id.'), 'Order ID') },
})
const staged = defineTable({
  name: 'stg_crm__orders',
  description: 'Orders.',
  grain: ['order_id'],
  columns: { order_id: text('Its id.') },
  query: (db) => db.selectFrom(orders.as('order')).select('order.order_id'),
})
const counted = defineTable({
  name: 'fct_order_counts',
  description: 'How many orders there are: a row also where there are none.',
  grain: ['order_count'],
  columns: { order_count: integer('How many.') },
  query: (db) => db.selectFrom(staged.as('order')).select(sql<number>`count(*)`.as('order_count')),
})
const tables = [deals, orders, staged, counted]

let folders: ReturnType<typeof warehouseFolders>
beforeEach(() => {
  folders = warehouseFolders()
  mkdirSync(join(folders.exports, 'crm'))
  write('deals.csv', `${dealHeader}d1,10,2024-01-05\n`)
})
const write = (name: string, content: string) =>
  writeFileSync(join(folders.exports, 'crm', name), content)
const actions = ({
  tables: made,
}: {
  tables: readonly { name: string; action: string; reason: string }[]
}) => Object.fromEntries(made.map(({ name, action, reason }) => [name, `${action}: ${reason}`]))
const duckdbFilesOf = (name: string) => {
  const folder = join(folders.warehouse, 'tables', name)
  return existsSync(folder) ? readdirSync(folder).filter((file) => file.endsWith('.duckdb')) : []
}

test('an export without files is no file, nor is what has no rows since it reads none', async () => {
  const report = await folders.build(tables)
  expect(actions(report)).toMatchObject({
    raw_crm__orders: 'skip: no files',
    stg_crm__orders: 'build: new',
    fct_order_counts: 'build: new',
  })
  expect(duckdbFilesOf('raw_crm__orders')).toEqual([])
  expect(duckdbFilesOf('stg_crm__orders')).toEqual([])
  expect(await answer(folders.warehouse, 'select count(order_id) from stg_crm__orders')).toEqual([
    [0n],
  ])
  expect(
    await answer(folders.warehouse, 'select source_instance, is_gone from raw_crm__orders'),
  ).toEqual([])
  expect(
    await answer(folders.warehouse, 'select order_count::integer from fct_order_counts'),
  ).toEqual([[0]])
})

test('their audits are noted as those of other tables', async () => {
  await folders.build(tables)
  const { build } = readCurrent(folders.warehouse)!
  expect(readManifest(folders.warehouse, build).tables['stg_crm__orders']!.audits).toEqual([
    { name: 'order_id is never null', severity: 'error', broken: 0 },
    { name: 'order_id identifies a row', severity: 'error', broken: 0 },
  ])
})

test('a second build finds them unchanged', async () => {
  await folders.build(tables)
  expect(new Set(Object.values(actions(await folders.build(tables))))).toEqual(
    new Set(['skip: unchanged']),
  )
})

test('the first file makes a table of them, and without it they are as before', async () => {
  const first = await folders.build(tables)
  write('orders.csv', 'Order ID\no1\n')
  expect(actions(await folders.build(tables))).toMatchObject({
    raw_crm__orders: 'load: data changed',
    stg_crm__orders: 'build: upstream changed (raw_crm__orders)',
  })
  expect(await answer(folders.warehouse, 'from stg_crm__orders')).toEqual([['o1']])
  await rollback(folders.warehouse, first.build)
  expect(await answer(folders.warehouse, 'from stg_crm__orders')).toEqual([])
})

test('--select keeps them, and --full makes no file of them', async () => {
  await folders.build(tables)
  const { tables: planned } = await plan({ ...folders, tables, select: 'stg_crm__orders' })
  expect(actions({ tables: planned })).toMatchObject({ raw_crm__orders: 'skip: not selected' })
  await folders.build(tables, { full: true })
  expect(duckdbFilesOf('stg_crm__orders')).toEqual([])
})
