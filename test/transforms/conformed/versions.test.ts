/** What accounts and owners were on which day. */
import { beforeEach, describe, expect, test } from 'vitest'
import { rowsOf, type TestDatabase } from '../../../src/testing.ts'
import { dimAccountVersions } from '../../../transforms/conformed/dim_account_versions.ts'
import { dimAccounts } from '../../../transforms/conformed/dim_accounts.ts'
import { dimOwnerVersions } from '../../../transforms/conformed/dim_owner_versions.ts'
import { dimOwners } from '../../../transforms/conformed/dim_owners.ts'
import { make, openMemory } from '../chain.ts'
import { type Crm, crmTables, givenCrm } from '../crm_inputs.ts'

let db: TestDatabase
beforeEach(async () => {
  db = await openMemory()
  return () => db.destroy()
})

async function made(crm: Crm) {
  await givenCrm(db, crm)
  await make(db, crmTables.slice(0, crmTables.indexOf(dimAccounts) + 1))
}

/** `from … to: segment, owner` of an account. */
const versionsOf = async (account: string) =>
  (await rowsOf(db, dimAccountVersions))
    .filter(({ account_id }) => account_id === account)
    .sort((a, b) => a.valid_from.localeCompare(b.valid_from))
    .map((row) => `${row.valid_from} … ${row.valid_to}: ${row.segment}, ${row.owner_id}`)

const teamsOf = async (owner: string) =>
  (await rowsOf(db, dimOwnerVersions))
    .filter(({ owner_id }) => owner_id === owner)
    .sort((a, b) => a.valid_from.localeCompare(b.valid_from))
    .map((row) => `${row.valid_from} … ${row.valid_to}: ${row.team}`)

const owners = { Anna: { '2024-01-31': 'North' }, Ben: { '2024-01-31': 'South' } }

describe('an account', () => {
  test('has the versions of its history, the first value from the beginning', async () => {
    await made({
      owners,
      companies: [
        {
          id: '1',
          employees: 900,
          owner: 'Anna',
          employeeHistory: { '2024-02-01': 10, '2024-05-01': 60 },
          ownerHistory: { '2024-03-01': 'Anna', '2024-05-01': 'Ben' },
        },
      ],
    })
    expect(await versionsOf('hubspot:1')).toEqual([
      '1900-01-01 … 2024-05-01: SMB, hubspot:Anna',
      '2024-05-01 … 9999-12-31: Mid-Market, hubspot:Ben',
    ])
  })

  test('is within a day what it was at its end', async () => {
    await made({
      owners,
      companies: [
        {
          id: '1',
          employees: 10,
          ownerHistory: {
            '2024-01-01': 'Anna',
            '2024-05-01 08:00': 'Ben',
            '2024-05-01 09:00': 'Anna',
            '2024-05-01 10:00': 'Ben',
          },
        },
      ],
    })
    expect(await versionsOf('hubspot:1')).toEqual([
      '1900-01-01 … 2024-05-01: SMB, hubspot:Anna',
      '2024-05-01 … 9999-12-31: SMB, hubspot:Ben',
    ])
  })

  test('has what the export says all along where there is no history', async () => {
    await made({ owners, companies: [{ id: '1', employees: 500, owner: 'Ben' }] })
    expect(await versionsOf('hubspot:1')).toEqual([
      '1900-01-01 … 9999-12-31: Enterprise, hubspot:Ben',
    ])
  })

  test('without owner or size, or with an owner who was never exported, is unknown there', async () => {
    await made({
      owners,
      companies: [
        { id: '1', employees: 49, owner: 'Nobody' },
        { id: '2', employees: 50, ownerHistory: { '2024-01-01': 'Anna', '2024-02-01': null } },
        { id: '3' },
      ],
    })
    expect(await versionsOf('hubspot:1')).toEqual(['1900-01-01 … 9999-12-31: SMB, unknown'])
    expect(await versionsOf('hubspot:2')).toEqual([
      '1900-01-01 … 2024-02-01: Mid-Market, hubspot:Anna',
      '2024-02-01 … 9999-12-31: Mid-Market, unknown',
    ])
    expect(await versionsOf('hubspot:3')).toEqual(['1900-01-01 … 9999-12-31: Unknown, unknown'])
  })

  test('takes nothing over from a company that was merged into it', async () => {
    await made({
      owners,
      companies: [
        { id: '1', merged: '2;3', employees: 10 },
        { id: '2', owner: 'Ben' },
        { id: '3', employeeHistory: { '2024-01-01': 60, '2024-05-01': 900 } },
      ],
    })
    expect(await versionsOf('hubspot:1')).toEqual(['1900-01-01 … 9999-12-31: SMB, unknown'])
  })

  test('is listed once, under its current attributes; billed customers without a company too', async () => {
    await made({
      owners,
      companies: [
        {
          id: '1',
          merged: '2',
          country: 'DE',
          employeeHistory: { '2024-01-01': 10, '2024-05-01': 60 },
        },
        { id: '2', country: 'FR' },
        { id: '3', isDeleted: true },
        { id: '4', country: 'BR' },
        { id: '5' },
      ],
      customers: [{ id: 'cus_a', email: 'pay@berg.example' }],
    })
    const rows = await rowsOf(db, dimAccounts)
    expect(
      rows
        .map((row) => [row.account_id, row.segment, row.country_name, row.region].join(', '))
        .sort(),
    ).toEqual([
      'hubspot:1, Mid-Market, Germany, DACH',
      'hubspot:4, Unknown, Brazil, Other',
      'hubspot:5, Unknown, Unknown, Unknown',
      'stripe:cus_a, Unknown, Unknown, Unknown',
      'unknown, Unknown, Unknown, Unknown',
    ])
    expect(rows.find(({ account_id }) => account_id === 'stripe:cus_a')).toMatchObject({
      account_name: 'Customer cus_a',
      domain: 'berg.example',
    })
  })
})

describe('an owner', () => {
  test('changes team on the day after the last export with the old one', async () => {
    await made({
      owners: {
        Anna: { '2024-01-31': 'North', '2024-02-29': 'North', '2024-03-31': 'South' },
        Ben: { '2024-01-31': 'North', '2024-02-29': 'North', '2024-03-31': 'North' },
      },
    })
    expect(await teamsOf('hubspot:Anna')).toEqual([
      '1900-01-01 … 2024-03-01: North',
      '2024-03-01 … 9999-12-31: South',
    ])
    expect(await teamsOf('hubspot:Ben')).toEqual(['1900-01-01 … 9999-12-31: North'])
  })

  test('who left keeps the last team, and is not active', async () => {
    await made({
      owners: {
        Anna: { '2024-01-31': 'North' },
        Ben: { '2024-01-31': 'North', '2024-02-29': 'North' },
        Cleo: { '2024-01-31': null, '2024-02-29': null },
      },
    })
    expect(await teamsOf('hubspot:Anna')).toEqual(['1900-01-01 … 9999-12-31: North'])
    const rows = await rowsOf(db, dimOwners)
    expect(rows.map((row) => [row.owner_id, row.team, row.is_active].join(', ')).sort()).toEqual([
      'hubspot:Anna, North, false',
      'hubspot:Ben, North, true',
      'hubspot:Cleo, Unknown, true',
      'not_allocated, Not allocated, false',
      'unknown, Unknown, false',
    ])
  })
})
