/** The worked case of view `support` (support.*.md), through the real transforms and model. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { given } from '../../src/testing.ts'
import { dimAccounts } from '../../transforms/conformed/dim_accounts.ts'
import { dimDates } from '../../transforms/conformed/dim_dates.ts'
import { dimOwners } from '../../transforms/conformed/dim_owners.ts'
import { dimPeople } from '../../transforms/conformed/dim_people.ts'
import { fctTickets } from '../../transforms/conformed/fct_tickets.ts'
import { mapPeople } from '../../transforms/conformed/map_people.ts'
import { martSupport } from '../../transforms/marts/mart_support.ts'
import { stgTickets } from '../../transforms/staging/stg_tickets.ts'
import { make, openMemory } from '../transforms/chain.ts'
import { givenCompany, revenueTables } from '../transforms/revenue_inputs.ts'
import { answer, type Question, type ServedCase, serve } from './served_case.ts'

/** Of each ticket: account, opened, minutes to the first response, solved, rating. */
const tickets = [
  ['1', 'Acme', '2024-01-10T09:00', 10, '2024-01-10T11:00', 1],
  ['2', 'Acme', '2024-01-31T23:50', 30, '2024-02-20T14:50', 0],
  ['3', 'Beta', '2024-02-01T09:00', 50, '2024-02-01T14:00', 1],
  ['4', 'Beta', '2024-02-05T09:00', null, null, null],
  ['5', null, '2024-02-06T09:00', 20, '2024-03-01T09:00', 1],
  ['deleted', 'Acme', '2024-02-07T09:00', 1, null, null],
  ['ours', 'Us', '2024-02-07T09:00', 1, null, null],
  ['later', 'Acme', '2024-02-29T13:00', null, null, null],
] as const

let served: ServedCase
beforeAll(async () => {
  const db = await openMemory()
  await givenCompany(db, {
    asOf: '2024-02-29',
    changes: [
      { account: 'Acme', on: '2024-01-02', mrr: '100' },
      { account: 'Beta', on: '2024-01-02', mrr: '100' },
      { account: 'Gamma', on: '2024-01-02', mrr: '100' },
      { account: 'Gamma', on: '2024-02-10', mrr: '-100' },
    ],
    versions: [
      { account: 'Acme', segment: 'Mid-Market' },
      { account: 'Acme', segment: 'Enterprise', from: '2024-02-15' },
      { account: 'Beta' },
      { account: 'Gamma' },
      { account: 'Us' },
      { account: 'unknown', owner: 'unknown', segment: 'Unknown' },
    ],
    internal: ['Us'],
  })
  await given(db, mapPeople, [])
  await given(db, dimPeople, [])
  await given(
    db,
    stgTickets,
    tickets.map(([id, account, opened, minutes, solved, rating]) => ({
      ticket_id: id,
      source_system: 'zendesk',
      account_id: account,
      agent_name: account === 'Acme' ? 'Zoe' : 'Bob',
      priority: id === '1' ? 'URGENT' : 'normal',
      is_deleted: id === 'deleted',
      created_at: new Date(`${opened}Z`),
      solved_at: solved === null ? null : new Date(`${solved}Z`),
      first_response_minutes: minutes,
      csat_score: rating,
    })),
  )
  await make(db, [...revenueTables, fctTickets, martSupport])
  served = await serve(db, [martSupport, dimAccounts, dimOwners, dimDates], '2024-02-29T12:00:00Z')
  await db.destroy()
})
afterAll(() => served.close())

const measures = [
  'tickets',
  'median_first_response_minutes',
  'median_resolution_hours',
  'csat',
  'tickets_per_customer',
]
const ask = (question?: Question, of: readonly string[] = measures) =>
  answer(served.semantic, 'support', of, question)

test('each measure counts on the day of its own event, medians of rows and not of months', async () => {
  expect(await ask({ grain: 'month' })).toEqual({
    '2024-01-01': {
      tickets: 2,
      median_first_response_minutes: 10,
      median_resolution_hours: 2,
      csat: 1,
      tickets_per_customer: expect.closeTo(2 / 3, 8),
    },
    '2024-02-01': {
      tickets: 3,
      median_first_response_minutes: 30,
      median_resolution_hours: 238,
      csat: 0.5,
      tickets_per_customer: 1.5,
    },
  })
})

test.each(['quarter', 'year', undefined] as const)('by %s it is recomputed', async (grain) => {
  expect(Object.values(await ask(grain ? { grain } : {}))).toEqual([
    {
      tickets: 5,
      median_first_response_minutes: 25,
      median_resolution_hours: 5,
      csat: expect.closeTo(2 / 3, 8),
      tickets_per_customer: 2.5,
    },
  ])
})

test('by segment it is the one of the day of the event, and no ticket is no rate of 0', async () => {
  const february = { from: '2024-02-01', to: '2024-02-29' }
  expect(await ask({ by: ['segment'], ...february })).toEqual({
    'Mid-Market': {
      tickets: 0,
      median_first_response_minutes: 30,
      median_resolution_hours: null,
      csat: null,
      tickets_per_customer: null,
    },
    Enterprise: {
      tickets: 0,
      median_first_response_minutes: null,
      median_resolution_hours: 471,
      csat: 0,
      tickets_per_customer: null,
    },
    SMB: {
      tickets: 2,
      median_first_response_minutes: 50,
      median_resolution_hours: 5,
      csat: 1,
      tickets_per_customer: 2,
    },
    Unknown: {
      tickets: 1,
      median_first_response_minutes: 20,
      median_resolution_hours: null,
      csat: null,
      tickets_per_customer: null,
    },
  })
})

test('by agent and priority, and urgent ones alone', async () => {
  const few = ['tickets', 'csat']
  expect(
    await ask({ by: ['agent', 'priority'], where: { source_system: 'zendesk' } }, few),
  ).toEqual({
    'Zoe | Urgent': { tickets: 1, csat: 1 },
    'Zoe | Normal': { tickets: 1, csat: 0 },
    'Bob | Normal': { tickets: 3, csat: 1 },
  })
  const { rows } = await served.semantic.load(
    { measures: ['support.tickets'], segments: ['support.urgent_tickets'] },
    { role: 'admin' },
  )
  expect(rows).toEqual([{ 'support.tickets': '1' }])
})

test('tickets per customer by agent is refused: customers have none', async () => {
  await expect(ask({ by: ['agent'] }, ['tickets_per_customer'])).rejects.toThrow(
    'support.tickets_per_customer cannot be sliced or filtered by agent; it allows account_name',
  )
})

test('a manager sees the tickets of the team’s accounts', async () => {
  const of = async (team: string) =>
    (
      await served.semantic.load({ measures: ['support.tickets'] }, {
        role: 'manager',
        team,
      } as never)
    ).rows
  expect(await of('Sales')).toEqual([{ 'support.tickets': '5' }])
  expect(await of('North')).toEqual([{ 'support.tickets': '0' }])
})
