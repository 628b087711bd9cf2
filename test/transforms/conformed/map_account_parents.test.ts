/** Groups of companies: whom an account belongs to, and who is at the top. */
import { beforeEach, expect, test } from 'vitest'
import { rowsOf, type TestDatabase } from '../../../src/testing.ts'
import { dimAccounts } from '../../../transforms/conformed/dim_accounts.ts'
import { mapAccountParents } from '../../../transforms/conformed/map_account_parents.ts'
import { make, openMemory } from '../chain.ts'
import { type Crm, crmTables, givenCrm } from '../crm_inputs.ts'

let db: TestDatabase
beforeEach(async () => {
  db = await openMemory()
  return () => db.destroy()
})

/** `child > parent, ultimate parent` of each account that has a parent. */
async function families(companies: Crm['companies']) {
  await givenCrm(db, { companies: companies ?? [] })
  await make(db, crmTables.slice(0, crmTables.indexOf(dimAccounts) + 1))
  const bare = (id: string | null) => id?.replace('hubspot:', '')
  return (await rowsOf(db, mapAccountParents))
    .map((row) => {
      const circle = row.is_circular ? ', in a circle' : ''
      return `${bare(row.account_id)} > ${bare(row.parent_account_id)}, ${bare(row.ultimate_parent_id)}${circle}`
    })
    .sort()
}

test('the ultimate parent is the one that belongs to nobody, however far up', async () => {
  expect(
    await families([
      { id: '1' },
      { id: '2', parent: '1' },
      { id: '3', parent: '2' },
      { id: '4', parent: '3' },
      { id: '5' },
    ]),
  ).toEqual(['2 > 1, 1', '3 > 2, 1', '4 > 3, 1'])
})

test('an account that belongs to none is the top of itself, and its name is that of the group', async () => {
  await families([
    { id: '1', name: 'Berg Holding' },
    { id: '2', name: 'Berg Bau', parent: '1' },
  ])
  const rows = await rowsOf(db, dimAccounts)
  expect(
    rows
      .map((row) => [row.account_name, row.parent_account_id, row.ultimate_parent_name].join(' < '))
      .sort(),
  ).toEqual([
    'Berg Bau < hubspot:1 < Berg Holding',
    'Berg Holding <  < Berg Holding',
    'Unknown <  < Unknown',
  ])
})

test('a parent that was merged away is the account that it became; a deleted or internal one is none', async () => {
  expect(
    await families([
      { id: '1', merged: '9' },
      { id: '9' },
      { id: '2', parent: '9' },
      { id: '3', isDeleted: true },
      { id: '4', parent: '3' },
      { id: '5', isInternal: true },
      { id: '6', parent: '5' },
      { id: '7', parent: '404' },
      { id: '8', parent: '8' },
    ]),
  ).toEqual(['2 > 1, 1'])
})

test('companies that belong to each other in a circle have one top, and so have those below', async () => {
  expect(
    await families([
      { id: '1', parent: '3' },
      { id: '2', parent: '1' },
      { id: '3', parent: '2' },
      { id: '4', parent: '3' },
    ]),
  ).toEqual(['1 > 3, 1, in a circle', '2 > 1, 1, in a circle', '3 > 2, 1, in a circle', '4 > 3, 1'])
})
