/** HubSpot’s deals in our names: the few things that staging has to read out of them. */
import { sql } from 'kysely'
import { beforeEach, expect, test } from 'vitest'
import { createEmpty, given, rowsOf, type TestDatabase } from '../../../../src/testing.ts'
import { rawHubspotDeals } from '../../../../transforms/sources/hubspot.ts'
import { stgHubspotDealStageEntries } from '../../../../transforms/staging/hubspot/stg_hubspot__deal_stage_entries.ts'
import { stgHubspotDeals } from '../../../../transforms/staging/hubspot/stg_hubspot__deals.ts'
import { openMemory } from '../../chain.ts'

let db: TestDatabase
beforeEach(async () => {
  db = await openMemory()
  return () => db.destroy()
})

test('a campaign is the one that HubSpot names, else the drill-down of a source that has campaigns', async () => {
  await given(db, rawHubspotDeals, [
    {
      record_id: '1',
      hubspot_campaign: ' Brand ',
      original_traffic_source: 'Paid Search',
      original_traffic_source_drill_down_1: 'Other',
    },
    {
      record_id: '2',
      original_traffic_source: 'Email Marketing',
      original_traffic_source_drill_down_1: 'Newsletter',
    },
    {
      record_id: '3',
      original_traffic_source: 'Organic Search',
      original_traffic_source_drill_down_1: 'Unknown keywords (SSL)',
    },
  ])
  const rows = await rowsOf(db, stgHubspotDeals)
  expect(rows.map((row) => [row.campaign_name, row.lead_source, row.channel])).toEqual([
    ['Brand', 'Paid Search', 'Paid Search'],
    ['Newsletter', 'Email Marketing', 'Email'],
    [null, 'Organic Search', 'Organic Search'],
  ])
})

test('an owner is read with and without the address, a company is the first of the list', async () => {
  await given(db, rawHubspotDeals, [
    {
      record_id: '1',
      deal_owner: 'Anna Berg Anna@seller.example',
      associated_company_ids: '12; 13',
      forecast_category: 'Not forecasted',
      currency: 'eur',
    },
    { record_id: '2', deal_owner: 'Anna  Berg', forecast_category: 'Custom' },
  ])
  expect(await rowsOf(db, stgHubspotDeals)).toMatchObject([
    {
      owner_name: 'Anna Berg',
      owner_email: 'anna@seller.example',
      company_id: '12',
      forecast_category: 'Omitted',
      currency_code: 'EUR',
    },
    { owner_name: 'Anna Berg', owner_email: null, company_id: null, forecast_category: 'Custom' },
  ])
})

test('stage and pipeline are read out of the header, in whatever quotes', async () => {
  await createEmpty(db, rawHubspotDeals)
  await sql`insert into raw_hubspot__deals (record_id, stages_entered) values ('1', map {
    'Date entered "Closed Won (Sales Pipeline)"': '2024-03-01 10:30',
    'Date entered “Demo (EU) (Sales Pipeline)”': '2024-02-01 08:00',
    'Date entered ''Lost (Renewals)''': 'soon'})`.execute(db)
  const rows = await rowsOf(db, stgHubspotDealStageEntries)
  expect(
    rows.map((row) => [row.pipeline_name, row.stage_name, row.entered_at?.toISOString() ?? null]),
  ).toEqual([
    ['Sales Pipeline', 'Closed Won', '2024-03-01T10:30:00.000Z'],
    ['Sales Pipeline', 'Demo (EU)', '2024-02-01T08:00:00.000Z'],
    ['Renewals', 'Lost', null],
  ])
})
