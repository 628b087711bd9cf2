/** The people of the CRMs: whose account, whose lead, and who is left out. */
import { beforeEach, expect, test } from 'vitest'
import { given, rowsOf, type TestDatabase } from '../../../src/testing.ts'
import { dimAccounts } from '../../../transforms/conformed/dim_accounts.ts'
import { dimPeople } from '../../../transforms/conformed/dim_people.ts'
import { mapPeople } from '../../../transforms/conformed/map_people.ts'
import { refEmailDomains } from '../../../transforms/references/ref_email_domains.ts'
import { refMailServers } from '../../../transforms/references/ref_mail_servers.ts'
import { refRoleNames } from '../../../transforms/references/ref_role_names.ts'
import { stgPeople } from '../../../transforms/staging/stg_people.ts'
import { make, openMemory } from '../chain.ts'
import { crmTables, givenCrm } from '../crm_inputs.ts'

let db: TestDatabase
beforeEach(async () => {
  db = await openMemory()
  return () => db.destroy()
})

type Person = NonNullable<Parameters<typeof given<typeof stgPeople.columns>>[2]>[number]
type Mapped = Omit<
  NonNullable<Parameters<typeof given<typeof mapPeople.columns>>[2]>[number],
  'source_key'
>

/** The people of records, each of its own unless the map says otherwise by key. */
async function peopleOf(people: readonly Person[], map: Readonly<Record<string, Mapped>> = {}) {
  await givenCrm(db, {
    owners: { Anna: { '2024-01-31': 'North' }, Ben: { '2024-01-31': 'North' } },
    companies: [{ id: '1' }, { id: '2', merged: '3' }],
    customers: [{ id: '1' }],
  })
  await given(
    db,
    stgPeople,
    people.map((person) => ({
      source_system: 'hubspot',
      source_instance: '',
      record_type: 'contact' as const,
      is_opted_out: false,
      ...person,
    })),
  )
  await given(
    db,
    mapPeople,
    people.map(({ person_id }) => ({
      source_key: person_id!,
      person_id: person_id!,
      is_living: true,
      is_internal: false,
      ...map[person_id!],
    })),
  )
  await make(db, [refEmailDomains, refRoleNames, refMailServers])
  await make(db, [...crmTables.slice(0, crmTables.indexOf(dimAccounts) + 1), dimPeople])
  return (await rowsOf(db, dimPeople)).filter(({ person_id }) => person_id !== 'unknown')
}

test('belong to the company of their own system, or to the one that it was merged into', async () => {
  const people = await peopleOf([
    { person_id: 'hubspot:7', account_id: 'hubspot:1' },
    { person_id: 'hubspot:8', account_id: 'hubspot:3' },
    { person_id: 'hubspot:9', account_id: 'hubspot:99' },
  ])
  expect(people.map(({ person_id, account_id }) => `${person_id} ${account_id}`).sort()).toEqual([
    'hubspot:7 hubspot:1',
    'hubspot:8 hubspot:2',
    'hubspot:9 unknown',
  ])
})

test('are left out where they are internal, or deleted or merged away', async () => {
  const people = await peopleOf(
    [{ person_id: 'hubspot:7' }, { person_id: 'hubspot:8' }, { person_id: 'hubspot:9' }],
    { 'hubspot:7': { is_internal: true }, 'hubspot:8': { is_living: false } },
  )
  expect(people.map(({ person_id }) => person_id)).toEqual(['hubspot:9'])
})

test('with several records are one, opted out where any record says so', async () => {
  const people = await peopleOf(
    [
      { person_id: 'hubspot:7', first_name: 'Ada', account_id: 'hubspot:1' },
      { person_id: 'hubspot:8', is_opted_out: true, owner_id: 'hubspot:Ben' },
    ],
    { 'hubspot:8': { person_id: 'hubspot:7' } },
  )
  expect(people).toMatchObject([
    {
      person_id: 'hubspot:7',
      person_name: 'Ada',
      account_id: 'hubspot:1',
      owner_id: 'hubspot:Ben',
      is_opted_out: true,
    },
  ])
})

test('have the owner of the address, else the one of the name', async () => {
  const people = await peopleOf([
    { person_id: 'hubspot:7', owner_email: 'ben@seller.example', owner_name: 'Anna Berg' },
    { person_id: 'hubspot:8', owner_name: 'Anna Berg' },
    { person_id: 'hubspot:9', owner_name: 'Nobody' },
  ])
  expect(people.map(({ person_id, owner_id }) => `${person_id} ${owner_id}`).sort()).toEqual([
    'hubspot:7 hubspot:Ben',
    'hubspot:8 hubspot:Anna',
    'hubspot:9 unknown',
  ])
})

test('are called by name, else by address, else by id', async () => {
  const people = await peopleOf([
    { person_id: 'hubspot:7', first_name: 'Ada', last_name: 'King', email: 'ada@else.example' },
    { person_id: 'hubspot:8', email: 'ada@else.example' },
    { person_id: 'hubspot:9' },
  ])
  expect(people.map(({ person_name }) => person_name).sort()).toEqual([
    'Ada King',
    'ada@else.example',
    'hubspot:9',
  ])
})

test('have an address of some quality', async () => {
  const addresses = ['a@b.example', 'a', 'a@mailinator.com', 'info@b.example', 'a@gmail.com', null]
  const people = await peopleOf(
    addresses.map((email, place) => ({ person_id: `hubspot:${place}`, email })),
  )
  const byId = people.sort((one, other) => one.person_id.localeCompare(other.person_id))
  expect(byId.map((person) => person.email_quality)).toEqual([
    'valid',
    'invalid_syntax',
    'disposable',
    'role_account',
    'free_mail',
    'unknown',
  ])
})
