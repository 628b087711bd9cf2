/** Which records of companies are one account. */
import { expect, test } from 'vitest'
import { settings } from '../../src/settings.ts'
import { rowsOf } from '../../src/testing.ts'
import { mapAccounts } from '../../transforms/conformed/map_accounts.ts'
import { accountsOf, freshDatabase, givenRecords, resolveAll } from './identity.ts'

const fresh = freshDatabase()

test('a customer is the company that billing names, also where that was merged since', async () => {
  expect(
    await accountsOf(fresh.db, {
      'hubspot:1': { account_name: 'Berg', merged_account_ids: 'hubspot:2' },
      'stripe:a': { record_type: 'customer', account_name: 'X', linked_account_ids: 'hubspot:1' },
      'stripe:b': { record_type: 'customer', account_name: 'Y', linked_account_ids: 'hubspot:2' },
    }),
  ).toEqual({
    'hubspot:1': 'hubspot:1',
    'hubspot:2': 'hubspot:1',
    'stripe:a': 'hubspot:1',
    'stripe:b': 'hubspot:1',
  })
})

test('a deleted company is unknown with all that was merged into it; its customer stays', async () => {
  expect(
    await accountsOf(fresh.db, {
      'hubspot:1': { account_name: 'Berg', merged_account_ids: 'hubspot:2', is_deleted: true },
      'stripe:a': { record_type: 'customer', linked_account_ids: 'hubspot:1' },
    }),
  ).toEqual({ 'hubspot:1': 'unknown', 'hubspot:2': 'unknown', 'stripe:a': 'stripe:a' })
})

test('of companies that name each other as merged, one stays', async () => {
  expect(
    await accountsOf(fresh.db, {
      'hubspot:1': { merged_account_ids: 'hubspot:2' },
      'hubspot:2': { merged_account_ids: 'hubspot:1' },
      'hubspot:3': { merged_account_ids: 'hubspot:3' },
    }),
  ).toEqual({ 'hubspot:1': 'hubspot:1', 'hubspot:2': 'hubspot:1', 'hubspot:3': 'hubspot:3' })
})

test('a company is one over systems by its domain, whatever its legal form', async () => {
  expect(
    await accountsOf(fresh.db, {
      'hubspot:1': { account_name: 'Berg Söhne GmbH', domain: 'berg.example' },
      'salesforce:2': { account_name: 'BERG SOEHNE', domain: 'https://www.berg.example/de' },
      'zendesk:3': { record_type: 'organisation', additional_domains: 'x.example;berg.example' },
      'stripe:4': {
        record_type: 'customer',
        account_name: 'A. Berg',
        email: 'rechnung@mail.berg.example',
      },
    }),
  ).toEqual({
    'hubspot:1': 'hubspot:1',
    'salesforce:2': 'hubspot:1',
    'zendesk:3': 'hubspot:1',
    'stripe:4': 'hubspot:1',
  })
})

test('free mail and throw-away domains join no companies', async () => {
  const accounts = await accountsOf(fresh.db, {
    'stripe:1': { record_type: 'customer', account_name: 'Berg', email: 'berg@gmail.com' },
    'stripe:2': { record_type: 'customer', account_name: 'Lind', email: 'lind@gmail.com' },
    'stripe:3': { record_type: 'customer', account_name: 'Munk', email: 'm@mailinator.com' },
    'stripe:4': { record_type: 'customer', account_name: 'Noor', email: 'n@mailinator.com' },
  })
  expect(new Set(Object.values(accounts)).size).toBe(4)
})

test('the domain of an agency joins none of the companies that it pays for', async () => {
  const email = 'billing@agency.example'
  const accounts = await accountsOf(fresh.db, {
    'stripe:1': { record_type: 'customer', account_name: 'Berg GmbH', email },
    'stripe:2': { record_type: 'customer', account_name: 'Lind AG', email },
    'stripe:3': { record_type: 'customer', account_name: 'Munk Oy', email },
  })
  expect(new Set(Object.values(accounts)).size).toBe(3)
})

test('a mother and her daughter stay two, with one domain too', async () => {
  expect(
    await accountsOf(fresh.db, {
      'hubspot:1': { account_name: 'Berg', domain: 'berg.example' },
      'hubspot:2': {
        account_name: 'Berg France',
        domain: 'berg.example',
        parent_account_id: 'hubspot:1',
      },
    }),
  ).toEqual({ 'hubspot:1': 'hubspot:1', 'hubspot:2': 'hubspot:2' })
})

test('one tax number is one company, two of one country are two', async () => {
  expect(
    await accountsOf(fresh.db, {
      'hubspot:1': { account_name: 'Berg', tax_id: 'DE 123 456 788' },
      'stripe:2': {
        record_type: 'customer',
        account_name: 'Hafen 3 Verwaltung',
        tax_id: '123456788',
        country: 'DE',
      },
      'stripe:3': { record_type: 'customer', account_name: 'Berg', tax_id: 'DE999456781' },
    }),
  ).toEqual({ 'hubspot:1': 'hubspot:1', 'stripe:2': 'hubspot:1', 'stripe:3': 'stripe:3' })
})

test('a namesake abroad with a domain of its own is another company', async () => {
  expect(
    await accountsOf(fresh.db, {
      'hubspot:1': { account_name: 'Meridia GmbH', domain: 'meridia.example', country: 'DE' },
      'salesforce:2': { account_name: 'Meridia Inc.', domain: 'meridia-us.example', country: 'US' },
    }),
  ).toEqual({ 'hubspot:1': 'hubspot:1', 'salesforce:2': 'salesforce:2' })
})

test('a mere name is the company of the name, where there is but one', async () => {
  expect(
    await accountsOf(fresh.db, {
      'hubspot:1': { account_name: 'Berg Data Oy', domain: 'berg.example', country: 'FI' },
      'zendesk:2': { record_type: 'organisation', account_name: 'Bergdata' },
      'hubspot:3': { account_name: 'Nord Labs', domain: 'nord.example', country: 'FI' },
      'hubspot:4': { account_name: 'Nord Labs', domain: 'nord.se.example', country: 'SE' },
      'zendesk:5': { record_type: 'organisation', account_name: 'Nord Labs' },
    }),
  ).toEqual({
    'hubspot:1': 'hubspot:1',
    'zendesk:2': 'hubspot:1',
    'hubspot:3': 'hubspot:3',
    'hubspot:4': 'hubspot:4',
    'zendesk:5': 'zendesk:5',
  })
})

test('a company without a domain has that of most of its people', async () => {
  await givenRecords(fresh.db, {
    accounts: {
      'hubspot:1': { account_name: 'Berg', domain: 'berg.example' },
      'zendesk:2': { record_type: 'organisation', account_name: 'Berg Support' },
    },
    people: {
      'zendesk:8': { email: 'a@berg.example', account_id: 'zendesk:2' },
      'zendesk:9': { email: 'b@gmail.com', account_id: 'zendesk:2' },
    },
  })
  await resolveAll(fresh.db)
  expect((await rowsOf(fresh.db, mapAccounts)).map(({ account_id }) => account_id)).toEqual([
    'hubspot:1',
    'hubspot:1',
  ])
})

test('instances of one system are two worlds', async () => {
  expect(
    await accountsOf(fresh.db, {
      'hubspot:1': { account_name: 'Berg', domain: 'berg.example' },
      'hubspot.emea:1': { account_name: 'Lind', domain: 'lind.example' },
    }),
  ).toEqual({ 'hubspot:1': 'hubspot:1', 'hubspot.emea:1': 'hubspot.emea:1' })
})

test('a review parts what a domain joins', async () => {
  expect(
    await accountsOf(
      fresh.db,
      {
        'hubspot:1': { account_name: 'Berg', domain: 'berg.example' },
        'stripe:2': { record_type: 'customer', account_name: 'Berg', email: 'x@berg.example' },
      },
      [{ left_id: 'stripe:2', right_id: 'hubspot:1', decision: 'different' }],
    ),
  ).toEqual({ 'hubspot:1': 'hubspot:1', 'stripe:2': 'stripe:2' })
})

test('a record with a domain of our own makes all records of its account internal', async () => {
  const own = settings.internalDomains[0]!
  await givenRecords(fresh.db, {
    accounts: {
      'hubspot:1': { account_name: 'Sandbox', additional_domains: `b.example;www.${own}` },
      'stripe:2': { record_type: 'customer', linked_account_ids: 'hubspot:1' },
      'stripe:3': { record_type: 'customer', email: `qa@${own}` },
      'hubspot:4': { account_name: 'Other', domain: `not-${own}` },
    },
  })
  await resolveAll(fresh.db)
  const internal = (await rowsOf(fresh.db, mapAccounts)).filter((row) => row.is_internal)
  expect(internal.map((row) => row.source_key).sort()).toEqual([
    'hubspot:1',
    'stripe:2',
    'stripe:3',
  ])
})
