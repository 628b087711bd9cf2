/** When Zendesk’s tickets were first answered and solved, by their comments and history. */
import { integer, text, timestamp } from '../../../src/columns.ts'
import { isOneOf } from '../../../src/sql/choice.ts'
import { countWhere, greatestWhere } from '../../../src/sql/latest.ts'
import { previous } from '../../../src/sql/window.ts'
import { type Db, defineTable } from '../../../src/table.ts'
import {
  rawZendeskTicketComments,
  rawZendeskTicketFieldHistory,
  rawZendeskTickets,
  rawZendeskUsers,
} from '../../sources/zendesk.ts'

export const stgZendeskTicketTimes = defineTable({
  name: 'stg_zendesk__ticket_times',
  description:
    'When Zendesk’s tickets were first answered in public by an agent, and last solved; of tickets with comments or a history of the status.',
  grain: ['source_instance', 'ticket_id'],
  columns: {
    source_instance: text('The instance; empty for the only one.'),
    ticket_id: text('Zendesk’s ticket id.'),
    first_replied_at: timestamp('When an agent first replied in public.').nullable(),
    solved_at: timestamp('When it last became solved.').nullable(),
    reopen_count: integer(
      'How often it was opened again; null where no history says it.',
    ).nullable(),
  },
  query: (db) =>
    db
      .selectFrom(rawZendeskTickets.as('ticket'))
      .leftJoin(replies(db).as('reply'), (join) =>
        join
          .onRef('reply.source_instance', '=', 'ticket.source_instance')
          .onRef('reply.ticket_id', '=', 'ticket.id'),
      )
      .leftJoin(solutions(db).as('solution'), (join) =>
        join
          .onRef('solution.source_instance', '=', 'ticket.source_instance')
          .onRef('solution.ticket_id', '=', 'ticket.id'),
      )
      .where(({ or, eb }) =>
        or([eb('reply.ticket_id', 'is not', null), eb('solution.ticket_id', 'is not', null)]),
      )
      .select([
        'ticket.source_instance',
        'ticket.id as ticket_id',
        'reply.replied_at as first_replied_at',
        'solution.solved_at',
        'solution.reopen_count',
      ]),
})

/** The first public comment of an agent after the ticket came in. */
const replies = (db: Db) =>
  db
    .selectFrom(rawZendeskTicketComments.as('comment'))
    .innerJoin(rawZendeskTickets.as('ticket'), (join) =>
      join
        .onRef('ticket.source_instance', '=', 'comment.source_instance')
        .onRef('ticket.id', '=', 'comment.ticket_id'),
    )
    .leftJoin(rawZendeskUsers.as('author'), (join) =>
      join
        .onRef('author.source_instance', '=', 'comment.source_instance')
        .onRef('author.id', '=', 'comment.user_id'),
    )
    .where('comment.public', '=', true)
    .whereRef('comment.created', '>', 'ticket.created_at')
    // Where the author is not known: whoever did not ask.
    .where(({ or, and, eb, ref }) =>
      or([
        eb('author.role', 'in', ['agent', 'admin']),
        and([
          eb('author.role', 'is', null),
          eb('comment.user_id', '!=', ref('ticket.requester_id')),
        ]),
      ]),
    )
    .select(({ fn }) => [
      'comment.source_instance',
      'comment.ticket_id',
      fn.min('comment.created').as('replied_at'),
    ])
    .groupBy(['comment.source_instance', 'comment.ticket_id'])

/** When the status last became a solved one, and how often it went back. */
const solutions = (db: Db) =>
  db
    .selectFrom(statuses(db).as('status'))
    .select(({ ref, eb, and }) => {
      const was = ref('status.was_solved')
      return [
        'status.source_instance',
        'status.ticket_id',
        greatestWhere(
          ref('status.updated'),
          and([eb('status.is_solved', '=', true), eb(was, 'is distinct from', true)]),
        ).as('solved_at'),
        countWhere(and([eb('status.is_solved', '=', false), eb(was, '=', true)])).as(
          'reopen_count',
        ),
      ]
    })
    .groupBy(['status.source_instance', 'status.ticket_id'])

const statuses = (db: Db) =>
  db
    .selectFrom(rawZendeskTicketFieldHistory.as('change'))
    .where('change.field_name', '=', 'status')
    .select(({ ref }) => {
      const isSolved = isOneOf(ref('change.value'), ['solved', 'closed'])
      return [
        'change.source_instance',
        'change.ticket_id',
        'change.updated',
        isSolved.as('is_solved'),
        previous(isSolved, {
          by: [ref('change.source_instance'), ref('change.ticket_id')],
          order: [ref('change.updated')],
        }).as('was_solved'),
      ]
    })
