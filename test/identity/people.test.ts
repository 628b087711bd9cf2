/** Which records of people are one person. */
import { expect, test } from 'vitest'
import { settings } from '../../src/settings.ts'
import { rowsOf } from '../../src/testing.ts'
import { mapPeople } from '../../transforms/conformed/map_people.ts'
import { mapPersonRedirects } from '../../transforms/conformed/map_person_redirects.ts'
import { freshDatabase, givenRecords, personsOf, resolveAll } from './identity.ts'

const fresh = freshDatabase()

const ada = { first_name: 'Ada', last_name: 'King' }

test('a converted lead is its contact, whatever the two say', async () => {
  expect(
    await personsOf(fresh.db, {
      'salesforce:lead': { ...ada, linked_person_ids: 'salesforce:contact' },
      'salesforce:contact': { first_name: 'A.', last_name: 'Lovelace' },
    }),
  ).toEqual({ 'salesforce:lead': 'salesforce:lead', 'salesforce:contact': 'salesforce:lead' })
})

test('a contact that was merged away is its survivor, also where no export has it any more', async () => {
  expect(
    await personsOf(fresh.db, {
      'hubspot:1': { ...ada, merged_person_ids: 'hubspot:2;hubspot:3' },
      'hubspot:3': { first_name: 'Eve', merged_person_ids: 'hubspot:4' },
      'salesforce:8': { is_deleted: true, merged_into_person_id: 'hubspot:1' },
    }),
  ).toEqual({
    'hubspot:1': 'hubspot:1',
    'hubspot:2': 'hubspot:1',
    'hubspot:3': 'hubspot:1',
    'hubspot:4': 'hubspot:1',
    'salesforce:8': 'hubspot:1',
  })
})

test('a deleted record is nobody, and takes no one with it', async () => {
  expect(
    await personsOf(fresh.db, {
      'hubspot:1': { ...ada, email: 'ada@berg.example', is_deleted: true },
      'stripe:2': { ...ada, email: 'ada@berg.example', linked_person_ids: 'hubspot:1' },
    }),
  ).toEqual({ 'hubspot:1': 'unknown', 'stripe:2': 'stripe:2' })
})

test('one mailbox is one person, in all spellings that its provider delivers to it', async () => {
  expect(
    await personsOf(fresh.db, {
      'hubspot:1': { ...ada, email: 'ada.king@gmail.com' },
      'salesforce:2': { ...ada, email: 'AdaKing+news@googlemail.com' },
      'zendesk:3': { email: 'a.d.a.king@gmail.com' },
      'hubspot:4': { ...ada, email: 'adaking@outlook.com' },
    }),
  ).toEqual({
    'hubspot:1': 'hubspot:1',
    'salesforce:2': 'hubspot:1',
    'zendesk:3': 'hubspot:1',
    'hubspot:4': 'hubspot:4',
  })
})

test('a further address joins as the main one does', async () => {
  expect(
    await personsOf(fresh.db, {
      'hubspot:1': { ...ada, email: 'ada@new.example', additional_emails: 'ada@old.example;x' },
      'zendesk:2': { full_name: 'King, Ada', email: 'ada@old.example' },
    }),
  ).toMatchObject({ 'zendesk:2': 'hubspot:1' })
})

test('a new name at the same mailbox is a wedding, another person there is not', async () => {
  expect(
    await personsOf(fresh.db, {
      'hubspot:1': { ...ada, email: 'ada@berg.example' },
      'hubspot:2': { first_name: 'Ada', last_name: 'Lovelace', email: 'ada@berg.example' },
      'hubspot:3': { first_name: 'Grace', last_name: 'Hopper', email: 'ada@berg.example' },
    }),
  ).toEqual({ 'hubspot:1': 'hubspot:1', 'hubspot:2': 'hubspot:1', 'hubspot:3': 'hubspot:3' })
})

test('the address of a role joins nobody', async () => {
  expect(
    await personsOf(fresh.db, {
      'hubspot:1': { ...ada, email: 'info@berg.example' },
      'hubspot:2': { first_name: 'Grace', email: 'info@berg.example' },
      'zendesk:3': { email: 'info@berg.example' },
    }),
  ).toEqual({ 'hubspot:1': 'hubspot:1', 'hubspot:2': 'hubspot:2', 'zendesk:3': 'zendesk:3' })
})

test('a mailbox that four different people use belongs to none of them', async () => {
  const email = 'gate@berg.example'
  const persons = await personsOf(fresh.db, {
    'hubspot:1': { ...ada, email },
    'hubspot:2': { first_name: 'Bo', last_name: 'Lind', email },
    'hubspot:3': { first_name: 'Cy', last_name: 'Munk', email },
    'hubspot:4': { first_name: 'Di', last_name: 'Noor', email },
    'zendesk:5': { email },
  })
  expect(new Set(Object.values(persons)).size).toBe(5)
})

test('a telephone number with the same name is one person, however it is written', async () => {
  expect(
    await personsOf(fresh.db, {
      'hubspot:1': { ...ada, phone: '030 / 123 45 67', country: 'DE' },
      'salesforce:2': { first_name: 'ADA', last_name: 'Kíng', mobile_phone: '+49 (0)30 1234567' },
      'salesforce:3': { first_name: 'Grace', last_name: 'Hopper', phone: '0049301234567' },
    }),
  ).toEqual({
    'hubspot:1': 'hubspot:1',
    'salesforce:2': 'hubspot:1',
    'salesforce:3': 'salesforce:3',
  })
})

test('colleagues stay apart: employer, office and switchboard belong to all of them', async () => {
  const office = {
    company_name: 'Berg GmbH',
    street: 'Hafenstr. 1',
    postal_code: '20457',
    city: 'Hamburg',
    phone: '+49401234567',
  }
  const persons = await personsOf(fresh.db, {
    'hubspot:1': { first_name: 'Jan', last_name: 'Berg', email: 'jan.berg@b.example', ...office },
    'hubspot:2': { first_name: 'Jana', last_name: 'Berg', email: 'jana.berg@b.example', ...office },
    'hubspot:3': { first_name: 'Michael', last_name: 'Orth', ...office },
    'hubspot:4': { first_name: 'Michael', last_name: 'Wulf', ...office },
  })
  expect(new Set(Object.values(persons)).size).toBe(4)
})

test('likeness joins a nickname, a typing error and swapped names, where more speaks for it', async () => {
  const born = { birth_date: '1980-05-17', city: 'Leeds' }
  expect(
    await personsOf(fresh.db, {
      'generic:1': { first_name: 'Robert', last_name: 'Ashworth', ...born },
      'generic:2': { first_name: 'Bob', last_name: 'Ashworth', ...born },
      'generic:3': { first_name: 'Robert', last_name: 'Ashwroth', ...born, city: 'Leds' },
      'generic:4': { first_name: 'Ashworth', last_name: 'Robert', birth_date: '1980-05-27' },
      'generic:5': { first_name: 'Robert', last_name: 'Ashworth', birth_date: '1955-11-02' },
    }),
  ).toEqual({
    'generic:1': 'generic:1',
    'generic:2': 'generic:1',
    'generic:3': 'generic:1',
    'generic:4': 'generic:1',
    'generic:5': 'generic:5',
  })
})

test('a review joins and parts, and of two reviews of a pair the later one counts', async () => {
  const email = 'ada@berg.example'
  expect(
    await personsOf(
      fresh.db,
      {
        'hubspot:1': { ...ada, email },
        'hubspot:2': { ...ada, email },
        'hubspot:3': { first_name: 'Grace', last_name: 'Hopper' },
        'hubspot:4': { first_name: 'Mary', last_name: 'Allen' },
      },
      [
        { left_id: 'hubspot:2', right_id: 'hubspot:1', decision: 'different' },
        { left_id: 'hubspot:1', right_id: 'hubspot:3', decision: 'same' },
        {
          left_id: 'hubspot:1',
          right_id: 'hubspot:4',
          decision: 'same',
          reviewed_date: '2024-01-01',
        },
        {
          left_id: 'hubspot:4',
          right_id: 'hubspot:1',
          decision: 'different',
          reviewed_date: '2024-02-01',
        },
      ],
    ),
  ).toEqual({
    'hubspot:1': 'hubspot:1',
    'hubspot:2': 'hubspot:2',
    'hubspot:3': 'hubspot:1',
    'hubspot:4': 'hubspot:4',
  })
})

test('two whom a review parts stay apart, also where a third is like both', async () => {
  const email = 'ada@berg.example'
  const persons = await personsOf(
    fresh.db,
    {
      'hubspot:1': { ...ada, email },
      'hubspot:2': { ...ada, email },
      'hubspot:3': { ...ada, email },
    },
    [{ left_id: 'hubspot:1', right_id: 'hubspot:2', decision: 'different' }],
  )
  expect(persons['hubspot:1']).not.toBe(persons['hubspot:2'])
})

test('the oldest record gives the id, and ids of the others lead to it', async () => {
  await givenRecords(fresh.db, {
    people: {
      'zendesk:9': { ...ada, email: 'ada@berg.example' },
      'hubspot:1': { ...ada, email: 'ada@berg.example' },
      'hubspot.emea:1': { first_name: 'Grace', email: 'grace@berg.example' },
    },
  })
  await resolveAll(fresh.db)
  expect(await rowsOf(fresh.db, mapPersonRedirects)).toEqual([
    { former_id: 'hubspot:1', person_id: 'zendesk:9' },
  ])
  expect(
    (await rowsOf(fresh.db, mapPeople)).map((row) => [
      row.source_key,
      row.source_instance,
      row.match_method,
      row.match_score,
    ]),
  ).toEqual(
    expect.arrayContaining([
      ['zendesk:9', '', 'own id', null],
      ['hubspot:1', '', 'e-mail', 1],
      ['hubspot.emea:1', 'emea', 'own id', null],
    ]),
  )
})

test('whoever writes from our own domain or works for us is internal, in all records', async () => {
  await givenRecords(fresh.db, {
    accounts: { 'hubspot:7': { domain: settings.internalDomains[0]! } },
    people: {
      'hubspot:1': { ...ada, email: `ada@${settings.internalDomains[0]}` },
      'zendesk:2': { ...ada, linked_person_ids: 'hubspot:1' },
      'hubspot:3': { first_name: 'Grace', account_id: 'hubspot:7' },
      'hubspot:4': { first_name: 'Mary' },
    },
  })
  await resolveAll(fresh.db)
  const internal = (await rowsOf(fresh.db, mapPeople)).filter((row) => row.is_internal)
  expect(internal.map((row) => row.source_key).sort()).toEqual([
    'hubspot:1',
    'hubspot:3',
    'zendesk:2',
  ])
})
