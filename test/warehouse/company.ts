/** A company of a few tables for tests of the engine, and what it takes to build it. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { onTestFinished } from 'vitest'
import { oneOf, text } from '../../src/columns.ts'
import {
  type AnyTable,
  type Audit,
  defineTable,
  type Relation,
  type Table,
} from '../../src/table.ts'
import { type BuildOptions, build } from '../../src/warehouse/index.ts'
import { readCurrent, readManifest } from '../../src/warehouse/manifest.ts'
import { connectReader, openBuild } from '../../src/warehouse/open.ts'

/** A folder that the test's end removes. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'revops-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

/** A warehouse, exports and a model of their own for a test, with a builder of given tables. */
export function warehouseFolders() {
  const folder = temporaryFolder()
  const paths = {
    exports: join(folder, 'exports'),
    warehouse: join(folder, 'warehouse'),
    model: join(folder, 'model'),
  }
  mkdirSync(paths.exports)
  mkdirSync(paths.model)
  writeFileSync(join(paths.model, 'accounts.yml'), 'cubes: []\n')
  return {
    ...paths,
    build: (tables: readonly AnyTable[], options: Partial<BuildOptions> = {}) =>
      build({ ...paths, tables, asOf: '2025-12-31', retainedBuilds: 10, ...options }),
  }
}

/** Accounts as a list of [id, segment], since a query over constants needs no files. */
export const accountsOf = (...rows: [id: string | null, segment: string][]) =>
  defineTable({
    name: 'dim_accounts',
    description: 'The accounts.',
    grain: ['account_id'],
    columns: {
      account_id: text('Its id.'),
      segment: oneOf(['SMB', 'Enterprise'], 'How large it is.'),
    },
    query: () => sql<{
      account_id: string
      segment: 'SMB'
    }>`(select account_id, segment from (values
      ${sql.join(rows.map(([id, segment]) => sql`(${id}::varchar, ${segment}::varchar)`))}
    ) as given(account_id, segment))`,
  })

/** Invoices of accounts, with whatever promises a test makes of them. */
export const invoicesOf = (
  accounts: Table<ReturnType<typeof accountsOf>['columns']>,
  rows: [id: string, accountId: string][],
  promises: { relations?: (Relation & { column: 'account_id' })[]; audits?: Audit[] } = {
    relations: [{ column: 'account_id', to: accounts }],
  },
) =>
  defineTable({
    name: 'fct_invoices',
    description: 'The invoices.',
    grain: ['invoice_id'],
    ...promises,
    columns: {
      invoice_id: text('Its id.'),
      account_id: text('Who pays it.'),
      segment: text('How large the account is.').nullable(),
    },
    query: (db) =>
      db
        .selectFrom(
          sql<{ invoice_id: string; account_id: string }>`(values
            ${sql.join(rows.map((row) => sql`(${row[0]}::varchar, ${row[1]}::varchar)`))}
          )`.as<'invoice'>(sql`invoice(invoice_id, account_id)`),
        )
        .leftJoin(accounts.as('account'), 'account.account_id', 'invoice.account_id')
        .select(['invoice.invoice_id', 'invoice.account_id', 'account.segment']),
  })

/** What a query over the published build gives. */
export async function answer(warehouse: string, query: string): Promise<unknown[][]> {
  const { build } = readCurrent(warehouse)!
  const instance = await openBuild(warehouse, readManifest(warehouse, build).tables)
  const connection = await connectReader(instance)
  try {
    return (await connection.runAndReadAll(query)).getRowsJS()
  } finally {
    connection.closeSync()
    instance.closeSync()
  }
}
