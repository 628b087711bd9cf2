/** Zendesk’s tickets. */
import { pick } from '../../../src/columns.ts'
import { minutesBetween } from '../../../src/sql/duration.ts'
import { anyTrue } from '../../../src/sql/flags.ts'
import { latest } from '../../../src/sql/latest.ts'
import { comparable, containsWord, sourceKey, tidy } from '../../../src/sql/text.ts'
import { type Db, defineTable } from '../../../src/table.ts'
import {
  rawZendeskGroup,
  rawZendeskOrganizations,
  rawZendeskSatisfactionRatings,
  rawZendeskTickets,
  rawZendeskUsers,
} from '../../sources/zendesk.ts'
import { ticketColumns } from '../objects/tickets.ts'
import { stgZendeskTicketTimes } from './stg_zendesk__ticket_times.ts'

export const stgZendeskTickets = defineTable({
  name: 'stg_zendesk__tickets',
  description:
    'Zendesk’s tickets as last exported, deleted ones included; times and reopenings as Zendesk counts them, else by comments and history.',
  grain: ['ticket_id'],
  columns: pick(
    ticketColumns,
    'ticket_id',
    'source_system',
    'source_instance',
    'account_id',
    'account_name',
    'person_id',
    'requester_email',
    'agent_name',
    'team_name',
    'ticket_status',
    'priority',
    'ticket_type',
    'via',
    'satisfaction',
    'is_deleted',
    'created_at',
    'solved_at',
    'first_response_minutes',
    'resolution_minutes',
    'reopen_count',
    'csat_score',
  ),
  query: (db) =>
    db
      .selectFrom(rawZendeskTickets.as('ticket'))
      .leftJoin(stgZendeskTicketTimes.as('known'), (join) =>
        join
          .onRef('known.source_instance', '=', 'ticket.source_instance')
          .onRef('known.ticket_id', '=', 'ticket.id'),
      )
      .leftJoin(organizationsByName(db).as('organization'), (join) =>
        join
          .onRef('organization.source_instance', '=', 'ticket.source_instance')
          .on(({ eb, ref }) =>
            eb(comparable(ref('ticket.organization')), '=', ref('organization.name')),
          ),
      )
      .leftJoin(usersByAddress(db).as('mailbox'), (join) =>
        join
          .onRef('mailbox.source_instance', '=', 'ticket.source_instance')
          .on(({ eb, ref }) =>
            eb(comparable(ref('ticket.requester_email')), '=', ref('mailbox.email')),
          ),
      )
      .leftJoin(rawZendeskUsers.as('requester'), (join) =>
        join
          .onRef('requester.source_instance', '=', 'ticket.source_instance')
          .on(({ eb, ref, fn }) =>
            eb(ref('requester.id'), '=', fn.coalesce('ticket.requester_id', 'mailbox.id')),
          ),
      )
      .leftJoin(rawZendeskUsers.as('agent'), (join) =>
        join
          .onRef('agent.source_instance', '=', 'ticket.source_instance')
          .onRef('agent.id', '=', 'ticket.assignee_id'),
      )
      .leftJoin(rawZendeskGroup.as('team'), (join) =>
        join
          .onRef('team.source_instance', '=', 'ticket.source_instance')
          .onRef('team.id', '=', 'ticket.group_id'),
      )
      .leftJoin(ratings(db).as('rating'), (join) =>
        join
          .onRef('rating.source_instance', '=', 'ticket.source_instance')
          .onRef('rating.ticket_id', '=', 'ticket.id'),
      )
      .select(({ ref, eb, fn, val, lit }) => {
        const instance = ref('ticket.source_instance')
        const status = comparable(ref('ticket.status'))
        const satisfaction = comparable(fn.coalesce('ticket.satisfaction_score', 'rating.score'))
        // A ticket that was opened again is not solved, though Zendesk keeps when it was.
        const isSolved = eb(status, 'in', ['solved', 'closed'])
        const solvedAt = fn.coalesce('ticket.solved_at', 'known.solved_at')
        return [
          sourceKey('zendesk', instance, ref('ticket.id')).as('ticket_id'),
          val('zendesk').as('source_system'),
          'ticket.source_instance',
          sourceKey(
            'zendesk',
            instance,
            fn.coalesce('ticket.organization_id', 'organization.id', 'requester.organization_id'),
          ).as('account_id'),
          tidy(ref('ticket.organization')).as('account_name'),
          sourceKey('zendesk', instance, fn.coalesce('ticket.requester_id', 'mailbox.id')).as(
            'person_id',
          ),
          fn
            .coalesce(comparable(ref('ticket.requester_email')), comparable(ref('requester.email')))
            .as('requester_email'),
          fn.coalesce(tidy(ref('ticket.assignee')), tidy(ref('agent.name'))).as('agent_name'),
          fn.coalesce(tidy(ref('ticket.group')), tidy(ref('team.name'))).as('team_name'),
          status.as('ticket_status'),
          comparable(ref('ticket.priority')).as('priority'),
          comparable(ref('ticket.ticket_type')).as('ticket_type'),
          comparable(ref('ticket.via')).as('via'),
          satisfaction.as('satisfaction'),
          anyTrue(ref('ticket.is_gone'), eb(status, '=', 'deleted').$castTo<boolean | null>()).as(
            'is_deleted',
          ),
          'ticket.created_at',
          eb.case().when(isSolved).then(solvedAt).end().as('solved_at'),
          fn
            .coalesce(
              'ticket.first_reply_minutes',
              minutesBetween(ref('ticket.created_at'), ref('known.first_replied_at')),
            )
            .as('first_response_minutes'),
          eb
            .case()
            .when(isSolved)
            .then(
              fn.coalesce(
                'ticket.full_resolution_minutes',
                minutesBetween(ref('ticket.created_at'), solvedAt),
              ),
            )
            .end()
            .as('resolution_minutes'),
          fn.coalesce('ticket.reopens', 'known.reopen_count').as('reopen_count'),
          eb
            .case()
            .when(containsWord(satisfaction, 'good'))
            .then(eb.cast<number>(lit(1), 'double precision'))
            .when(containsWord(satisfaction, 'bad'))
            .then(eb.cast<number>(lit(0), 'double precision'))
            .end()
            .as('csat_score'),
        ]
      }),
})

/** Native exports give the organisation by name: the one that has it, if only one does. */
const organizationsByName = (db: Db) =>
  db
    .selectFrom(
      db
        .selectFrom(rawZendeskOrganizations.as('any'))
        .where('any.is_gone', '=', false)
        .select(({ ref }) => [
          'any.source_instance',
          'any.id',
          comparable(ref('any.name')).as('name'),
        ])
        .as('named'),
    )
    .where('named.name', 'is not', null)
    .select(({ fn }) => ['named.source_instance', 'named.name', fn.min('named.id').as('id')])
    .groupBy(['named.source_instance', 'named.name'])
    .having(({ eb, fn }) => eb(fn.countAll(), '=', 1))

/** The user of an address, if only one has it. */
const usersByAddress = (db: Db) =>
  db
    .selectFrom(
      db
        .selectFrom(rawZendeskUsers.as('any'))
        .where('any.is_gone', '=', false)
        .select(({ ref }) => [
          'any.source_instance',
          'any.id',
          comparable(ref('any.email')).as('email'),
        ])
        .as('addressed'),
    )
    .where('addressed.email', 'is not', null)
    .select(({ fn }) => [
      'addressed.source_instance',
      'addressed.email',
      fn.min('addressed.id').as('id'),
    ])
    .groupBy(['addressed.source_instance', 'addressed.email'])
    .having(({ eb, fn }) => eb(fn.countAll(), '=', 1))

const ratings = (db: Db) =>
  db
    .selectFrom(rawZendeskSatisfactionRatings.as('rating'))
    .select(({ ref, fn }) => [
      'rating.source_instance',
      'rating.ticket_id',
      latest(ref('rating.score'), fn.coalesce('rating.updated_at', 'rating.created_at')).as(
        'score',
      ),
    ])
    .groupBy(['rating.source_instance', 'rating.ticket_id'])
