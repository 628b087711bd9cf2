/** Zendesk’s organisations and users in our names: whose records they are, and at which domains. */
import { beforeEach, expect, test } from 'vitest'
import { createEmpty, given, rowsOf, type TestDatabase } from '../../../../src/testing.ts'
import {
  rawZendeskDomainName,
  rawZendeskOrganizations,
  rawZendeskUsers,
} from '../../../../transforms/sources/zendesk.ts'
import { stgZendeskAccounts } from '../../../../transforms/staging/zendesk/stg_zendesk__accounts.ts'
import { stgZendeskPeople } from '../../../../transforms/staging/zendesk/stg_zendesk__people.ts'
import { openMemory } from '../../chain.ts'

let db: TestDatabase
beforeEach(async () => {
  db = await openMemory()
  for (const table of [rawZendeskDomainName, rawZendeskOrganizations, rawZendeskUsers])
    await createEmpty(db, table)
  return () => db.destroy()
})

const external = [
  ['0015f0000000Djo', 'salesforce:0015f0000000DjoAAE', null],
  [
    'salesforce:0015f0000000DjOAAU',
    'salesforce:0015f0000000DjOAAU',
    'salesforce:0015f0000000DjOAAU',
  ],
  ['0035f0000000DjOAAU', null, 'salesforce:0035f0000000DjOAAU'],
  ['8115106732', 'hubspot:8115106732', null],
  ['1234', null, null],
  ['hubspot.emea:12', 'hubspot.emea:12', 'hubspot.emea:12'],
  ['cus_9s6XKzkNRiz8i3', 'stripe:cus_9s6XKzkNRiz8i3', null],
  ['customer no. 8115106732', null, null],
  [null, null, null],
] as const

test.each(external)(
  'the external id %s is the account %s and the person %s',
  async (external_id, account, person) => {
    await given(db, rawZendeskOrganizations, [{ id: '1', external_id }])
    await given(db, rawZendeskUsers, [{ id: '2', external_id }])
    const [organisation] = await rowsOf(db, stgZendeskAccounts)
    const [user] = await rowsOf(db, stgZendeskPeople)
    expect(organisation?.linked_account_ids).toBe(account)
    expect(user?.linked_person_ids).toBe(person)
  },
)

test('a domain is the first that Zendesk lists; those of most users’ mail stand behind', async () => {
  await given(db, rawZendeskOrganizations, [
    { id: '1', domain_names: 'www.Berg.example, berg-shop.example' },
    { id: '2' },
    { id: '3' },
  ])
  await given(db, rawZendeskDomainName, [
    { organization_id: '2', domain_name: 'zeta.example', index: 0 },
    { organization_id: '2', domain_name: 'alpha.example', index: 1 },
    { organization_id: '2', domain_name: 'former.example', is_gone: true },
  ])
  const user = (id: string, organization_id: string, email: string, role = 'end-user') => ({
    id,
    organization_id,
    email,
    role,
  })
  await given(db, rawZendeskUsers, [
    user('a', '3', 'a@Corvo.example'),
    user('b', '3', 'b@corvo.example'),
    user('c', '3', 'c@guest.example'),
    user('d', '3', 'd@agency.example', 'agent'),
    user('e', '3', 'e@agency.example', 'agent'),
  ])
  const rows = await rowsOf(db, stgZendeskAccounts)
  expect(rows.map((row) => [row.account_id, row.domain, row.additional_domains]).sort()).toEqual([
    ['zendesk:1', 'berg.example', 'www.berg.example;berg-shop.example'],
    ['zendesk:2', 'zeta.example', 'alpha.example;zeta.example'],
    ['zendesk:3', null, 'corvo.example'],
  ])
})

test('a user who is called by the address has no name, one who is not active is deleted', async () => {
  await given(db, rawZendeskOrganizations, [{ id: '1', name: 'Berg  AG' }])
  await given(db, rawZendeskUsers, [
    { id: 'a', name: 'info@berg.example', email: 'Info@Berg.example', organization_id: '1' },
    { id: 'b', name: 'Anna  Berg', active: false },
  ])
  expect(await rowsOf(db, stgZendeskPeople)).toMatchObject([
    {
      person_id: 'zendesk:a',
      account_id: 'zendesk:1',
      company_name: 'Berg AG',
      full_name: null,
      email: 'info@berg.example',
      is_deleted: false,
    },
    { person_id: 'zendesk:b', full_name: 'Anna Berg', is_deleted: true },
  ])
})
