/** What opportunities were at which instant. */
import { sql } from 'kysely'
import { beforeEach, expect, test } from 'vitest'
import { rowsOf, type TestDatabase } from '../../../src/testing.ts'
import { dimOpportunityVersions } from '../../../transforms/conformed/dim_opportunity_versions.ts'
import { make, openMemory } from '../chain.ts'
import { type Crm, crmTables, givenCrm } from '../crm_inputs.ts'

let db: TestDatabase
beforeEach(async () => {
  db = await openMemory()
  return () => db.destroy()
})

/** `from: stage, owner, amount` of each version, in their order. */
async function versionsOf(crm: Crm, prepare = async () => {}) {
  await givenCrm(db, crm)
  await prepare()
  await make(db, crmTables.slice(0, crmTables.indexOf(dimOpportunityVersions) + 1))
  return (await rowsOf(db, dimOpportunityVersions))
    .sort((a, b) => a.valid_from.getTime() - b.valid_from.getTime())
    .map(({ valid_from, stage_id, owner_id, amount_local }) => {
      const from = valid_from.toISOString().slice(0, 10)
      return `${from}: ${stage_id}, ${owner_id}, ${amount_local}`
    })
}

test('without a history, the stage is that of the label in the own system’s pipeline', async () => {
  const versions = await versionsOf(
    { deals: [{ id: '1', created: '2024-01-01', stage: 'proposal', amount: '10.00' }] },
    async () => {
      await sql`insert into stg_stages
        select * replace ('other:' || stage_id as stage_id, 'other:' || pipeline_id as pipeline_id,
          'other' as source_system) from stg_stages`.execute(db)
    },
  )
  expect(versions).toEqual(['1900-01-01: hubspot:proposal, unknown, 10.00'])
})

test('an attribute holds from the instant that says it until the next; the first one stands for all before', async () => {
  const versions = await versionsOf({
    owners: { Anna: { '2024-01-31': 'North' }, Ben: { '2024-01-31': 'North' } },
    deals: [
      {
        id: '1',
        created: '2024-01-01',
        stages: { '2024-01-01': 'discovery', '2024-02-01': 'won' },
        owners: { '2024-01-15': 'Anna', '2024-02-01': 'Ben' },
        amount: '7.00',
        amounts: { '2024-01-15': 5 },
      },
    ],
  })
  expect(versions).toEqual([
    '1900-01-01: hubspot:discovery, unknown, null',
    '2024-01-15: hubspot:discovery, hubspot:Anna, 5.00',
    '2024-02-01: hubspot:won, hubspot:Ben, 5.00',
  ])
})
