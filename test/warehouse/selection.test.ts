/** `--select`: what its words stand for, and what a build of a part publishes. */
import { sql } from 'kysely'
import { describe, expect, test } from 'vitest'
import { text } from '../../src/columns.ts'
import { type AnyTable, defineTable } from '../../src/table.ts'
import { readManifest } from '../../src/warehouse/manifest.ts'
import { selected } from '../../src/warehouse/selection.ts'
import { accountsOf, answer, invoicesOf, warehouseFolders } from './company.ts'

/** A table that reads another, or none. */
const reading = (name: string, upstream?: AnyTable) =>
  defineTable({
    name,
    description: 'A table of one row.',
    grain: ['id'],
    columns: { id: text('Its id.') },
    query: (db) =>
      upstream
        ? db.selectFrom(upstream.as('upstream')).select(sql<string>`id`.as('id'))
        : sql<{ id: string }>`(select 'x' as id)`,
  })

const companies = reading('stg_hubspot__companies')
const deals = reading('stg_hubspot__deals')
const customers = reading('stg_stripe__customers')
const opportunities = reading('fct_opportunities', deals)
const pipeline = reading('mart_pipeline', opportunities)
const tables = [companies, deals, customers, opportunities, pipeline]

test.each([
  ['fct_opportunities', ['fct_opportunities']],
  ['+fct_opportunities', ['fct_opportunities', 'stg_hubspot__deals']],
  ['fct_opportunities+', ['fct_opportunities', 'mart_pipeline']],
  ['+fct_opportunities+', ['fct_opportunities', 'mart_pipeline', 'stg_hubspot__deals']],
  ['+mart_pipeline', ['fct_opportunities', 'mart_pipeline', 'stg_hubspot__deals']],
  ['staging', ['stg_hubspot__companies', 'stg_hubspot__deals', 'stg_stripe__customers']],
  [
    'transforms/staging/',
    ['stg_hubspot__companies', 'stg_hubspot__deals', 'stg_stripe__customers'],
  ],
  ['staging/hubspot', ['stg_hubspot__companies', 'stg_hubspot__deals']],
  ['conformed,marts', ['fct_opportunities', 'mart_pipeline']],
  ['staging/stripe mart_pipeline', ['mart_pipeline', 'stg_stripe__customers']],
  ['state:changed', ['stg_hubspot__deals']],
  ['state:changed+', ['fct_opportunities', 'mart_pipeline', 'stg_hubspot__deals']],
])('%s takes %j', (selection, names) => {
  const changed = new Set(['stg_hubspot__deals'])
  expect([...selected(selection, tables, changed)].sort()).toEqual(names)
})

test.each([
  ['stg_hubspot', '--select names stg_hubspot, which is no table and no folder'],
  ['staging/hub', '--select names staging/hub, which is no table and no folder'],
  ['+', '--select names nothing, which is no table'],
  [' ', '--select names nothing; leave it out'],
])('“%s” stands for nothing', (selection, message) => {
  expect(() => selected(selection, tables, new Set())).toThrow(message)
})

describe('a build of a part', () => {
  const accounts = accountsOf(['a', 'SMB'])
  const changed = accountsOf(['a', 'Enterprise'])
  const company = [accounts, invoicesOf(accounts, [['in_1', 'a']])]
  const later = [
    changed,
    invoicesOf(changed, [
      ['in_1', 'a'],
      ['in_2', 'a'],
    ]),
  ]

  test('leaves the other tables as they were published, and says so', async () => {
    const { build, warehouse } = warehouseFolders()
    await build(company)
    const report = await build(later, { select: 'fct_invoices' })
    expect(report.tables.map(({ name, action, reason }) => [name, action, reason])).toEqual([
      ['data_as_of', 'skip', 'unchanged'],
      ['dim_accounts', 'skip', 'not selected'],
      ['fct_invoices', 'build', 'query changed'],
    ])
    expect(report.warnings).toEqual([
      '--select left these tables behind the inputs: dim_accounts, fct_invoices; build without it to bring them up to date.',
    ])
    expect(readManifest(warehouse, report.build).behind).toEqual(['dim_accounts', 'fct_invoices'])
    expect(await answer(warehouse, 'from fct_invoices')).toEqual([
      ['in_1', 'a', 'SMB'],
      ['in_2', 'a', 'SMB'],
    ])
  })

  test('is followed by a build of the rest', async () => {
    const { build, warehouse } = warehouseFolders()
    await build(company)
    await build(later, { select: 'fct_invoices' })
    const { tables, warnings } = await build(later)
    expect(warnings).toEqual([])
    expect(tables.map(({ reason }) => reason)).toEqual([
      'unchanged',
      'query changed',
      'upstream changed (dim_accounts)',
    ])
    expect(await answer(warehouse, 'select distinct segment from fct_invoices')).toEqual([
      ['Enterprise'],
    ])
  })

  test('of what has changed makes just that', async () => {
    const { build } = warehouseFolders()
    await build(company)
    const more = [accounts, invoicesOf(accounts, [['in_9', 'a']])]
    const { tables, warnings } = await build(more, { select: 'state:changed' })
    expect(warnings).toEqual([])
    expect(tables.map(({ reason }) => reason)).toEqual([
      'unchanged',
      'not selected',
      'query changed',
    ])
  })

  test('refuses a table that reads what was never published', async () => {
    const { build } = warehouseFolders()
    await expect(build(company, { select: 'fct_invoices' })).rejects.toThrow(
      '--select takes fct_invoices, which reads dim_accounts, of which no build was published; select +fct_invoices or build without --select.',
    )
  })
})
