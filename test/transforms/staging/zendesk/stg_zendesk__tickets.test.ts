/** Zendesk’s tickets in our names: whose they are, and what comments and history tell of them. */
import { beforeEach, describe, expect, test } from 'vitest'
import { createEmpty, given, rowsOf, type TestDatabase } from '../../../../src/testing.ts'
import {
  rawZendeskGroup,
  rawZendeskOrganizations,
  rawZendeskSatisfactionRatings,
  rawZendeskTicketComments,
  rawZendeskTicketFieldHistory,
  rawZendeskTickets,
  rawZendeskUsers,
} from '../../../../transforms/sources/zendesk.ts'
import { stgZendeskTicketTimes } from '../../../../transforms/staging/zendesk/stg_zendesk__ticket_times.ts'
import { stgZendeskTickets } from '../../../../transforms/staging/zendesk/stg_zendesk__tickets.ts'
import { make, openMemory } from '../../chain.ts'

let db: TestDatabase
beforeEach(async () => {
  db = await openMemory()
  for (const table of [
    rawZendeskGroup,
    rawZendeskOrganizations,
    rawZendeskSatisfactionRatings,
    rawZendeskTicketComments,
    rawZendeskTicketFieldHistory,
    rawZendeskTickets,
    rawZendeskUsers,
  ])
    await createEmpty(db, table)
  return () => db.destroy()
})

const at = (time: string) => new Date(`2024-03-${time}:00Z`)
const tickets = async () => {
  await make(db, [stgZendeskTicketTimes, stgZendeskTickets])
  const rows = await rowsOf(db, stgZendeskTickets)
  return new Map(rows.map((row) => [row.ticket_id, row]))
}

describe('a ticket that names its organisation and requester', () => {
  beforeEach(async () => {
    await given(db, rawZendeskOrganizations, [
      { id: '1', name: 'Berg AG' },
      { id: '2', name: 'Twin' },
      { id: '3', name: 'twin ' },
      { id: '4', name: 'Gone', is_gone: true },
      { id: '5', name: 'Berg AG', source_instance: 'emea' },
    ])
    await given(db, rawZendeskUsers, [
      { id: '11', email: 'Anna@Berg.example', organization_id: '1' },
      { id: '12', email: 'twin@twin.example', organization_id: '3' },
      { id: '13', email: 'shared@twin.example' },
      { id: '14', email: 'shared@twin.example' },
    ])
  })
  const created_at = at('01T10:00')

  test('is of the one organisation of the instance that has the name', async () => {
    await given(db, rawZendeskTickets, [
      { id: '1', created_at, organization: ' berg  ag' },
      { id: '2', created_at, organization: 'Twin' },
      { id: '3', created_at, organization: 'Gone' },
      { id: '4', created_at, organization: 'Berg AG', source_instance: 'emea' },
    ])
    const rows = await tickets()
    expect([...rows].map(([id, row]) => [id, row.account_id]).sort()).toEqual([
      ['zendesk.emea:4', 'zendesk.emea:5'],
      ['zendesk:1', 'zendesk:1'],
      ['zendesk:2', null],
      ['zendesk:3', null],
    ])
    expect(rows.get('zendesk:2')?.account_name).toBe('Twin')
  })

  test('is of the one user who has the address, and of that user’s organisation where the name says none', async () => {
    await given(db, rawZendeskTickets, [
      { id: '1', created_at, requester_email: 'ANNA@berg.example' },
      { id: '2', created_at, requester_email: 'shared@twin.example' },
      { id: '3', created_at, requester_id: '12', organization: 'Twin' },
      { id: '4', created_at, requester_id: '11', organization_id: '9' },
    ])
    const rows = await tickets()
    expect(
      [...rows.values()]
        .map((row) => [row.ticket_id, row.person_id, row.account_id, row.requester_email])
        .sort(),
    ).toEqual([
      ['zendesk:1', 'zendesk:11', 'zendesk:1', 'anna@berg.example'],
      ['zendesk:2', null, null, 'shared@twin.example'],
      ['zendesk:3', 'zendesk:12', 'zendesk:3', 'twin@twin.example'],
      ['zendesk:4', 'zendesk:11', 'zendesk:9', 'anna@berg.example'],
    ])
  })
})

describe('a ticket of a connector', () => {
  test('is answered by the first public comment of an agent after it came in', async () => {
    await given(db, rawZendeskUsers, [
      { id: 'asks', role: 'end-user' },
      { id: 'agent', role: 'agent', name: 'Zoe' },
    ])
    await given(db, rawZendeskGroup, [{ id: '7', name: 'Support' }])
    const asked = { created_at: at('01T10:00'), requester_id: 'asks' }
    await given(db, rawZendeskTickets, [
      { id: '1', ...asked, assignee_id: 'agent', group_id: '7' },
      { id: '2', ...asked },
      { id: '3', ...asked, first_reply_minutes: 5 },
    ])
    const says = (id: string, ticket_id: string, user_id: string, time: string, shown = true) => ({
      id,
      ticket_id,
      user_id,
      created: at(time),
      public: shown,
    })
    await given(db, rawZendeskTicketComments, [
      says('a', '1', 'agent', '01T10:00'),
      says('b', '1', 'asks', '01T10:10'),
      says('c', '1', 'agent', '01T10:20', false),
      says('d', '1', 'agent', '01T11:30'),
      says('e', '1', 'agent', '01T12:00'),
      says('f', '2', 'asks', '01T10:30'),
      says('g', '2', 'unknown', '01T10:45'),
      says('h', '3', 'agent', '01T12:00'),
    ])
    const rows = await tickets()
    expect([...rows].map(([id, row]) => [id, row.first_response_minutes]).sort()).toEqual([
      ['zendesk:1', 90],
      ['zendesk:2', 45],
      ['zendesk:3', 5],
    ])
    expect(rows.get('zendesk:1')).toMatchObject({ agent_name: 'Zoe', team_name: 'Support' })
  })

  test('is solved when it last became so, and not while it is open again', async () => {
    const created_at = at('01T10:00')
    await given(db, rawZendeskTickets, [
      { id: '1', created_at, status: 'closed' },
      { id: '2', created_at, status: 'open' },
      { id: '3', created_at, status: 'Solved', solved_at: at('01T11:00'), reopens: 0 },
      { id: '4', created_at, status: 'deleted' },
    ])
    const became = (ticket_id: string, time: string, value: string) => ({
      ticket_id,
      field_name: 'status',
      updated: at(time),
      value,
    })
    await given(db, rawZendeskTicketFieldHistory, [
      became('1', '01T10:00', 'new'),
      became('1', '01T11:00', 'solved'),
      became('1', '01T12:00', 'open'),
      became('1', '02T10:00', 'solved'),
      became('1', '06T10:00', 'closed'),
      became('2', '01T11:00', 'solved'),
      became('2', '01T12:00', 'open'),
    ])
    const rows = await tickets()
    const times = [...rows.values()].map((row) => [
      row.ticket_id,
      row.solved_at,
      row.resolution_minutes,
      row.reopen_count,
      row.is_deleted,
    ])
    expect(times.sort()).toEqual([
      ['zendesk:1', at('02T10:00'), 1440, 1, false],
      ['zendesk:2', null, null, 1, false],
      ['zendesk:3', at('01T11:00'), 60, 0, false],
      ['zendesk:4', null, null, null, true],
    ])
  })

  test('is rated good or bad by its latest rating, and by none that was only offered', async () => {
    const created_at = at('01T10:00')
    await given(db, rawZendeskTickets, [
      { id: '1', created_at },
      { id: '2', created_at, satisfaction_score: 'Bad' },
      { id: '3', created_at, satisfaction_score: 'Offered' },
    ])
    await given(db, rawZendeskSatisfactionRatings, [
      { id: 'a', ticket_id: '1', score: 'bad', updated_at: at('02T10:00') },
      { id: 'b', ticket_id: '1', score: 'good_with_comment', updated_at: at('03T10:00') },
    ])
    const rows = await tickets()
    expect([...rows].map(([id, row]) => [id, row.csat_score]).sort()).toEqual([
      ['zendesk:1', 1],
      ['zendesk:2', 0],
      ['zendesk:3', null],
    ])
  })
})
