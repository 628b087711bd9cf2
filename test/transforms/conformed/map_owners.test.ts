/** Owners who work in more than one CRM. */
import { beforeEach, expect, test } from 'vitest'
import { given, rowsOf, type TestDatabase } from '../../../src/testing.ts'
import { dimOwnerVersions } from '../../../transforms/conformed/dim_owner_versions.ts'
import { dimOwners } from '../../../transforms/conformed/dim_owners.ts'
import { mapOwners } from '../../../transforms/conformed/map_owners.ts'
import { stgOwnerTeams } from '../../../transforms/staging/stg_owner_teams.ts'
import { stgOwners } from '../../../transforms/staging/stg_owners.ts'
import { make, openMemory } from '../chain.ts'

let db: TestDatabase
beforeEach(async () => {
  db = await openMemory()
  return () => db.destroy()
})

type Owner = NonNullable<Parameters<typeof given<typeof stgOwners.columns>>[2]>[number]

/** Owners by their key, `hubspot:1` or `salesforce:1`, active and exported in January if not said. */
async function owners(
  rows: readonly (Owner & { owner_id: string })[],
  teams: readonly { owner_id: string; team_name: string; exported_date: string }[] = [],
) {
  await given(
    db,
    stgOwners,
    rows.map((row) => {
      const [source, id] = row.owner_id.split(':') as [string, string]
      const [source_system, source_instance = ''] = source.split('.') as [string, string?]
      return {
        source_system,
        source_instance,
        source_id: id,
        is_active: true,
        exported_date: '2024-01-31',
        ...row,
      }
    }),
  )
  await given(
    db,
    stgOwnerTeams,
    teams.map((row) => ({ team_id: row.team_name, is_primary: true, ...row })),
  )
  await make(db, [mapOwners, dimOwnerVersions, dimOwners])
}

const anna = { owner_email: 'anna@seller.example', first_name: 'Anna', last_name: 'Berg' }

test('of one e-mail address are one, also over instances; without one each is its own', async () => {
  await owners([
    { owner_id: 'hubspot:1', ...anna },
    { owner_id: 'hubspot.emea:1', ...anna },
    { owner_id: 'salesforce:005', owner_email: 'anna@seller.example', owner_name: 'Anna B.' },
    { owner_id: 'salesforce:006', owner_name: 'Ben Ode' },
    { owner_id: 'hubspot:2', owner_name: 'Ben Ode' },
  ])
  const rows = await rowsOf(db, mapOwners)
  expect(rows.map((row) => `${row.source_key} is ${row.owner_id}`).sort()).toEqual([
    'hubspot.emea:1 is hubspot.emea:1',
    'hubspot:1 is hubspot.emea:1',
    'hubspot:2 is hubspot:2',
    'salesforce:005 is hubspot.emea:1',
    'salesforce:006 is salesforce:006',
  ])
  const named = await rowsOf(db, dimOwners)
  expect(named.map((row) => row.owner_name).sort()).toEqual([
    'Anna Berg',
    'Ben Ode (hubspot:2)',
    'Ben Ode (salesforce:006)',
    'Not allocated',
    'Unknown',
  ])
})

test('are known by the last address, and by name only where one owner of the CRM has it', async () => {
  await owners([
    { owner_id: 'hubspot:1', ...anna },
    { owner_id: 'hubspot:1', ...anna, owner_email: 'berg@x.example', exported_date: '2024-02-29' },
    { owner_id: 'hubspot:2', first_name: 'Ben', last_name: 'Ode' },
    { owner_id: 'hubspot:3', first_name: 'BEN', last_name: 'Ode' },
    { owner_id: 'salesforce:9', owner_name: 'Ben Ode' },
  ])
  const rows = await rowsOf(db, mapOwners)
  expect(rows.map((row) => [row.source_key, row.owner_email, row.owner_name]).sort()).toEqual([
    ['hubspot:1', 'berg@x.example', 'anna berg'],
    ['hubspot:2', null, null],
    ['hubspot:3', null, null],
    ['salesforce:9', null, 'ben ode'],
  ])
})

test('have the team and the manager of the CRM in which they are active and in a team', async () => {
  const january = { exported_date: '2024-01-31' }
  const march = { exported_date: '2024-03-31' }
  await owners(
    [
      { owner_id: 'hubspot:1', ...anna, ...january },
      { owner_id: 'hubspot:1', ...anna, ...march, is_active: false },
      {
        owner_id: 'salesforce:5',
        ...anna,
        ...january,
        team_name: 'West',
        manager_id: 'salesforce:6',
      },
      { owner_id: 'salesforce:5', ...anna, ...march, team_name: 'East' },
      { owner_id: 'salesforce:6', owner_email: 'cleo@seller.example', ...january },
      { owner_id: 'salesforce:6', owner_email: 'cleo@seller.example', ...march },
    ],
    [{ owner_id: 'hubspot:1', team_name: 'North', ...january }],
  )
  const rows = await rowsOf(db, dimOwnerVersions)
  expect(
    rows
      .filter(({ owner_id }) => owner_id === 'hubspot:1')
      .map((row) => `${row.valid_from} … ${row.valid_to}: ${row.team}, ${row.manager_id}`)
      .sort(),
  ).toEqual(['1900-01-01 … 2024-02-01: West, salesforce:6', '2024-02-01 … 9999-12-31: East, null'])
  const current = (await rowsOf(db, dimOwners)).find(({ owner_id }) => owner_id === 'hubspot:1')
  expect(current).toMatchObject({ team: 'East', manager_id: null, is_active: true })
})

test('change on the day after the export before of their own CRM, whenever others export', async () => {
  await owners([
    { owner_id: 'hubspot:1', team_name: 'North', exported_date: '2024-01-31' },
    { owner_id: 'hubspot:1', team_name: 'South', exported_date: '2024-03-31' },
    { owner_id: 'salesforce:5', team_name: 'West', exported_date: '2024-02-29' },
  ])
  const rows = await rowsOf(db, dimOwnerVersions)
  expect(rows.filter(({ team }) => team === 'South').map(({ valid_from }) => valid_from)).toEqual([
    '2024-02-01',
  ])
})
