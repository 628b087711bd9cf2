/** How many rows may resolve to nothing. */
import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { text } from '../../src/columns.ts'
import { defineTable } from '../../src/table.ts'
import { accountsOf, warehouseFolders } from './company.ts'

const accounts = accountsOf(['a', 'SMB'], ['unknown', 'SMB'])
const invoices = defineTable({
  name: 'fct_invoices',
  description: 'Invoices, a third of them of an account that is unknown.',
  grain: ['invoice_id'],
  relations: [{ column: 'account_id', to: accounts, unknown: 'unknown' }],
  columns: { invoice_id: text('Its id.'), account_id: text('Who pays it.') },
  query: () =>
    sql<{ invoice_id: string; account_id: string }>`(select * from (values
      ('in_1', 'a'), ('in_2', 'a'), ('in_3', 'unknown')) as given(invoice_id, account_id))`,
})
const tables = [accounts, invoices]

test('is told as a warning, and by default there may be any number', async () => {
  const { warnings } = await warehouseFolders().build(tables)
  expect(warnings).toEqual(['fct_invoices: account_id is known, but not in 1 of 3 rows.'])
})

test('above the limit of the settings stops the publish, also of tables that stand', async () => {
  const { build } = warehouseFolders()
  await build(tables, { maxUnknownShare: 0.34 })
  await expect(build(tables, { maxUnknownShare: 0.33 })).rejects.toThrow(
    'Too many rows resolve to nothing, so nothing is published: fct_invoices.account_id is unknown in 1 of 3 rows, more than 33 %.',
  )
})

test('has a limit of its own by table and column', async () => {
  const { build } = warehouseFolders()
  const maxUnknownShares = { 'fct_invoices.account_id': 0.5 }
  await build(tables, { maxUnknownShare: 0, maxUnknownShares })
  await expect(
    build(tables, { maxUnknownShares: { 'fct_invoices.owner_id': 0.5 } }),
  ).rejects.toThrow(
    'maxUnknownShares in revops.config.ts names fct_invoices.owner_id, and no such column may be unknown; it can name fct_invoices.account_id.',
  )
})
