/** What people noted in HubSpot, and its tickets. */
import { expect, test } from 'vitest'
import { given, rowsOf } from '../../../../src/testing.ts'
import * as hubspot from '../../../../transforms/sources/hubspot.ts'
import { stgHubspotActivities } from '../../../../transforms/staging/hubspot/stg_hubspot__activities.ts'
import { stgHubspotTickets } from '../../../../transforms/staging/hubspot/stg_hubspot__tickets.ts'
import { at, withPortal } from './portal.ts'

const portal = withPortal()

const activities = async () => {
  await portal.stage()
  const rows = await rowsOf(portal.db, stgHubspotActivities)
  return rows.sort((one, other) => one.activity_id.localeCompare(other.activity_id))
}

test('a call has direction, answer and length in minutes', async () => {
  await given(portal.db, hubspot.rawHubspotEngagementCall, [
    {
      engagement_id: '1',
      direction: 'OUTBOUND',
      outcome: 'f240bbac-87c9-4f6e-bf70-924b57d47db7',
      duration_milliseconds: 90_000,
      occurred_at: at('2024-01-05 09:00'),
    },
    { engagement_id: '2', direction: 'INBOUND', outcome: 'No answer' },
    { engagement_id: '3' },
  ])
  expect(await activities()).toMatchObject([
    { activity_type: 'call', direction: 'outbound', is_answered: true, duration_minutes: 1.5 },
    { direction: 'inbound', is_answered: false, duration_minutes: null },
    { direction: null, is_answered: null },
  ])
})

test('e-mails of ours go out and theirs come in; a sequence sends by itself', async () => {
  await given(portal.db, hubspot.rawHubspotEngagementEmail, [
    { engagement_id: '1', direction: 'EMAIL', source: 'SEQUENCE' },
    { engagement_id: '2', direction: 'INCOMING_EMAIL' },
  ])
  expect(await activities()).toMatchObject([
    { activity_type: 'email', direction: 'outbound', is_automatic: true },
    { activity_type: 'email', direction: 'inbound', is_automatic: false },
  ])
})

test('a meeting lasts from its start to its end, and is linked to the first of several contacts', async () => {
  await given(portal.db, hubspot.rawHubspotEngagementMeeting, [
    {
      engagement_id: '1',
      hubspot_owner_id: '5',
      outcome: 'COMPLETED',
      started_at: at('2024-01-05 09:00'),
      ended_at: at('2024-01-05 09:45'),
    },
  ])
  await given(portal.db, hubspot.rawHubspotEngagementContact, [
    { engagement_id: '1', contact_id: '22' },
    { engagement_id: '1', contact_id: '21' },
  ])
  await given(portal.db, hubspot.rawHubspotEngagementCompany, [
    { engagement_id: '1', company_id: '12' },
    { engagement_id: '1', company_id: '99', source_instance: 'emea' },
  ])
  await given(portal.db, hubspot.rawHubspotEngagementDeal, [{ engagement_id: '1', deal_id: '31' }])
  expect(await activities()).toMatchObject([
    {
      activity_id: 'hubspot:1',
      owner_id: 'hubspot:5',
      person_id: 'hubspot:21',
      account_id: 'hubspot:12',
      opportunity_id: 'hubspot:31',
      is_answered: true,
      duration_minutes: 45,
    },
  ])
})

test('an activity that only the list of all has is there too, a deleted one is not', async () => {
  await given(portal.db, hubspot.rawHubspotEngagement, [
    { id: '1', type: 'INCOMING_EMAIL', timestamp: at('2024-01-05 09:00') },
    { id: '2', type: 'NOTE' },
    { id: '3', type: 'SMS' },
  ])
  await given(portal.db, hubspot.rawHubspotEngagementNote, [
    { engagement_id: '2', _fivetran_deleted: true },
  ])
  const rows = await activities()
  expect(rows.map((row) => [row.activity_id, row.activity_type, row.direction])).toEqual([
    ['hubspot:1', 'email', 'inbound'],
    ['hubspot:3', 'message', null],
  ])
})

test('a ticket takes the labels of its stage, team and owner, and is timed from its opening', async () => {
  await given(portal.db, hubspot.rawHubspotTickets, [
    {
      id: '1',
      created_at: at('2024-01-05 09:00'),
      first_replied_at: at('2024-01-05 09:30'),
      closed_at: at('2024-01-05 11:00'),
      pipeline: '0',
      stage: '4',
      hubspot_owner_id: '5',
      hubspot_team: '3',
      associated_company_ids: '12;13',
    },
    // The reply came by a clock that was wrong.
    { id: '2', created_at: at('2024-01-05 09:00'), first_replied_at: at('2024-01-04 09:30') },
  ])
  await given(portal.db, hubspot.rawHubspotTicketPipelineStage, [
    { pipeline_id: '0', stage_id: '4', label: 'Closed' },
    { pipeline_id: '1', stage_id: '4', label: 'Waiting' },
  ])
  await given(portal.db, hubspot.rawHubspotOwner, [
    { owner_id: '5', first_name: 'Anna', last_name: 'Graf', version_at: at('2024-01-31 00:00') },
    { owner_id: '5', first_name: 'Anna', last_name: 'Berg', version_at: at('2024-02-29 00:00') },
  ])
  await given(portal.db, hubspot.rawHubspotTeam, [{ id: '3', name: 'Support' }])
  await given(portal.db, hubspot.rawHubspotTicketContact, [{ ticket_id: '1', contact_id: '21' }])
  const rows = await rowsOf(portal.db, stgHubspotTickets)
  expect(rows.sort((one, other) => one.ticket_id.localeCompare(other.ticket_id))).toMatchObject([
    {
      ticket_status: 'Closed',
      agent_name: 'Anna Berg',
      team_name: 'Support',
      account_id: 'hubspot:12',
      person_id: 'hubspot:21',
      first_response_minutes: 30,
      resolution_minutes: 120,
    },
    { first_response_minutes: null, resolution_minutes: null, ticket_status: null },
  ])
})
