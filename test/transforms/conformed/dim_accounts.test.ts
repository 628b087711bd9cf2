/** Accounts with records in several systems: whose value holds. */
import { beforeEach, expect, test } from 'vitest'
import { given, rowsOf, type TestDatabase } from '../../../src/testing.ts'
import { dimAccountVersions } from '../../../transforms/conformed/dim_account_versions.ts'
import { dimAccounts } from '../../../transforms/conformed/dim_accounts.ts'
import { dimOwnerVersions } from '../../../transforms/conformed/dim_owner_versions.ts'
import { dimOwners } from '../../../transforms/conformed/dim_owners.ts'
import { mapAccountParents } from '../../../transforms/conformed/map_account_parents.ts'
import { mapAccounts } from '../../../transforms/conformed/map_accounts.ts'
import { mapOwners } from '../../../transforms/conformed/map_owners.ts'
import { stgAccountHistory } from '../../../transforms/staging/stg_account_history.ts'
import { stgAccounts } from '../../../transforms/staging/stg_accounts.ts'
import { stgOwnerTeams } from '../../../transforms/staging/stg_owner_teams.ts'
import { stgOwners } from '../../../transforms/staging/stg_owners.ts'
import { make, openMemory } from '../chain.ts'

let db: TestDatabase
beforeEach(async () => {
  db = await openMemory()
  return () => db.destroy()
})

type Record = NonNullable<Parameters<typeof given<typeof stgAccounts.columns>>[2]>[number]
type History = NonNullable<Parameters<typeof given<typeof stgAccountHistory.columns>>[2]>

/** The one account, `hubspot:1`, of records by key; those named gone are deleted or merged away. */
async function account(
  records: Readonly<{ [Key in string]: Record }>,
  { gone = [], history = [] }: { gone?: readonly string[]; history?: History } = {},
) {
  await given(
    db,
    stgAccounts,
    Object.entries(records).map(([key, record]) => ({
      account_id: key,
      source_system: key.split(':')[0]!,
      source_instance: '',
      source_id: key.split(':')[1]!,
      record_type: 'company',
      is_deleted: false,
      ...record,
    })),
  )
  await given(db, stgAccountHistory, history)
  await given(
    db,
    mapAccounts,
    Object.keys(records).map((key) => ({
      source_key: key,
      account_id: 'hubspot:1',
      is_internal: false,
      is_living: !gone.includes(key),
    })),
  )
  await given(
    db,
    stgOwners,
    ['hubspot:Anna', 'salesforce:Ben'].map((owner) => ({
      owner_id: owner,
      source_system: owner.split(':')[0]!,
      source_instance: '',
      source_id: owner.split(':')[1]!,
      owner_email: `${owner.split(':')[1]!.toLowerCase()}@seller.example`,
      owner_name: owner.split(':')[1]!,
      is_active: true,
      exported_date: '2024-01-31',
    })),
  )
  await given(db, stgOwnerTeams, [])
  await make(db, [
    mapOwners,
    dimOwnerVersions,
    dimOwners,
    dimAccountVersions,
    mapAccountParents,
    dimAccounts,
  ])
  const rows = (await rowsOf(db, dimAccounts)).filter(({ account_id }) => account_id !== 'unknown')
  expect(rows.length).toBe(1)
  return rows[0]!
}

const on = (day: string) => new Date(`${day}T12:00:00Z`)

test('a company’s value comes before a customer’s, which comes before an organisation’s', async () => {
  expect(
    await account({
      'zendesk:3': { record_type: 'organisation', account_name: 'BERG', country: 'FR' },
      'stripe:2': { record_type: 'customer', account_name: 'Berg Billing', country: 'AT' },
      'hubspot:1': { account_name: 'Berg GmbH' },
    }),
  ).toMatchObject({ account_id: 'hubspot:1', account_name: 'Berg GmbH', country: 'AT' })
})

test('of two companies the one of the system that comes first tells, the other what that one does not know', async () => {
  expect(
    await account({
      'salesforce:2': { account_name: 'Berg AG', domain: 'berg.example', industry: 'Energy' },
      'hubspot:1': { account_name: 'Berg GmbH', domain: 'www.berg.example' },
    }),
  ).toMatchObject({
    account_name: 'Berg GmbH',
    domain: 'www.berg.example',
    industry: 'Energy',
    source_system: 'hubspot',
  })
})

test('an account came from where its oldest company says, and exists since its first record', async () => {
  expect(
    await account({
      'hubspot:1': { lead_source: 'Direct', channel: 'Direct', created_at: on('2024-02-01') },
      'salesforce:2': { lead_source: 'Partner', channel: 'Referral', created_at: on('2024-01-01') },
      'stripe:3': { record_type: 'customer', created_at: on('2023-06-01') },
    }),
  ).toMatchObject({ lead_source: 'Partner', channel: 'Referral', created_date: '2023-06-01' })
})

test('of two companies of one system the leading one tells, whichever is older', async () => {
  expect(
    await account({
      'hubspot:2': { account_name: 'Berg AG', created_at: on('2022-01-01') },
      'hubspot:1': { account_name: 'Berg GmbH', created_at: on('2023-01-01') },
    }),
  ).toMatchObject({ account_name: 'Berg GmbH' })
})

test('a record that was deleted or merged away tells nothing', async () => {
  expect(
    await account(
      {
        'hubspot:1': { account_name: 'Berg GmbH' },
        'hubspot:2': { account_name: 'Old', country: 'DE', owner_id: 'hubspot:Anna' },
      },
      { gone: ['hubspot:2'] },
    ),
  ).toMatchObject({ account_name: 'Berg GmbH', country: null, owner_id: 'unknown' })
})

test('owner and size have the history of one record: the leading one that knows any', async () => {
  const change = (account_id: string, day: string, value: string | null) => ({
    account_id,
    property: 'owner_id' as const,
    changed_at: on(day),
    value,
  })
  await account(
    {
      'hubspot:1': { employee_count: 900 },
      'salesforce:2': { owner_id: 'salesforce:Ben', employee_count: 10 },
      'salesforce:3': { owner_name: 'Ben' },
    },
    {
      history: [
        change('hubspot:1', '2024-01-01', null),
        change('salesforce:2', '2024-02-01', 'salesforce:Ben'),
        change('salesforce:2', '2024-03-01', 'hubspot:Anna'),
        change('salesforce:2', '2024-04-01', null),
      ],
    },
  )
  const rows = await rowsOf(db, dimAccountVersions)
  expect(
    rows
      .filter(({ account_id }) => account_id === 'hubspot:1')
      .map((row) => `${row.valid_from} ${row.owner_id} ${row.segment}`)
      .sort(),
  ).toEqual([
    '1900-01-01 salesforce:Ben Enterprise',
    '2024-03-01 hubspot:Anna Enterprise',
    '2024-04-01 unknown Enterprise',
  ])
})

test('an owner without an id is found by address, else by name in the same system', async () => {
  expect(await account({ 'hubspot:1': { owner_email: 'ben@seller.example' } })).toMatchObject({
    owner_id: 'salesforce:Ben',
  })
  expect(await account({ 'hubspot:1': { owner_name: 'anna ' } })).toMatchObject({
    owner_id: 'hubspot:Anna',
  })
  expect(await account({ 'hubspot:1': { owner_name: 'Ben' } })).toMatchObject({
    owner_id: 'unknown',
  })
})
