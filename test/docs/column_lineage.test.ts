/** The sources of columns, read from the shapes of queries that transforms use. */
import { type Expression, sql } from 'kysely'
import { describe, expect, test } from 'vitest'
import { money, text } from '../../src/columns.ts'
import { columnSources } from '../../src/docs/column_lineage.ts'
import { defineExport } from '../../src/export.ts'
import { unionByName, unionOf } from '../../src/sql/union.ts'
import { type AnyTable, type Db, table } from '../../src/table.ts'

const bills = defineExport({
  name: 'raw_shop__bills',
  description: 'Bills.',
  system: 'shop',
  object: 'bills',
  grain: ['bill_id'],
  columns: { bill_id: text('Key.'), account_id: text('Payer.'), total: money('Total.') },
})
const accounts = defineExport({
  name: 'raw_shop__accounts',
  description: 'Accounts.',
  system: 'shop',
  object: 'accounts',
  grain: ['account_id'],
  columns: { account_id: text('Key.'), account_name: text('Name.') },
})

/** The sources of the columns of a query over bills and accounts. */
function sourcesOf(columns: readonly string[], query: (db: Db) => Expression<unknown>) {
  const made = table(
    {
      name: 'made',
      description: 'What the query makes.',
      grain: [],
      columns: Object.fromEntries(columns.map((column) => [column, text('Of the query.')])),
    },
    { query },
  )
  const tables = new Map<string, AnyTable>([bills, accounts].map((one) => [one.name, one]))
  return Object.fromEntries(
    [...columnSources(made, tables)].map(([column, sources]) => [column, [...sources].sort()]),
  )
}

describe('column lineage', () => {
  test('follows a renamed column through a join to the table that it stands in', () => {
    expect(
      sourcesOf(['id', 'payer'], (db) =>
        db
          .selectFrom(bills.as('bill'))
          .leftJoin(accounts.as('account'), 'account.account_id', 'bill.account_id')
          .select(['bill.bill_id as id', 'account.account_name as payer']),
      ),
    ).toEqual({ id: ['raw_shop__bills.bill_id'], payer: ['raw_shop__accounts.account_name'] })
  })

  test('finds columns in functions, cases and raw expressions, and none in joins and filters', () => {
    expect(
      sourcesOf(['size', 'sum', 'label'], (db) =>
        db
          .selectFrom(bills.as('bill'))
          .leftJoin(accounts.as('account'), 'account.account_id', 'bill.account_id')
          .where('bill.account_id', '!=', 'x')
          .select((eb) => [
            eb.case().when('bill.total', 'is', null).then('none').else('some').end().as('size'),
            sql`sum(${eb.ref('bill.total')})`.as('sum'),
            sql`account.account_name || ' bill.bill_id'`.as('label'),
          ]),
      ),
    ).toEqual({
      size: ['raw_shop__bills.total'],
      sum: ['raw_shop__bills.total'],
      label: ['raw_shop__accounts.account_name'],
    })
  })

  test('goes through subqueries, with-queries and unions by name', () => {
    expect(
      sourcesOf(['key', 'name'], (db) =>
        db
          .with('named', (named) =>
            named
              .selectFrom(accounts.as('account'))
              .select(['account.account_id as key', 'account.account_name as name']),
          )
          .selectFrom((eb) =>
            unionByName(
              eb.selectFrom('named').select(['named.key', 'named.name']),
              eb
                .selectFrom(bills.as('bill'))
                .select(['bill.bill_id as key', 'bill.account_id as name']),
            ).as('all'),
          )
          .selectAll(),
      ),
    ).toEqual({
      key: ['raw_shop__accounts.account_id', 'raw_shop__bills.bill_id'],
      name: ['raw_shop__accounts.account_name', 'raw_shop__bills.account_id'],
    })
  })

  test('goes through the union of all systems, where a table may lack a column', () => {
    const columns = { account_id: text('Key.'), account_name: text('Name.') }
    expect(
      sourcesOf(['account_id', 'account_name'], () => unionOf(columns, bills, accounts)),
    ).toEqual({
      account_id: ['raw_shop__accounts.account_id', 'raw_shop__bills.account_id'],
      account_name: ['raw_shop__accounts.account_name'],
    })
  })

  test('names the whole table where raw SQL hides which columns it reads', () => {
    expect(
      sourcesOf(['total'], (db) =>
        db
          .selectFrom(sql<{ total: string }>`(select 1 from ${bills.as('bill')})`.as('raw'))
          .select('raw.total'),
      ),
    ).toEqual({ total: ['raw_shop__bills'] })
  })
})
