/** Campaigns, people and stages over all systems. */
import { beforeEach, expect, test } from 'vitest'
import { settings } from '../../../src/settings.ts'
import { given, rowsOf, type TestDatabase } from '../../../src/testing.ts'
import { dimAccounts } from '../../../transforms/conformed/dim_accounts.ts'
import { dimCampaigns } from '../../../transforms/conformed/dim_campaigns.ts'
import { dimPeople } from '../../../transforms/conformed/dim_people.ts'
import { dimStages } from '../../../transforms/conformed/dim_stages.ts'
import { stgCampaigns } from '../../../transforms/staging/stg_campaigns.ts'
import { stgPeople } from '../../../transforms/staging/stg_people.ts'
import { make, openMemory } from '../chain.ts'
import { crmTables, givenCrm } from '../crm_inputs.ts'

let db: TestDatabase
beforeEach(async () => {
  db = await openMemory()
  return () => db.destroy()
})

test('campaigns of one name are one, under the platform that has their spend', async () => {
  const campaign = (system: string, name: string, channel: string) => ({
    campaign_id: `${system}:${name}`,
    campaign_name: name,
    channel,
    source_system: system,
  })
  await given(db, stgCampaigns, [
    campaign('hubspot', 'brand', 'Paid Social'),
    campaign('google_ads', 'Brand', 'Paid Search'),
    campaign('hubspot', 'Newsletter', 'Unknown'),
    campaign('hubspot', 'Newsletter', 'Email'),
  ])
  const rows = await rowsOf(db, dimCampaigns)
  expect(rows.map((row) => [row.campaign_id, row.campaign_name, row.channel]).sort()).toEqual([
    ['google_ads:Brand', 'Brand', 'Paid Search'],
    ['hubspot:Newsletter', 'Newsletter', 'Email'],
    ['not_allocated', 'Not allocated', 'Not allocated'],
    ['unknown', 'Unknown', 'Unknown'],
  ])
})

test('people belong to the surviving company and to an owner by name or address; ours are left out', async () => {
  await givenCrm(db, {
    owners: { Anna: { '2024-01-31': 'North' } },
    companies: [
      { id: '1', merged: '2' },
      { id: 'own', domain: settings.internalDomains[0]! },
    ],
  })
  await make(db, crmTables.slice(0, crmTables.indexOf(dimAccounts) + 1))
  const person = (id: string, rest: object) => ({
    person_id: `hubspot:${id}`,
    source_system: 'hubspot',
    is_opted_out: false,
    ...rest,
  })
  await given(db, stgPeople, [
    person('1', { first_name: 'Ida', company_id: '2', owner_name: 'Anna Berg' }),
    person('2', { email: 'bo@berg.example', owner_email: 'anna@seller.example' }),
    person('3', { company_id: 'own' }),
    person('4', { email: `qa@${settings.internalDomains[0]}` }),
  ])
  const rows = await rowsOf(db, dimPeople)
  expect(
    rows.map((row) => [row.person_id, row.person_name, row.account_id, row.owner_id]).sort(),
  ).toEqual([
    ['hubspot:1', 'Ida', 'hubspot:1', 'hubspot:Anna'],
    ['hubspot:2', 'bo@berg.example', 'unknown', 'hubspot:Anna'],
    ['unknown', 'Unknown', 'unknown', 'unknown'],
  ])
})

test('an opportunity counts from the qualifying stage on; without one from every open stage on', async () => {
  await givenCrm(db, {})
  const rows = await rowsOf(db, dimStages)
  expect(
    rows.filter((row) => row.is_qualified).map(({ stage_id }) => stage_id.replace('hubspot:', '')),
  ).toEqual(['qualified', 'proposal', 'negotiation', 'won', 'due', 'renewed'])
})
