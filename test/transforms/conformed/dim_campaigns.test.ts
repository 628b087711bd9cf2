/** Campaigns and stages over all systems. */
import { beforeEach, expect, test } from 'vitest'
import { given, rowsOf, type TestDatabase } from '../../../src/testing.ts'
import { dimCampaigns } from '../../../transforms/conformed/dim_campaigns.ts'
import { dimStages } from '../../../transforms/conformed/dim_stages.ts'
import { stgAdSpend } from '../../../transforms/staging/stg_ad_spend.ts'
import { stgCampaigns } from '../../../transforms/staging/stg_campaigns.ts'
import { openMemory } from '../chain.ts'
import { givenCrm } from '../crm_inputs.ts'

let db: TestDatabase
beforeEach(async () => {
  db = await openMemory()
  return () => db.destroy()
})

test('campaigns of one name are one, under the platform that has their spend', async () => {
  const campaign = (system: string, name: string, channel: string | null) => ({
    campaign_id: `${system}:${name}`,
    campaign_name: name,
    channel,
    source_system: system,
  })
  await given(db, stgAdSpend, [{ campaign_id: 'google_ads:Brand', is_allocated: false }])
  await given(db, stgCampaigns, [
    campaign('hubspot', 'brand', 'Paid Social'),
    campaign('google_ads', 'Brand', 'Paid Search'),
    campaign('hubspot', 'Newsletter', null),
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

test('an opportunity counts from the qualifying stage on; without one from every open stage on', async () => {
  await givenCrm(db, {})
  const rows = await rowsOf(db, dimStages)
  expect(
    rows.filter((row) => row.is_qualified).map(({ stage_id }) => stage_id.replace('hubspot:', '')),
  ).toEqual(['qualified', 'proposal', 'negotiation', 'won', 'due', 'renewed'])
})
