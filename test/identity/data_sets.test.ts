/** Persons told apart in public data whose doubles are known: with the parameters of every build, untrained. */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { projectRoot } from '../../src/settings.ts'
import type { TestDatabase } from '../../src/testing.ts'
import { agreement, freshDatabase, resolveAll } from './identity.ts'

const data = join(projectRoot, '../shared/data')
const isThere = existsSync(data)
const missing = `${data} is not there`

const fresh = freshDatabase()

/** Fills people and truth from a file: generic people, with columns of the file as SQL. */
async function given(
  db: TestDatabase,
  file: string,
  id: string,
  entity: string,
  columns: Readonly<Record<string, string>>,
) {
  const rows = sql`read_csv(${sql.lit(join(data, file))}, all_varchar = true, normalize_names = true)`
  const values = Object.entries(columns).map(
    ([name, value]) => sql`${sql.raw(value)} as ${sql.id(name)}`,
  )
  await sql`insert into stg_people by name
    select 'generic:' || ${sql.id(id)} as person_id, 'generic' as source_system,
      '' as source_instance, ${sql.id(id)} as source_id, 'contact' as record_type,
      false as is_opted_out, false as is_deleted, ${sql.join(values)} from ${rows}`.execute(db)
  await sql`create or replace table truth as
    select 'generic:' || ${sql.id(id)} as source_key, ${sql.raw(entity)} as entity from ${rows}`.execute(
    db,
  )
  await resolveAll(db)
  return agreement(db, 'map_people')
}

const splink = { first_name: 'first_name', last_name: 'surname', city: 'city', email: 'email' }
const febrl = {
  first_name: 'given_name',
  last_name: 'surname',
  street: "nullif(concat_ws(' ', street_number, address_1), '')",
  city: 'suburb',
  postal_code: 'postcode',
  state: 'state',
  birth_date: "try_strptime(date_of_birth, '%Y%m%d')::date",
}

test('splink’s thousand people, with birth dates: F1 of 0.90 at least', async ({ skip }) => {
  skip(!isThere, missing)
  const found = await given(fresh.db, 'splink_fake_1000/fake_1000.csv', 'unique_id', '_cluster', {
    ...splink,
    birth_date: 'dob::date',
  })
  expect(found.f1).toBeGreaterThanOrEqual(0.9)
}, 60_000)

test('the same without birth dates: F1 of 0.85 at least', async ({ skip }) => {
  skip(!isThere, missing)
  const found = await given(
    fresh.db,
    'splink_fake_1000/fake_1000.csv',
    'unique_id',
    '_cluster',
    splink,
  )
  expect(found.f1).toBeGreaterThanOrEqual(0.85)
}, 60_000)

for (const number of [1, 2, 3])
  test(`febrl’s data set ${number}: F1 of 0.95 at least`, async ({ skip }) => {
    skip(!isThere, missing)
    const found = await given(
      fresh.db,
      `febrl/dataset${number}.csv`,
      'rec_id',
      "split_part(rec_id, '-', 2)",
      febrl,
    )
    expect(found.f1).toBeGreaterThanOrEqual(0.95)
  }, 60_000)
