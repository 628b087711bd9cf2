/** Who is who among the companies of a CRM and the customers of a billing system. */
import { sql } from 'kysely'
import { beforeEach, expect, test } from 'vitest'
import { settings } from '../../../src/settings.ts'
import { rowsOf, type TestDatabase } from '../../../src/testing.ts'
import { mapAccounts } from '../../../transforms/conformed/map_accounts.ts'
import { mapCompanies } from '../../../transforms/conformed/map_companies.ts'
import { mapMergedCompanies } from '../../../transforms/conformed/map_merged_companies.ts'
import { stgAccountDomains } from '../../../transforms/staging/stg_account_domains.ts'
import { make, openMemory } from '../chain.ts'
import { type Crm, givenCrm } from '../crm_inputs.ts'

const ownDomain = settings.internalDomains[0]!

let db: TestDatabase
beforeEach(async () => {
  db = await openMemory()
  return () => db.destroy()
})

/** The account of each id, with how it was found, and `internal` where it is. */
async function accounts(crm: Crm) {
  await givenCrm(db, crm)
  await make(db, [stgAccountDomains, mapMergedCompanies, mapCompanies])
  return Object.fromEntries(
    (await rowsOf(db, mapAccounts)).map((row) => [
      row.source_id,
      [row.account_id, row.match_method, ...(row.is_internal ? ['internal'] : [])].join(', '),
    ]),
  )
}

test('a company that was merged away is its survivor, over any number of merges', async () => {
  expect(
    await accounts({
      companies: [
        { id: '1', merged: '2;9' },
        { id: '2', merged: '3' },
        { id: '3' },
        { id: '6' },
        { id: '7', merged: '6' },
        { id: '8', merged: '7' },
      ],
    }),
  ).toEqual({
    1: 'hubspot:1, own id',
    2: 'hubspot:1, merged id',
    3: 'hubspot:1, merged id',
    6: 'hubspot:8, merged id',
    7: 'hubspot:8, merged id',
    8: 'hubspot:8, own id',
    9: 'hubspot:1, merged id',
  })
})

test('a deleted company is unknown, and so is what was merged into it', async () => {
  expect(await accounts({ companies: [{ id: '1', merged: '2', isDeleted: true }] })).toEqual({
    1: 'unknown, deleted',
    2: 'unknown, deleted',
  })
})

test('a company with a domain of our own is internal, also by an additional one', async () => {
  expect(
    await accounts({
      companies: [
        { id: '1', domain: ownDomain },
        { id: '2', domain: 'a.example', additionalDomains: `b.example;www.${ownDomain}` },
        { id: '3', domain: `not-${ownDomain}` },
      ],
    }),
  ).toEqual({
    1: 'hubspot:1, own id, internal',
    2: 'hubspot:2, own id, internal',
    3: 'hubspot:3, own id',
  })
})

test('a customer is the company that the billing system names, also where it was merged since', async () => {
  expect(
    await accounts({
      companies: [{ id: '1', merged: '2' }],
      customers: [
        { id: 'cus_a', company: '1' },
        { id: 'cus_b', company: '2' },
      ],
    }),
  ).toMatchObject({
    cus_a: 'hubspot:1, billing metadata',
    cus_b: 'hubspot:1, billing metadata',
  })
})

test('a customer without a company is found by the domain of the billing address', async () => {
  expect(
    await accounts({
      companies: [
        { id: '1', domain: 'berg.example', additionalDomains: 'berg-group.example' },
        { id: '2', domain: 'shared.example' },
        { id: '3', domain: 'shared.example' },
        { id: '4', domain: 'gone.example', isDeleted: true },
      ],
      customers: [
        { id: 'cus_a', email: 'pay@berg.example' },
        { id: 'cus_b', email: 'pay@berg-group.example', company: '777' },
        { id: 'cus_shared', email: 'pay@shared.example' },
        { id: 'cus_gone', email: 'pay@gone.example' },
        { id: 'cus_none' },
      ],
    }),
  ).toMatchObject({
    cus_a: 'hubspot:1, e-mail domain',
    cus_b: 'hubspot:1, e-mail domain',
    cus_shared: 'stripe:cus_shared, no match',
    cus_gone: 'stripe:cus_gone, no match',
    cus_none: 'stripe:cus_none, no match',
  })
})

test('a customer of a deleted company stays, as an account of its own', async () => {
  expect(
    await accounts({
      companies: [{ id: '1', isDeleted: true }],
      customers: [{ id: 'cus_a', company: '1' }],
    }),
  ).toMatchObject({ cus_a: 'stripe:cus_a, no match' })
})

test('a customer is internal by its address, or because its company is', async () => {
  expect(
    await accounts({
      companies: [{ id: '1', domain: ownDomain }],
      customers: [
        { id: 'cus_a', email: `qa@${ownDomain}` },
        { id: 'cus_b', company: '1' },
      ],
    }),
  ).toMatchObject({
    cus_a: 'hubspot:1, e-mail domain, internal',
    cus_b: 'hubspot:1, billing metadata, internal',
  })
})

test('an internal company of one system says nothing of the one with its id in another', async () => {
  await givenCrm(db, { companies: [{ id: '1', domain: 'a.example' }] })
  await sql`insert into stg_accounts
    select * replace ('other' as source_system, ${ownDomain} as domain) from stg_accounts`.execute(
    db,
  )
  await make(db, [stgAccountDomains, mapMergedCompanies, mapCompanies])
  const rows = await rowsOf(db, mapAccounts)
  expect(rows.map(({ account_id, is_internal }) => `${account_id} ${is_internal}`).sort()).toEqual([
    'hubspot:1 false',
    'other:1 true',
  ])
})
