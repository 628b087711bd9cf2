/** Small published builds for tests: tables given as SQL, laid out as a real build lays them out. */
import { mkdirSync, renameSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { DuckDBInstance } from '@duckdb/node-api'
import { currentPath, type Manifest, manifestPath } from '../../src/warehouse/manifest.ts'
import { newFolder } from '../folders.ts'

export { newFolder }

export const model = join(import.meta.dirname, 'model')

/** The deals and balances that the tests count on; `factor` multiplies every amount. */
export const tables = (factor = 1): Record<string, string> => ({
  fct_deals: `select account_id, date::date as date, owner, owner_email, team, segment, is_won,
      (amount * ${factor})::decimal(18, 2) as amount
    from (values
      ('a1', '2024-01-10', 'Ann Lee', 'ann@acme.test', 'North', 'SMB', true, 100),
      ('a2', '2024-01-20', 'Ann Lee', 'ann@acme.test', 'North', 'Enterprise', false, 50),
      ('a3', '2024-02-05', 'Bob Ray', 'bob@acme.test', 'North', 'SMB', true, 30.50),
      ('a4', '2024-02-29', 'Cyd Fox', 'cyd@acme.test', 'South', 'SMB', true, 20))
      as deal(account_id, date, owner, owner_email, team, segment, is_won, amount)`,
  // a1 changes its segment in February, so SMB has a closing row of 0; a2 churns.
  fct_balances: `select account_id, date::date as date, owner, team, segment,
      (mrr * ${factor})::decimal(28, 8) as mrr
    from (values
      ('a1', '2024-01-31', 'Ann Lee', 'North', 'SMB', 100),
      ('a2', '2024-01-31', 'Bob Ray', 'North', 'SMB', 40),
      ('a1', '2024-02-29', 'Ann Lee', 'North', 'SMB', 0),
      ('a1', '2024-02-29', 'Ann Lee', 'North', 'Enterprise', 150),
      ('a2', '2024-02-29', 'Bob Ray', 'North', 'SMB', 0))
      as balance(account_id, date, owner, team, segment, mrr)`,
  fct_costs: `select date::date as date, (cost * ${factor})::decimal(18, 2) as cost
    from (values ('2024-01-15', 10), ('2024-02-15', 20)) as cost(date, cost)`,
  fct_people: `select * from (values
      ('p1', 'kim@client.test', date '2024-01-03'), ('p2', 'lou@client.test', date '2024-01-04'))
      as person(person_id, email, date)`,
})

/** Writes the tables of a build and its manifest, without publishing it. */
export async function writeBuild(
  warehouse: string,
  build: string,
  queries: Record<string, string> = tables(),
  modelHash = 'test',
): Promise<Manifest> {
  const manifest: Manifest = {
    build,
    data_as_of: '2024-03-15T00:00:00.000Z',
    model: modelHash,
    files: [],
    tables: {},
  }
  for (const [name, query] of Object.entries(queries)) {
    const file = join('tables', name, `${build}.duckdb`)
    const path = join(warehouse, file)
    mkdirSync(dirname(path), { recursive: true })
    const instance = await DuckDBInstance.create(path)
    const connection = await instance.connect()
    await connection.run(`create table ${name} as ${query}`)
    connection.closeSync()
    instance.closeSync()
    manifest.tables[name] = { fingerprint: build, file, rows: 0, audits: [] }
  }
  const path = manifestPath(warehouse, build)
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, JSON.stringify(manifest))
  return manifest
}

/** Points CURRENT at a build, atomically. */
export function publish(warehouse: string, build: string) {
  const current = {
    build,
    published_at: '2024-03-15T01:00:00.000Z',
    data_as_of: '2024-03-15T00:00:00.000Z',
  }
  const path = currentPath(warehouse)
  writeFileSync(`${path}.tmp`, JSON.stringify(current))
  renameSync(`${path}.tmp`, path)
}

/** A warehouse with one published build. */
export async function publishedWarehouse(build = 'b1', queries?: Record<string, string>) {
  const warehouse = newFolder()
  await writeBuild(warehouse, build, queries)
  publish(warehouse, build)
  return warehouse
}
