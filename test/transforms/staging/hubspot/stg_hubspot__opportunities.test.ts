/** HubSpot’s deals in our names: the few things that staging has to read out of them. */
import { expect, test } from 'vitest'
import { given, rowsOf } from '../../../../src/testing.ts'
import {
  rawHubspotDealCompany,
  rawHubspotMergedDeal,
} from '../../../../transforms/sources/hubspot.ts'
import { stgHubspotCampaigns } from '../../../../transforms/staging/hubspot/stg_hubspot__campaigns.ts'
import { stgHubspotOpportunities } from '../../../../transforms/staging/hubspot/stg_hubspot__opportunities.ts'
import { stgHubspotOpportunityContacts } from '../../../../transforms/staging/hubspot/stg_hubspot__opportunity_contacts.ts'
import { stgHubspotPeople } from '../../../../transforms/staging/hubspot/stg_hubspot__people.ts'
import { make } from '../../chain.ts'
import { at, givenDeals, withPortal } from './portal.ts'

const portal = withPortal()

const opportunities = async () => {
  const rows = await rowsOf(portal.db, stgHubspotOpportunities)
  return rows.sort((one, other) => one.opportunity_id.localeCompare(other.opportunity_id))
}

test('a campaign is the one that HubSpot names, else the drill-down of a source that has campaigns', async () => {
  await givenDeals(portal.db, [
    {
      record_id: '1',
      hubspot_campaign: ' Brand ',
      original_traffic_source: 'Paid Search',
      original_traffic_source_drill_down_1: 'Other',
    },
    {
      record_id: '2',
      original_traffic_source: 'EMAIL_MARKETING',
      original_traffic_source_drill_down_1: 'Newsletter',
    },
    {
      record_id: '3',
      original_traffic_source: 'Organic Search',
      original_traffic_source_drill_down_1: 'Unknown keywords (SSL)',
    },
  ])
  const rows = await opportunities()
  expect(rows.map((row) => [row.campaign_name, row.lead_source, row.channel])).toEqual([
    ['Brand', 'Paid Search', 'Paid Search'],
    ['Newsletter', 'Email Marketing', 'Email'],
    [null, 'Organic Search', 'Organic Search'],
  ])
})

test('a campaign that is named with two channels is listed with both', async () => {
  await givenDeals(portal.db, [
    { record_id: '1', hubspot_campaign: 'Brand', original_traffic_source: 'Paid Search' },
    { record_id: '2', hubspot_campaign: 'Brand', original_traffic_source: 'Paid Social' },
    { record_id: '3', hubspot_campaign: 'Brand', original_traffic_source: 'Paid Social' },
  ])
  await make(portal.db, [stgHubspotOpportunities, stgHubspotPeople, stgHubspotCampaigns])
  const rows = await rowsOf(portal.db, stgHubspotCampaigns)
  expect(rows.map((row) => [row.campaign_id, row.channel]).sort()).toEqual([
    ['hubspot:Brand', 'Paid Search'],
    ['hubspot:Brand', 'Paid Social'],
  ])
})

test('an owner is read with and without the address, a company is the first of the list', async () => {
  await givenDeals(portal.db, [
    {
      record_id: '1',
      deal_owner: 'Anna Berg Anna@seller.example',
      associated_company_ids: '12; 13',
      forecast_category: 'Not forecasted',
      currency: 'eur',
    },
    { record_id: '2', deal_owner: 'Anna  Berg', forecast_category: 'Custom' },
  ])
  expect(await opportunities()).toMatchObject([
    {
      owner_name: 'Anna Berg',
      owner_email: 'anna@seller.example',
      account_id: 'hubspot:12',
      forecast_category: 'Omitted',
      currency_code: 'EUR',
    },
    { owner_name: 'Anna Berg', owner_email: null, account_id: null, forecast_category: 'Custom' },
  ])
})

test('of several states of a deal the latest stands, also where an older one came later', async () => {
  await givenDeals(portal.db, [
    { record_id: '1', amount: '20.00', last_modified_date: at('2024-03-01 00:00') },
    { record_id: '1', amount: '10.00', last_modified_date: at('2024-01-01 00:00') },
  ])
  expect(await opportunities()).toMatchObject([{ amount_local: '20.00' }])
})

test('ids are those of the instance, and deals of one number in two instances are two', async () => {
  await givenDeals(portal.db, [
    { record_id: '1', source_instance: 'emea', associated_company_ids: '12' },
    { record_id: '1', source_instance: 'us', merged_deal_ids: '7;8' },
  ])
  expect(await opportunities()).toMatchObject([
    { opportunity_id: 'hubspot.emea:1', account_id: 'hubspot.emea:12' },
    { opportunity_id: 'hubspot.us:1', merged_opportunity_ids: 'hubspot.us:7;hubspot.us:8' },
  ])
})

test('a connector tells pipeline and stage by id, and company and merges in tables of their own', async () => {
  await givenDeals(portal.db, [
    { record_id: '1', deal_pipeline_id: 'default', deal_stage_id: 'closedwon' },
    // The API: pipeline and stage by id, under names that the UI has for labels.
    { record_id: '2', pipeline: 'default', deal_stage_id: 'closedwon' },
    { record_id: '3', pipeline: 'Sales Pipeline', deal_stage: 'Closed Won' },
  ])
  await given(portal.db, rawHubspotDealCompany, [
    { deal_id: '1', company_id: '11', type_id: '341' },
    { deal_id: '1', company_id: '12', type_id: '5' },
    { deal_id: '2', company_id: '14', type_id: '341' },
    { deal_id: '2', company_id: '13', type_id: '341', _fivetran_deleted: true },
  ])
  await given(portal.db, rawHubspotMergedDeal, [
    { deal_id: '1', merged_deal_id: '9' },
    { deal_id: '1', merged_deal_id: '8' },
  ])
  const byId = { pipeline_id: 'hubspot:default', stage_id: 'hubspot:closedwon', stage_name: null }
  expect(await opportunities()).toMatchObject([
    {
      ...byId,
      pipeline_name: null,
      account_id: 'hubspot:12',
      merged_opportunity_ids: 'hubspot:8;hubspot:9',
    },
    { ...byId, pipeline_name: null, account_id: 'hubspot:14' },
    { pipeline_id: null, pipeline_name: 'Sales Pipeline', stage_name: 'Closed Won' },
  ])
})

test('a deal is deleted where HubSpot says so, and where the latest full export lacks it', async () => {
  await givenDeals(portal.db, [
    { record_id: '1', archived: true },
    { record_id: '2', is_gone: true },
    { record_id: '3', archived: false },
  ])
  expect((await opportunities()).map((row) => row.is_deleted)).toEqual([true, true, false])
})

test('the contacts of a deal are once each, the first of its list the main one', async () => {
  await givenDeals(portal.db, [{ record_id: '1', associated_contact_ids: '21;22;21' }])
  const rows = await rowsOf(portal.db, stgHubspotOpportunityContacts)
  expect(rows.map((row) => [row.opportunity_id, row.person_id, row.is_primary]).sort()).toEqual([
    ['hubspot:1', 'hubspot:21', true],
    ['hubspot:1', 'hubspot:22', false],
  ])
})
