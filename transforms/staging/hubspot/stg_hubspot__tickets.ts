/** HubSpot’s support tickets. */
import { pick } from '../../../src/columns.ts'
import { minutesBetween } from '../../../src/sql/duration.ts'
import { anyTrue } from '../../../src/sql/flags.ts'
import { latestOf } from '../../../src/sql/latest_versions.ts'
import { asText, firstOf, joined, sourceKey, tidy, withoutAddress } from '../../../src/sql/text.ts'
import { type Db, defineTable } from '../../../src/table.ts'
import {
  rawHubspotOwner,
  rawHubspotTeam,
  rawHubspotTicketCompany,
  rawHubspotTicketContact,
  rawHubspotTicketPipelineStage,
  rawHubspotTickets,
} from '../../sources/hubspot.ts'
import { ticketColumns } from '../objects/tickets.ts'

export const stgHubspotTickets = defineTable({
  name: 'stg_hubspot__tickets',
  description: 'HubSpot’s support tickets as last exported, deleted ones included.',
  grain: ['ticket_id'],
  columns: pick(
    ticketColumns,
    'ticket_id',
    'source_system',
    'source_instance',
    'account_id',
    'person_id',
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
    'csat_score',
  ),
  query: (db) =>
    db
      .selectFrom(rawHubspotTickets.as('ticket'))
      .leftJoin(companies(db).as('company'), (join) =>
        join
          .onRef('company.source_instance', '=', 'ticket.source_instance')
          .onRef('company.ticket_id', '=', 'ticket.id'),
      )
      .leftJoin(contacts(db).as('contact'), (join) =>
        join
          .onRef('contact.source_instance', '=', 'ticket.source_instance')
          .onRef('contact.ticket_id', '=', 'ticket.id'),
      )
      .leftJoin(rawHubspotTicketPipelineStage.as('stage'), (join) =>
        join
          .onRef('stage.source_instance', '=', 'ticket.source_instance')
          .onRef('stage.pipeline_id', '=', 'ticket.pipeline')
          .onRef('stage.stage_id', '=', 'ticket.stage'),
      )
      .leftJoin(latestOf(db, rawHubspotOwner).as('owner'), (join) =>
        join
          .onRef('owner.source_instance', '=', 'ticket.source_instance')
          .onRef('owner.owner_id', '=', 'ticket.hubspot_owner_id'),
      )
      .leftJoin(rawHubspotTeam.as('team'), (join) =>
        join
          .onRef('team.source_instance', '=', 'ticket.source_instance')
          .onRef('team.id', '=', 'ticket.hubspot_team'),
      )
      .select(({ eb, ref, fn, val }) => {
        const instance = ref('ticket.source_instance')
        return [
          sourceKey('hubspot', instance, ref('ticket.id')).as('ticket_id'),
          val('hubspot').as('source_system'),
          'ticket.source_instance',
          sourceKey(
            'hubspot',
            instance,
            fn.coalesce(firstOf(ref('ticket.associated_company_ids')), 'company.company_id'),
          ).as('account_id'),
          sourceKey(
            'hubspot',
            instance,
            fn.coalesce(firstOf(ref('ticket.associated_contact_ids')), 'contact.contact_id'),
          ).as('person_id'),
          fn
            .coalesce(
              withoutAddress(ref('ticket.ticket_owner')),
              joined(tidy(ref('owner.first_name')), tidy(ref('owner.last_name'))),
            )
            .as('agent_name'),
          fn.coalesce('team.name', 'ticket.hubspot_team').as('team_name'),
          fn.coalesce('stage.label', 'ticket.stage').as('ticket_status'),
          'ticket.priority',
          'ticket.category as ticket_type',
          'ticket.source as via',
          asText(ref('ticket.csat')).as('satisfaction'),
          anyTrue(ref('ticket.is_deleted'), ref('ticket.is_gone')).as('is_deleted'),
          'ticket.created_at',
          'ticket.closed_at as solved_at',
          minutesBetween(ref('ticket.created_at'), ref('ticket.first_replied_at')).as(
            'first_response_minutes',
          ),
          minutesBetween(ref('ticket.created_at'), ref('ticket.closed_at')).as(
            'resolution_minutes',
          ),
          // HubSpot’s own scale: 0 unhappy, 1 neutral, 2 happy. What lies outside is of another.
          eb
            .case()
            .when(eb.between('ticket.csat', 0, 2))
            .then(eb('ticket.csat', '/', 2))
            .end()
            .as('csat_score'),
        ]
      }),
})

const companies = (db: Db) =>
  db
    .selectFrom(rawHubspotTicketCompany.as('link'))
    .select(({ fn }) => [
      'link.source_instance',
      'link.ticket_id',
      fn.min('link.company_id').as('company_id'),
    ])
    .groupBy(['link.source_instance', 'link.ticket_id'])

const contacts = (db: Db) =>
  db
    .selectFrom(rawHubspotTicketContact.as('link'))
    .select(({ fn }) => [
      'link.source_instance',
      'link.ticket_id',
      fn.min('link.contact_id').as('contact_id'),
    ])
    .groupBy(['link.source_instance', 'link.ticket_id'])
