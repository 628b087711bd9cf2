/** Audits: which rows break which promise, what that stops, and what is only counted. */
import { sql } from 'kysely'
import { describe, expect, test } from 'vitest'
import { text } from '../../src/columns.ts'
import { type Audit, defineTable, type Relation } from '../../src/table.ts'
import { readCurrent, readManifest } from '../../src/warehouse/manifest.ts'
import { accountsOf, invoicesOf, warehouseFolders } from './company.ts'

const accounts = accountsOf(['a', 'SMB'], ['unknown', 'SMB'])

test('all broken promises come to light at once, each with its count and a row', async () => {
  const { build, warehouse } = warehouseFolders()
  const broken = accountsOf(
    ['a', 'SMB'],
    ['b', 'Gigantic'],
    ['b', 'SMB'],
    ['b', 'Tiny'],
    [null, 'SMB'],
  )
  const other = defineTable({
    name: 'dim_plans',
    description: 'A plan without an id.',
    grain: ['plan_id'],
    columns: { plan_id: text('Its id.') },
    query: () => sql<{ plan_id: string }>`(select null::varchar as plan_id)`,
  })
  await expect(build([broken, other])).rejects.toThrow(`2 tables cannot be made:
  dim_accounts breaks its promises:
  account_id is never null, but not in 1 row, such as account_id = null.
  segment is SMB or Enterprise, but not in 2 rows, such as account_id = b.
  account_id identifies a row, but not in 2 rows, such as account_id = b.
  dim_plans breaks its promises: plan_id is never null, but not in 1 row, such as plan_id = null.`)
  expect(readCurrent(warehouse)).toBeUndefined()
})

test('a key that stands twice identifies no row', async () => {
  const { build } = warehouseFolders()
  await expect(build([accountsOf(['a', 'SMB'], ['a', 'Enterprise'])])).rejects.toThrow(
    'dim_accounts breaks its promises: account_id identifies a row, but not in 1 row, such as account_id = a.',
  )
})

test('what reads a table that broke a promise is not made', async () => {
  const { build } = warehouseFolders()
  const broken = accountsOf([null, 'SMB'])
  await expect(build([broken, invoicesOf(broken, [['in_1', 'z']])])).rejects.toThrow(
    /^dim_accounts breaks its promises: account_id is never null, but not in 1 row[^\n]*$/,
  )
})

describe('a relation', () => {
  const audited = async (relation: Omit<Partial<Relation>, 'column'>, accountIds: string[]) => {
    const { build, warehouse } = warehouseFolders()
    const rows = accountIds.map((id, index) => [`in_${index}`, id] as [string, string])
    const relations = [{ column: 'account_id' as const, to: accounts, ...relation }]
    const { build: id, warnings } = await build([
      accounts,
      invoicesOf(accounts, rows, { relations }),
    ])
    return { warnings, audits: readManifest(warehouse, id).tables['fct_invoices']!.audits }
  }

  test('refuses keys that the other table does not have', async () => {
    await expect(audited({}, ['a', 'nobody', 'no one'])).rejects.toThrow(
      'fct_invoices breaks its promises: account_id is account_id of a row in dim_accounts, but not in 2 rows, such as invoice_id = in_1.',
    )
  })

  test('counts the rows on the unknown member as a warning', async () => {
    const { audits, warnings } = await audited({ unknown: 'unknown' }, ['a', 'unknown', 'unknown'])
    expect(audits).toContainEqual({ name: 'account_id is known', severity: 'warn', broken: 2 })
    expect(warnings).toEqual(['fct_invoices: account_id is known, but not in 2 of 3 rows.'])
  })

  test('fails where more rows are unknown than it allows', async () => {
    const relation = { unknown: 'unknown', maxUnknown: 0.5 }
    await expect(audited(relation, ['a', 'unknown'])).resolves.toBeDefined()
    await expect(audited(relation, ['a', 'unknown', 'unknown'])).rejects.toThrow(
      'account_id is known, but not in 2 rows of 3, more than 50 %, such as invoice_id = in_1.',
    )
  })

  test('to a table of several key columns has to name one', async () => {
    const { build } = warehouseFolders()
    const versions = defineTable({
      name: 'dim_account_versions',
      description: 'The versions of the accounts.',
      grain: ['account_id', 'valid_from'],
      columns: { account_id: text('Its id.'), valid_from: text('Its first day.') },
      query: () =>
        sql<{
          account_id: string
          valid_from: string
        }>`(select 'a' as account_id, '' as valid_from)`,
    })
    const relations = [{ column: 'account_id' as const, to: versions }]
    const invoices = invoicesOf(accounts, [['in_1', 'a']], { relations })
    await expect(build([accounts, versions, invoices])).rejects.toThrow('name the one with `key`')
  })
})

describe('a promise of a table’s own', () => {
  const withAudit = (severity: 'error' | 'warn') =>
    invoicesOf(
      accounts,
      [
        ['in_1', 'a'],
        ['in_2', 'unknown'],
      ],
      {
        audits: [
          {
            name: 'every invoice is of a known account',
            severity,
            broken: (db) =>
              db
                .selectFrom(
                  sql<{ invoice_id: string; account_id: string }>`fct_invoices`.as('invoice'),
                )
                .select(['invoice.invoice_id', 'invoice.account_id'])
                .where('invoice.account_id', '=', 'unknown'),
          },
        ],
      },
    )

  test('stops the publish if it is an error, and tells of a row what it selects', async () => {
    const { build } = warehouseFolders()
    await expect(build([accounts, withAudit('error')])).rejects.toThrow(
      'fct_invoices breaks its promises: every invoice is of a known account, but not in 1 row, such as invoice_id = in_2, account_id = unknown.',
    )
  })

  test('is counted if it is a warning', async () => {
    const { build } = warehouseFolders()
    const { published, tables } = await build([accounts, withAudit('warn')])
    expect(published).toBe(true)
    expect(tables.find(({ name }) => name === 'fct_invoices')?.audits).toContainEqual({
      name: 'every invoice is of a known account',
      severity: 'warn',
      broken: 1,
    })
  })

  test('that DuckDB refuses is told with its name', async () => {
    const { build } = warehouseFolders()
    const broken = () => sql`(select nowhere from fct_invoices)`
    const audits: Audit[] = [{ name: 'nothing is nowhere', severity: 'warn', broken }]
    const invoices = invoicesOf(accounts, [['in_1', 'a']], { audits })
    await expect(build([accounts, invoices])).rejects.toThrow(
      /^fct_invoices cannot be held to “nothing is nowhere”: Binder Error: [^\n]*nowhere[^\n]*$/,
    )
  })
})
