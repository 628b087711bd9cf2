/** Support tickets beside the customers who may ask, under one calendar. */
import { day, integer, number, oneOf, type RowOf, text } from '../../src/columns.ts'
import { hoursOf } from '../../src/sql/duration.ts'
import { oneIfAny, totalRecurring } from '../../src/sql/recurring.ts'
import { unionByName } from '../../src/sql/union.ts'
import { type Db, defineTable } from '../../src/table.ts'
import { dimAccounts } from '../conformed/dim_accounts.ts'
import { dimOwners } from '../conformed/dim_owners.ts'
import { fctAccountMonths } from '../conformed/fct_account_months.ts'
import { fctTickets } from '../conformed/fct_tickets.ts'
import { mapAccountAttributes } from '../conformed/map_account_attributes.ts'

const events = ['opened', 'answered', 'solved', 'rated', 'balance'] as const
type Event = (typeof events)[number]

const columns = {
  event: oneOf(
    events,
    'What the row is: a ticket that was opened, first answered, last solved or rated, or an account’s balance at a month end.',
  ),
  ticket_id: text('The ticket; not_allocated for a balance.'),
  account_id: text('The account.'),
  owner_id: text('Who owned the account on the date.'),
  team: text('The owner’s team on the date.'),
  segment: text('The account’s segment on the date.'),
  source_system: text('The help desk; `Not allocated` for a balance.'),
  agent: text('Who works on the ticket; likewise.'),
  support_team: text('The group that works on it; likewise.'),
  ticket_status: text('Where it stands; likewise.'),
  priority: text('How urgent it is; likewise.'),
  ticket_type: text('What it is about; likewise.'),
  via: text('How it came in; likewise.'),
  date: day('The day of the event; a rating has that of the solution.'),
  balance_date: day('The date of a balance; null for every other event.').nullable(),
  customer_count: integer('Of a balance: 1 with MRR above 0, else 0; else null.').nullable(),
  first_response_minutes: number('Of a ticket answered; else null.').nullable(),
  resolution_hours: number('Of a ticket solved; else null.').nullable(),
  csat_score: number('Of a ticket rated: 1 for good, 0 for bad; else null.').nullable(),
}
type Row = RowOf<typeof columns>
type Happened = Pick<
  Row,
  'event' | 'ticket_id' | 'date' | 'first_response_minutes' | 'resolution_hours' | 'csat_score'
>

export const martSupport = defineTable({
  name: 'mart_support',
  description:
    'Support tickets by what happened to them, and which accounts were customers at month ends, one event a row.',
  grain: ['event', 'ticket_id', 'account_id', 'owner_id', 'team', 'segment', 'date'],
  columns,
  relations: [
    { column: 'account_id', to: dimAccounts, unknown: 'unknown' },
    { column: 'owner_id', to: dimOwners, unknown: 'unknown' },
  ],
  // What an event lacks is null: the union goes by name, and the audit holds it to the columns.
  query: (db) => unionByName<Row>(happened(db).$castTo<Row>(), balances(db).$castTo<Row>()),
})

/** What happened to tickets, under the attributes that their accounts had on that day. */
const happened = (db: Db) =>
  db
    .selectFrom(
      unionByName<Happened>(
        opened(db).$castTo<Happened>(),
        answered(db).$castTo<Happened>(),
        solved(db).$castTo<Happened>(),
        rated(db).$castTo<Happened>(),
      ).as('happened'),
    )
    .innerJoin(fctTickets.as('ticket'), 'ticket.ticket_id', 'happened.ticket_id')
    .leftJoin(mapAccountAttributes.as('attributes'), (join) =>
      join
        .onRef('attributes.account_id', '=', 'ticket.account_id')
        .onRef('attributes.valid_from', '<=', 'happened.date')
        .onRef('attributes.valid_to', '>', 'happened.date'),
    )
    .selectAll('happened')
    .select([
      'ticket.account_id',
      'attributes.owner_id',
      'attributes.team',
      'attributes.segment',
      'ticket.source_system',
      'ticket.agent_name as agent',
      'ticket.support_team',
      'ticket.ticket_status',
      'ticket.priority',
      'ticket.ticket_type',
      'ticket.via',
    ])

const tickets = (db: Db, event: Event) =>
  db
    .selectFrom(fctTickets.as('ticket'))
    .select(({ val }) => [val<Event>(event).as('event'), 'ticket.ticket_id'])

const opened = (db: Db) => tickets(db, 'opened').select('ticket.opened_date as date')

const answered = (db: Db) =>
  tickets(db, 'answered')
    .where('ticket.answered_date', 'is not', null)
    .select(['ticket.answered_date as date', 'ticket.first_response_minutes'])

const solved = (db: Db) =>
  tickets(db, 'solved')
    .where('ticket.solved_date', 'is not', null)
    .select(({ ref }) => [
      'ticket.solved_date as date',
      hoursOf(ref('ticket.resolution_minutes')).as('resolution_hours'),
    ])

const rated = (db: Db) =>
  tickets(db, 'rated')
    .where('ticket.csat_score', 'is not', null)
    .select(({ fn }) => [
      fn.coalesce('ticket.solved_date', 'ticket.opened_date').as('date'),
      'ticket.csat_score',
    ])

/** A closing row counts as any other: what it says is that the balance is 0. */
const balances = (db: Db) =>
  db
    .selectFrom(fctAccountMonths.as('month'))
    .groupBy([
      'month.account_id',
      'month.owner_id',
      'month.team',
      'month.segment',
      'month.balance_date',
    ])
    .select(({ ref, val }) => [
      val<Event>('balance').as('event'),
      val('not_allocated').as('ticket_id'),
      'month.account_id',
      'month.owner_id',
      'month.team',
      'month.segment',
      ...(
        [
          'source_system',
          'agent',
          'support_team',
          'ticket_status',
          'priority',
          'ticket_type',
          'via',
        ] as const
      ).map((name) => val('Not allocated').as(name)),
      'month.balance_date as date',
      'month.balance_date',
      oneIfAny(totalRecurring(ref('month.mrr'))).as('customer_count'),
    ])
