import { beforeEach, expect, test } from 'vitest'
import { dataAsOf } from '../../../src/run_tables.ts'
import { given, rowsOf, type TestDatabase } from '../../../src/testing.ts'
import { dimAccounts } from '../../../transforms/conformed/dim_accounts.ts'
import { dimPeople } from '../../../transforms/conformed/dim_people.ts'
import { fctTickets } from '../../../transforms/conformed/fct_tickets.ts'
import { mapAccountAttributes } from '../../../transforms/conformed/map_account_attributes.ts'
import { mapAccounts } from '../../../transforms/conformed/map_accounts.ts'
import { mapPeople } from '../../../transforms/conformed/map_people.ts'
import { stgTickets } from '../../../transforms/staging/stg_tickets.ts'
import { make, openMemory } from '../chain.ts'

let db: TestDatabase
beforeEach(async () => {
  db = await openMemory()
  await given(db, dataAsOf, [{ as_of: new Date('2024-03-31T12:00:00Z') }])
  await given(db, mapAccounts, [
    { source_key: 'zendesk:1', account_id: 'hubspot:1', is_internal: false },
    { source_key: 'zendesk:9', account_id: 'hubspot:9', is_internal: true },
  ])
  await given(db, mapPeople, [
    { source_key: 'zendesk:11', person_id: 'hubspot:11', is_internal: false },
    { source_key: 'zendesk:99', person_id: 'hubspot:99', is_internal: true },
  ])
  await given(db, dimPeople, [{ person_id: 'hubspot:11', account_id: 'hubspot:2' }])
  await given(db, dimAccounts, [{ account_id: 'hubspot:1' }, { account_id: 'hubspot:2' }])
  await given(
    db,
    mapAccountAttributes,
    ['hubspot:1', 'hubspot:2', 'unknown'].flatMap((account) => [
      {
        account_id: account,
        owner_id: 'Ann',
        team: 'North',
        segment: 'SMB',
        valid_from: '1900-01-01',
        valid_to: '2024-03-01',
      },
      {
        account_id: account,
        owner_id: 'Bob',
        team: 'South',
        segment: 'Enterprise',
        valid_from: '2024-03-01',
        valid_to: '9999-12-31',
      },
    ]),
  )
  return () => db.destroy()
})

const ticket = {
  ticket_id: 'zendesk:100',
  source_system: 'zendesk',
  account_id: 'zendesk:1',
  person_id: 'zendesk:11',
  priority: 'HIGH',
  is_deleted: false,
  created_at: new Date('2024-02-29T23:50:00Z'),
  solved_at: new Date('2024-03-01T01:50:00Z'),
  first_response_minutes: 20,
  csat_score: 1,
} as const

test('a ticket is its organisation’s, under the attributes of the day it was opened', async () => {
  await given(db, stgTickets, [ticket])
  await make(db, [fctTickets])
  expect(await rowsOf(db, fctTickets)).toMatchObject([
    {
      account_id: 'hubspot:1',
      person_id: 'hubspot:11',
      owner_id: 'Ann',
      segment: 'SMB',
      priority: 'High',
      agent_name: 'Unknown',
      opened_date: '2024-02-29',
      answered_date: '2024-03-01',
      solved_date: '2024-03-01',
      resolution_minutes: 120,
    },
  ])
})

test('the help desk’s own time to the solution goes before ours', async () => {
  await given(db, stgTickets, [{ ...ticket, resolution_minutes: 90 }])
  expect(await rowsOf(db, fctTickets)).toMatchObject([{ resolution_minutes: 90 }])
})

test('without an organisation it is the requester’s account’s, without both Unknown’s', async () => {
  await given(db, stgTickets, [
    { ...ticket, account_id: null },
    { ...ticket, ticket_id: 'zendesk:101', account_id: null, person_id: 'zendesk:12' },
  ])
  const rows = await rowsOf(db, fctTickets)
  expect(rows.map((row) => [row.account_id, row.person_id]).sort()).toEqual([
    ['hubspot:2', 'hubspot:11'],
    ['unknown', 'unknown'],
  ])
})

test('deleted tickets and those of our own people are out, but not what they ask for a customer', async () => {
  await given(db, stgTickets, [
    { ...ticket, is_deleted: true },
    { ...ticket, ticket_id: 'zendesk:101', account_id: 'zendesk:9' },
    { ...ticket, ticket_id: 'zendesk:102', account_id: null, person_id: 'zendesk:99' },
    { ...ticket, ticket_id: 'zendesk:103', person_id: 'zendesk:99' },
  ])
  const rows = await rowsOf(db, fctTickets)
  expect(rows.map((row) => row.ticket_id)).toEqual(['zendesk:103'])
})

test('what the export tells of later than data_as_of has not happened yet', async () => {
  await given(db, stgTickets, [
    {
      ...ticket,
      created_at: new Date('2024-03-31T11:50:00Z'),
      solved_at: new Date('2024-03-31T13:00:00Z'),
      resolution_minutes: 70,
    },
    { ...ticket, ticket_id: 'zendesk:101', created_at: new Date('2024-03-31T12:00:01Z') },
  ])
  expect(await rowsOf(db, fctTickets)).toMatchObject([
    {
      ticket_id: 'zendesk:100',
      answered_date: null,
      first_response_minutes: null,
      solved_at: null,
      solved_date: null,
      resolution_minutes: null,
      csat_score: null,
    },
  ])
})

test('a ticket that was rated and not solved keeps its rating', async () => {
  await given(db, stgTickets, [{ ...ticket, solved_at: null }])
  expect(await rowsOf(db, fctTickets)).toMatchObject([{ solved_date: null, csat_score: 1 }])
})
