/**
 * How long identity takes: people with planted doubles, at ten thousand, a hundred thousand and a
 * million records. `npm run bench` does not run it; `node bench/identity.ts [records …]` does.
 */
import { DuckDBInstance } from '@duckdb/node-api'
import { Kysely, sql } from 'kysely'
import { sqlTypeOf } from '../src/columns.ts'
import { inOrder } from '../src/lineage.ts'
import type { AnyTable } from '../src/table.ts'
import { createEmpty, type TestDatabase } from '../src/testing.ts'
import { duckdbDialect } from '../src/warehouse/dialect.ts'
import { identitySteps } from '../transforms/conformed/identity/index.ts'
import { mapAccounts } from '../transforms/conformed/map_accounts.ts'
import { mapPeople } from '../transforms/conformed/map_people.ts'
import { references } from '../transforms/references/index.ts'
import { stgOverridesAccounts } from '../transforms/staging/overrides/stg_overrides__accounts.ts'
import { stgOverridesPeople } from '../transforms/staging/overrides/stg_overrides__people.ts'
import { stgAccounts } from '../transforms/staging/stg_accounts.ts'
import { stgPeople } from '../transforms/staging/stg_people.ts'

const inputs: AnyTable[] = [stgAccounts, stgPeople, stgOverridesAccounts, stgOverridesPeople]
const isSteps = (table: AnyTable) => !inputs.some(({ name }) => name === table.name)
const steps = inOrder(
  [...references, ...identitySteps, mapAccounts, mapPeople, ...inputs].map((table) =>
    isSteps(table) ? table : { ...table, source: { run: 'data_as_of' as const }, relations: [] },
  ),
).filter(isSteps)

const syllables =
  'ma ber lin ka to rie nox sel dur vi gan pol ste hu fra zel mik ora jen wal tis bro cle dag eps fin gro hil ivo jas'
/** Names as they are spread among people: few that many have, and many that few have. */
const names = (kind: string, many: number) => {
  const rank = `floor(${many} * pow(hash(i, '${kind}') % 1000003 / 1000003.0, 2))::bigint`
  const syllable = (place: number) =>
    `list_extract(string_split('${syllables}', ' '), 1 + (hash(${rank}, '${kind}', ${place}) % 30)::int)`
  return `concat(${[1, 2, 3].map(syllable).join(', ')})`
}

/** Four records of ten are another record of somebody, with an error or two in it. */
async function plant(db: TestDatabase, records: number): Promise<void> {
  const persons = Math.round(records * 0.6)
  await sql
    .raw(`create or replace table person as select i,
      ${names('first', 600)} as first_name,
      ${names('last', 60_000)} as last_name,
      hash(i, 'company') % ${Math.max(10, Math.round(persons / 8))} as company,
      'firm ' || hash(company)::varchar as company_name,
      '+4930' || lpad((hash(i, 'phone') % 10000000)::varchar, 7, '0') as phone,
      ${names('city', 400)} as city
    from range(${persons}) as listed(i)`)
    .execute(db)
  const erring = (column: string) =>
    `case when hash(n, '${column}') % 10 = 0 and strlen(${column}) > 4
      then left(${column}, 2) || substr(${column}, 4, 1) || substr(${column}, 3, 1) || substr(${column}, 5)
      when hash(n, '${column}') % 19 = 0 then null else ${column} end`
  await sql
    .raw(`create or replace table truth as
    select 'generic:' || n as source_key, case when n < ${persons} then n else hash(n, 'double') % ${persons} end as i, n
    from range(${records}) as listed(n)`)
    .execute(db)
  await sql
    .raw(`insert into stg_people by name
      select source_key as person_id, 'generic' as source_system, '' as source_instance, n::varchar as source_id,
        'contact' as record_type, false as is_opted_out, false as is_deleted,
        ${erring('first_name')} as first_name, ${erring('last_name')} as last_name,
        case when hash(n, 'mail') % 4 = 0 then null
          when hash(n, 'mail') % 4 = 1 then lower(first_name || '.' || last_name || (i % 97) || '@gmail.com')
          else lower(first_name || '.' || last_name || '@firm' || company || '.example') end as email,
        case when hash(n, 'has phone') % 2 = 0 then phone end as phone,
        company_name, city, 'DE' as country,
        timestamp '2024-01-01' + to_seconds(n) as created_at
      from truth join person using (i)`)
    .execute(db)
}

async function measure(records: number) {
  const db: TestDatabase = new Kysely({
    dialect: duckdbDialect(await DuckDBInstance.create(':memory:', { threads: '2' })),
  })
  try {
    for (const table of inputs) await createEmpty(db, table)
    await plant(db, records)
    const started = performance.now()
    const used = process.cpuUsage()
    const seconds: Record<string, number> = {}
    for (const table of steps) {
      const before = performance.now()
      const columns = Object.entries<AnyTable['columns'][string]>(table.columns).map(
        ([name, column]) =>
          sql`cast(${sql.id(name)} as ${sql.raw(sqlTypeOf(column))}) as ${sql.id(name)}`,
      )
      if (!('query' in table.source)) continue
      await sql`create table ${sql.table(table.name)} as
        select ${sql.join(columns)} from (${table.source.query(db)})
        order by ${sql.join(table.grain.map((name) => sql.id(name)))}`.execute(db)
      seconds[table.name] = (performance.now() - before) / 1000
    }
    const total = (performance.now() - started) / 1000
    const { user, system } = process.cpuUsage(used)
    const { rows } = await sql<{ f1: number; pairs: number }>`
      with judged as (select person_id as found, i from map_people join truth using (source_key))
      select (select count(*) from map_person_candidates) as pairs,
        2 * (select sum(n * (n - 1) / 2) from (select count(*) as n from judged group by found, i))
          / ((select sum(n * (n - 1) / 2) from (select count(*) as n from judged group by found))
            + (select sum(n * (n - 1) / 2) from (select count(*) as n from judged group by i))) as f1`.execute(
      db,
    )
    return { records, seconds: total, cpu: (user + system) / 1e6, ...rows[0]!, steps: seconds }
  } finally {
    await db.destroy()
  }
}

const sizes = process.argv.slice(2).map(Number)
console.log('| records | candidate pairs | seconds | CPU seconds | CPU µs a record | F1 |')
console.log('|---:|---:|---:|---:|---:|---:|')
for (const size of sizes.length > 0 ? sizes : [10_000, 100_000, 1_000_000]) {
  const { records, seconds, cpu, f1, pairs, steps } = await measure(size)
  const figures = [
    records,
    pairs,
    seconds.toFixed(1),
    cpu.toFixed(1),
    ((cpu * 1e6) / records).toFixed(0),
    f1.toFixed(3),
  ]
  console.log(`| ${figures.map((figure) => figure.toLocaleString('en')).join(' | ')} |`)
  if (process.env['REVOPS_BENCH_STEPS'])
    for (const [name, time] of Object.entries(steps)) console.log(`  ${name} ${time.toFixed(2)} s`)
}
