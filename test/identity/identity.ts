/** For tests of identity: records in, the persons and accounts that they are out. */
import { sql } from 'kysely'
import { beforeAll, beforeEach } from 'vitest'
import { inOrder } from '../../src/lineage.ts'
import type { AnyTable } from '../../src/table.ts'
import { createEmpty, given, rowsOf, type TestDatabase } from '../../src/testing.ts'
import { identitySteps } from '../../transforms/conformed/identity/index.ts'
import { mapAccountRedirects } from '../../transforms/conformed/map_account_redirects.ts'
import { mapAccounts } from '../../transforms/conformed/map_accounts.ts'
import { mapPeople } from '../../transforms/conformed/map_people.ts'
import { mapPersonRedirects } from '../../transforms/conformed/map_person_redirects.ts'
import { references } from '../../transforms/references/index.ts'
import { stgOverridesAccounts } from '../../transforms/staging/overrides/stg_overrides__accounts.ts'
import { stgOverridesPeople } from '../../transforms/staging/overrides/stg_overrides__people.ts'
import { stgAccounts } from '../../transforms/staging/stg_accounts.ts'
import { stgPeople } from '../../transforms/staging/stg_people.ts'
import { make, openMemory } from '../transforms/chain.ts'

const inputs: readonly AnyTable[] = [
  stgAccounts,
  stgPeople,
  stgOverridesAccounts,
  stgOverridesPeople,
]
const results = [mapAccounts, mapAccountRedirects, mapPeople, mapPersonRedirects]

/** The tables of identity, each after what it reads. */
const identityTables = inOrder([
  ...inputs.map((table) => ({ ...table, source: { run: 'data_as_of' as const } })),
  ...references,
  ...identitySteps,
  ...results,
]).filter((table) => 'query' in table.source && !references.includes(table))

type Rows<T extends (typeof inputs)[number] | typeof stgPeople | typeof stgAccounts> = Parameters<
  typeof given<T['columns']>
>[2][number]
export type PersonRecord = Rows<typeof stgPeople>
export type AccountRecord = Rows<typeof stgAccounts>
export type Review = Rows<typeof stgOverridesPeople>

/** A database with the references, and with empty inputs for each test. */
export function freshDatabase(): { readonly db: TestDatabase } {
  const fresh = {} as { db: TestDatabase }
  beforeAll(async () => {
    fresh.db = await openMemory()
    await make(fresh.db, references)
    return () => fresh.db.destroy()
  })
  beforeEach(async () => {
    for (const table of inputs) await createEmpty(fresh.db, table)
  })
  return fresh
}

const ofId = (key: string) => {
  const [system = '', ...id] = key.split(':')
  const [source_system = '', source_instance = ''] = system.split('.')
  return { source_system, source_instance, source_id: id.join(':') }
}
const oldest = new Date('2024-01-01T00:00Z')

/** Fills in records of people and companies by their scoped ids, the first one the oldest. */
export async function givenRecords(
  db: TestDatabase,
  {
    people = {},
    accounts = {},
    reviews = [],
  }: {
    people?: Readonly<Record<string, PersonRecord>>
    accounts?: Readonly<Record<string, AccountRecord>>
    /** Of people and of accounts alike. */
    reviews?: readonly Review[]
  },
) {
  const after = (days: number) => new Date(oldest.getTime() + days * 86_400_000)
  await given(
    db,
    stgPeople,
    Object.entries(people).map(([person_id, record], place) => ({
      person_id,
      ...ofId(person_id),
      record_type: 'contact' as const,
      is_opted_out: false,
      is_deleted: false,
      created_at: after(place),
      ...record,
    })),
  )
  await given(
    db,
    stgAccounts,
    Object.entries(accounts).map(([account_id, record], place) => ({
      account_id,
      ...ofId(account_id),
      record_type: 'company' as const,
      is_deleted: false,
      created_at: after(place),
      ...record,
    })),
  )
  await given(db, stgOverridesPeople, reviews)
  await given(db, stgOverridesAccounts, reviews)
}

/** Makes all tables of identity of the inputs that stand. */
export const resolveAll = (db: TestDatabase) => make(db, identityTables)

/** The person of each record of people. */
export async function personsOf(
  db: TestDatabase,
  people: Readonly<Record<string, PersonRecord>>,
  reviews: readonly Review[] = [],
): Promise<Record<string, string>> {
  await givenRecords(db, { people, reviews })
  await resolveAll(db)
  return Object.fromEntries(
    (await rowsOf(db, mapPeople)).map((row) => [row.source_key, row.person_id]),
  )
}

/** The account of each record of companies. */
export async function accountsOf(
  db: TestDatabase,
  accounts: Readonly<Record<string, AccountRecord>>,
  reviews: readonly Review[] = [],
): Promise<Record<string, string>> {
  await givenRecords(db, { accounts, reviews })
  await resolveAll(db)
  return Object.fromEntries(
    (await rowsOf(db, mapAccounts)).map((row) => [row.source_key, row.account_id]),
  )
}

/** How the pairs that were found agree with the true ones. */
export interface Agreement {
  readonly precision: number
  readonly recall: number
  readonly f1: number
}

/**
 * Holds the pairs of living records that a map makes one to those of a table `truth` (source_key,
 * entity).
 */
export async function agreement(
  db: TestDatabase,
  map: 'map_people' | 'map_accounts',
  truth = 'truth',
): Promise<Agreement> {
  const id = sql.ref(map === 'map_people' ? 'person_id' : 'account_id')
  const { rows } = await sql<Agreement>`
    with judged as (
      select ${id} as found, truth.entity
      from ${sql.table(map)} join ${sql.table(truth)} as truth using (source_key)
      where is_living),
    pairs as (
      select
        (select sum(n * (n - 1) / 2) from (select count(*) as n from judged group by found, entity)) as agreed,
        (select sum(n * (n - 1) / 2) from (select count(*) as n from judged group by found)) as found,
        (select sum(n * (n - 1) / 2) from (select count(*) as n from judged group by entity)) as actual)
    select agreed / found as precision, agreed / actual as recall,
      2 * agreed / (found + actual) as f1
    from pairs`.execute(db)
  return rows[0]!
}
