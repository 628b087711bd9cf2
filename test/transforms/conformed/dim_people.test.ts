/** The people of the CRMs: whose account, whose lead, and who is left out. */
import { beforeEach, expect, test } from 'vitest'
import { given, rowsOf, type TestDatabase } from '../../../src/testing.ts'
import { dimAccounts } from '../../../transforms/conformed/dim_accounts.ts'
import { dimPeople } from '../../../transforms/conformed/dim_people.ts'
import { stgPeople } from '../../../transforms/staging/stg_people.ts'
import { make, openMemory } from '../chain.ts'
import { crmTables, givenCrm } from '../crm_inputs.ts'

let db: TestDatabase
beforeEach(async () => {
  db = await openMemory()
  return () => db.destroy()
})

type Person = NonNullable<Parameters<typeof given<typeof stgPeople.columns>>[2]>[number]

async function peopleOf(people: readonly Person[]) {
  await givenCrm(db, {
    owners: { Anna: { '2024-01-31': 'North' }, Ben: { '2024-01-31': 'North' } },
    companies: [{ id: '1' }, { id: '2', merged: '3' }],
    customers: [{ id: '1' }],
  })
  await given(
    db,
    stgPeople,
    people.map((person) => ({
      person_id: 'hubspot:7',
      source_system: 'hubspot',
      is_opted_out: false,
      ...person,
    })),
  )
  await make(db, [...crmTables.slice(0, crmTables.indexOf(dimAccounts) + 1), dimPeople])
  return (await rowsOf(db, dimPeople)).filter(({ person_id }) => person_id !== 'unknown')
}

test('belong to the company of their own system, or to the one that it was merged into', async () => {
  const people = await peopleOf([
    { person_id: 'hubspot:7', company_id: '1' },
    { person_id: 'hubspot:8', company_id: '3' },
    { person_id: 'hubspot:9', company_id: '99' },
  ])
  expect(people.map(({ person_id, account_id }) => `${person_id} ${account_id}`).sort()).toEqual([
    'hubspot:7 hubspot:1',
    'hubspot:8 hubspot:2',
    'hubspot:9 unknown',
  ])
})

test('are left out with an address of the own domain', async () => {
  const people = await peopleOf([
    { person_id: 'hubspot:7', email: 'anna@lumenfold.example' },
    { person_id: 'hubspot:8', email: 'someone@else.example' },
  ])
  expect(people.map(({ person_id }) => person_id)).toEqual(['hubspot:8'])
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
