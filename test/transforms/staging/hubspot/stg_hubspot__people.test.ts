/** HubSpot’s contacts and companies, and what contacts did. */
import { expect, test } from 'vitest'
import { given, rowsOf } from '../../../../src/testing.ts'
import * as hubspot from '../../../../transforms/sources/hubspot.ts'
import { stgHubspotAccountHistory } from '../../../../transforms/staging/hubspot/stg_hubspot__account_history.ts'
import { stgHubspotAccounts } from '../../../../transforms/staging/hubspot/stg_hubspot__accounts.ts'
import { stgHubspotLeadStages } from '../../../../transforms/staging/hubspot/stg_hubspot__lead_stages.ts'
import { stgHubspotOwnerTeams } from '../../../../transforms/staging/hubspot/stg_hubspot__owner_teams.ts'
import { stgHubspotOwners } from '../../../../transforms/staging/hubspot/stg_hubspot__owners.ts'
import { stgHubspotPeople } from '../../../../transforms/staging/hubspot/stg_hubspot__people.ts'
import { stgHubspotTouchpoints } from '../../../../transforms/staging/hubspot/stg_hubspot__touchpoints.ts'
import { at, withPortal } from './portal.ts'

const portal = withPortal()

test('contacts that were merged are known by three columns', async () => {
  await given(portal.db, hubspot.rawHubspotContacts, [
    {
      record_id: '1',
      merged_contact_ids: '4;3',
      calculated_merged_vids: '3:1612345678901;5:1612345678902',
    },
    { record_id: '2' },
  ])
  await given(portal.db, hubspot.rawHubspotContactMergeAudit, [
    { canonical_vid: '1', vid_to_merge: '6' },
    { canonical_vid: '1', vid_to_merge: '7', source_instance: 'emea' },
  ])
  const rows = await rowsOf(portal.db, stgHubspotPeople)
  expect(rows.map((row) => [row.person_id, row.merged_person_ids]).sort()).toEqual([
    ['hubspot:1', 'hubspot:3;hubspot:4;hubspot:5;hubspot:6'],
    ['hubspot:2', null],
  ])
})

test('records of Salesforce and Stripe that HubSpot knows are linked, ids of 15 characters too', async () => {
  await given(portal.db, hubspot.rawHubspotContacts, [
    { record_id: '1', salesforce_contact_id: '0033000000AbCdE', salesforce_lead_id: 'us:00Q1' },
  ])
  await given(portal.db, hubspot.rawHubspotCompanies, [
    {
      id: '1',
      version_at: at('2024-01-31 00:00'),
      stripe_customer_id: 'cus_1',
      salesforce_account_id: '0013000000AbCdEAAV',
    },
  ])
  expect(await rowsOf(portal.db, stgHubspotPeople)).toMatchObject([
    { linked_person_ids: 'salesforce:0033000000AbCdEAAV;salesforce.us:00Q1' },
  ])
  expect(await rowsOf(portal.db, stgHubspotAccounts)).toMatchObject([
    { linked_account_ids: 'salesforce:0013000000AbCdEAAV;stripe:cus_1' },
  ])
})

test('a lifecycle stage has one label, by whichever name it comes', async () => {
  await given(portal.db, hubspot.rawHubspotContacts, [
    { record_id: '1', lifecycle_stage: 'marketingqualifiedlead' },
    { record_id: '2', lifecycle_stage: 'Marketing Qualified Lead' },
    { record_id: '3', lifecycle_stage: 'partner' },
  ])
  const rows = await rowsOf(portal.db, stgHubspotPeople)
  expect(rows.map((row) => row.lifecycle_stage).sort()).toEqual([
    'Marketing Qualified Lead',
    'Marketing Qualified Lead',
    'partner',
  ])
})

test('the history of the lifecycle wins over the day that a contact first became something', async () => {
  await given(portal.db, hubspot.rawHubspotContacts, [
    {
      record_id: '1',
      became_a_lead_date: at('2024-01-01 09:00'),
      became_a_customer_date: at('2024-06-01 09:00'),
    },
  ])
  await given(portal.db, hubspot.rawHubspotContactPropertyHistory, [
    {
      contact_id: '1',
      name: 'lifecyclestage',
      timestamp: at('2024-01-01 09:00:05'),
      value: 'lead',
    },
    {
      contact_id: '1',
      name: 'lifecyclestage',
      timestamp: at('2024-03-01 09:00:05'),
      value: 'lead',
    },
    { contact_id: '1', name: 'email', timestamp: at('2024-03-01 09:00:05'), value: 'a@b.example' },
  ])
  const rows = await rowsOf(portal.db, stgHubspotLeadStages)
  expect(rows.map((row) => [row.stage_name, row.entered_at.toISOString()]).sort()).toEqual([
    ['Customer', '2024-06-01T09:00:00.000Z'],
    ['Lead', '2024-01-01T09:00:05.000Z'],
    ['Lead', '2024-03-01T09:00:05.000Z'],
  ])
})

test('a contact without exported submissions filled in the first and the last form, once if they are one', async () => {
  await given(portal.db, hubspot.rawHubspotContacts, [
    {
      record_id: '1',
      first_conversion: 'Newsletter',
      first_conversion_date: at('2024-01-01 09:00'),
      recent_conversion: 'Request a demo',
      recent_conversion_date: at('2024-02-01 09:00'),
    },
    {
      record_id: '2',
      first_conversion: 'Webinar',
      first_conversion_date: at('2024-01-01 09:00'),
      recent_conversion: 'Webinar',
      recent_conversion_date: at('2024-01-01 09:00'),
    },
    {
      record_id: '3',
      first_conversion: 'Webinar',
      first_conversion_date: at('2024-01-01 09:00'),
    },
    { record_id: '4' },
  ])
  await given(portal.db, hubspot.rawHubspotContactFormSubmission, [
    { contact_id: '3', conversion_id: 'c', form_id: 'f', timestamp: at('2024-01-01 09:00:01') },
  ])
  await given(portal.db, hubspot.rawHubspotForm, [{ guid: 'f', name: 'Contact us' }])
  const rows = await rowsOf(portal.db, stgHubspotTouchpoints)
  expect(rows.map((row) => [row.touchpoint_id, row.is_hand_raise]).sort()).toEqual([
    ['hubspot:1/first_conversion', false],
    ['hubspot:1/recent_conversion', true],
    ['hubspot:2/first_conversion', false],
    ['hubspot:3/c', true],
  ])
})

test('owners of companies come from the property’s history, employees from successive exports', async () => {
  const createdate = at('2023-01-01 00:00')
  await given(portal.db, hubspot.rawHubspotCompanies, [
    {
      id: '1',
      createdate,
      version_at: at('2024-01-01 00:00'),
      hubspot_owner_id: '5',
      numberofemployees: 10,
    },
    {
      id: '1',
      createdate,
      version_at: at('2024-02-01 00:00'),
      hubspot_owner_id: '6',
      numberofemployees: 60,
    },
  ])
  await given(portal.db, hubspot.rawHubspotCompanyPropertyHistory, [
    { company_id: '1', name: 'hubspot_owner_id', timestamp: at('2024-01-20 00:00'), value: '6' },
    { company_id: '1', name: 'industry', timestamp: at('2024-01-20 00:00'), value: 'RETAIL' },
  ])
  const rows = await rowsOf(portal.db, stgHubspotAccountHistory)
  expect(
    rows.map((row) => [row.property, row.changed_at.toISOString().slice(0, 10), row.value]).sort(),
  ).toEqual([
    ['employee_count', '2023-01-01', '10'],
    ['employee_count', '2024-02-01', '60'],
    ['owner_id', '2024-01-20', 'hubspot:6'],
  ])
})

test('an owner who left has no user; the day of export is that of the file', async () => {
  await given(portal.db, hubspot.rawHubspotOwner, [
    { owner_id: '5', active_user_id: '9', version_at: at('2024-01-31 00:00') },
    { owner_id: '5', version_at: at('2024-02-29 00:00') },
  ])
  await given(portal.db, hubspot.rawHubspotOwnerTeam, [
    { owner_id: '5', team_id: '3', version_at: at('2024-01-31 00:00') },
    { owner_id: '5', team_id: '4', version_at: at('2024-01-31 00:00'), _fivetran_deleted: true },
  ])
  await given(portal.db, hubspot.rawHubspotTeam, [{ id: '3', name: ' DACH ' }])
  const owners = await rowsOf(portal.db, stgHubspotOwners)
  expect(owners.map((row) => [row.exported_date, row.is_active]).sort()).toEqual([
    ['2024-01-31', true],
    ['2024-02-29', false],
  ])
  expect(await rowsOf(portal.db, stgHubspotOwnerTeams)).toEqual([
    {
      owner_id: 'hubspot:5',
      team_id: 'hubspot:3',
      team_name: 'DACH',
      is_primary: true,
      exported_date: '2024-01-31',
    },
  ])
})
