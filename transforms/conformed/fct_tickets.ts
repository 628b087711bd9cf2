/** The support tickets of our customers, and how they were answered. */
import { day, integer, number, text, timestamp } from '../../src/columns.ts'
import { dataAsOf } from '../../src/run_tables.ts'
import { minutesBetween, minutesLater } from '../../src/sql/duration.ts'
import { tidy, words } from '../../src/sql/text.ts'
import { dayOf } from '../../src/sql/time.ts'
import { type Db, defineTable } from '../../src/table.ts'
import { stgTickets } from '../staging/stg_tickets.ts'
import { dimAccounts } from './dim_accounts.ts'
import { dimPeople } from './dim_people.ts'
import { mapAccountAttributes } from './map_account_attributes.ts'
import { mapAccounts } from './map_accounts.ts'
import { mapPeople } from './map_people.ts'

export const fctTickets = defineTable({
  name: 'fct_tickets',
  description: 'Support tickets; deleted ones and those of internal accounts are out.',
  grain: ['ticket_id'],
  columns: {
    ticket_id: text('Scoped by source: zendesk:12.'),
    account_id: text(
      'The organisation’s account, else the requester’s; unknown where neither is one of ours.',
    ),
    person_id: text('Who asked; unknown where the system does not say.'),
    owner_id: text('Who owned the account on the day it was opened.'),
    team: text('The owner’s team on that day.'),
    segment: text('The account’s segment on that day.'),
    source_system: text('The help desk.'),
    agent_name: text('Who works on it; `Unknown` where the system does not say.'),
    support_team: text('The group that works on it; `Unknown` likewise.'),
    ticket_status: text('Where it stands; `Unknown` likewise.'),
    priority: text('How urgent it is; `Unknown` likewise.'),
    ticket_type: text('What it is about; `Unknown` likewise.'),
    via: text('How it came in; `Unknown` likewise.'),
    opened_at: timestamp('When it was opened.'),
    opened_date: day('The day of opened_at.'),
    answered_date: day('The day of the first response; null without one.').nullable(),
    solved_at: timestamp('When it was last solved; null while it is not.').nullable(),
    solved_date: day('The day of solved_at.').nullable(),
    first_response_minutes: number(
      'From opened to the first public reply of an agent, by the calendar.',
    ).nullable(),
    resolution_minutes: number('From opened to last solved, by the calendar.').nullable(),
    reopen_count: integer('How often it was opened again.').nullable(),
    csat_score: number(
      'How content the requester was: 1 for good, 0 for bad; null without a rating.',
    ).nullable(),
  },
  relations: [
    { column: 'account_id', to: dimAccounts, unknown: 'unknown' },
    { column: 'person_id', to: dimPeople, unknown: 'unknown' },
  ],
  query: (db) =>
    db
      .selectFrom(answered(db).as('ticket'))
      .leftJoin(mapAccountAttributes.as('attributes'), (join) =>
        join
          .onRef('attributes.account_id', '=', 'ticket.account_id')
          .onRef('attributes.valid_from', '<=', 'ticket.opened_date')
          .onRef('attributes.valid_to', '>', 'ticket.opened_date'),
      )
      .select(({ eb, fn, ref, val }) => {
        const named = (name: Parameters<typeof tidy>[0]) => fn.coalesce(tidy(name), val('Unknown'))
        const isAnswered = eb('ticket.answered_at', '<=', ref('ticket.as_of'))
        const isSolved = eb('ticket.solved_at', '<=', ref('ticket.as_of'))
        const isKnown = eb.or([isSolved, eb('ticket.solved_at', 'is', null)])
        return [
          'ticket.ticket_id',
          'ticket.account_id',
          'ticket.person_id',
          'attributes.owner_id',
          'attributes.team',
          'attributes.segment',
          'ticket.source_system',
          named(ref('ticket.agent_name')).as('agent_name'),
          named(ref('ticket.team_name')).as('support_team'),
          named(words(ref('ticket.ticket_status'))).as('ticket_status'),
          named(words(ref('ticket.priority'))).as('priority'),
          named(words(ref('ticket.ticket_type'))).as('ticket_type'),
          named(words(ref('ticket.via'))).as('via'),
          'ticket.created_at as opened_at',
          'ticket.opened_date',
          eb
            .case()
            .when(isAnswered)
            .then(dayOf(ref('ticket.answered_at')))
            .end()
            .as('answered_date'),
          eb.case().when(isSolved).then(ref('ticket.solved_at')).end().as('solved_at'),
          eb
            .case()
            .when(isSolved)
            .then(dayOf(ref('ticket.solved_at')))
            .end()
            .as('solved_date'),
          eb
            .case()
            .when(isAnswered)
            .then(ref('ticket.first_response_minutes'))
            .end()
            .as('first_response_minutes'),
          eb
            .case()
            .when(isSolved)
            .then(
              fn.coalesce(
                'ticket.resolution_minutes',
                minutesBetween(ref('ticket.created_at'), ref('ticket.solved_at')),
              ),
            )
            .end()
            .as('resolution_minutes'),
          'ticket.reopen_count',
          eb.case().when(isKnown).then(ref('ticket.csat_score')).end().as('csat_score'),
        ]
      })
      .$narrowType<{ owner_id: string; team: string; segment: string }>(),
})

/** What an export tells of later than data_as_of has not happened yet. */
const answered = (db: Db) =>
  db
    .selectFrom(resolved(db).as('ticket'))
    .innerJoin(dataAsOf.as('run'), (join) => join.onRef('run.as_of', '>=', 'ticket.created_at'))
    .selectAll('ticket')
    .select(({ ref }) => [
      'run.as_of',
      dayOf(ref('ticket.created_at')).as('opened_date'),
      minutesLater(ref('ticket.created_at'), ref('ticket.first_response_minutes')).as(
        'answered_at',
      ),
    ])

/** Tickets of accounts and people as they are over all systems. */
const resolved = (db: Db) =>
  db
    .selectFrom(stgTickets.as('ticket'))
    .leftJoin(mapAccounts.as('organisation'), 'organisation.source_key', 'ticket.account_id')
    .leftJoin(mapPeople.as('requester'), 'requester.source_key', 'ticket.person_id')
    .leftJoin(dimPeople.as('person'), 'person.person_id', 'requester.person_id')
    .leftJoin(dimAccounts.as('employer'), 'employer.account_id', 'person.account_id')
    .where('ticket.is_deleted', '=', false)
    .where(({ eb, fn, lit }) =>
      eb(fn.coalesce('organisation.is_internal', 'requester.is_internal', lit(false)), '=', false),
    )
    .select(({ fn, val }) => [
      'ticket.ticket_id',
      fn
        .coalesce('organisation.account_id', 'employer.account_id', val('unknown'))
        .as('account_id'),
      fn.coalesce('person.person_id', val('unknown')).as('person_id'),
      'ticket.source_system',
      'ticket.agent_name',
      'ticket.team_name',
      'ticket.ticket_status',
      'ticket.priority',
      'ticket.ticket_type',
      'ticket.via',
      'ticket.created_at',
      'ticket.solved_at',
      'ticket.first_response_minutes',
      'ticket.resolution_minutes',
      'ticket.reopen_count',
      'ticket.csat_score',
    ])
