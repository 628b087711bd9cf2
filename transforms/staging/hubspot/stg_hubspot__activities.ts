/** What our people noted in HubSpot: calls, e-mails, meetings, messages, notes, tasks. */
import { pick } from '../../../src/columns.ts'
import { chosen, isOneOf } from '../../../src/sql/choice.ts'
import { sourceKey } from '../../../src/sql/text.ts'
import { type Db, defineTable } from '../../../src/table.ts'
import {
  rawHubspotEngagementCompany,
  rawHubspotEngagementContact,
  rawHubspotEngagementDeal,
} from '../../sources/hubspot.ts'
import {
  activityColumns,
  type activityDirections,
  type activityTypes,
} from '../objects/activities.ts'
import { stgHubspotEngagements } from './stg_hubspot__engagements.ts'

const types = [
  ['CALL', 'call'],
  ['EMAIL', 'email'],
  ['INCOMING_EMAIL', 'email'],
  ['FORWARDED_EMAIL', 'email'],
  ['MEETING', 'meeting'],
  ['NOTE', 'note'],
  ['TASK', 'task'],
] as const

const directions = [
  ['OUTBOUND', 'outbound'],
  ['EMAIL', 'outbound'],
  ['FORWARDED_EMAIL', 'outbound'],
  ['INBOUND', 'inbound'],
  ['INCOMING_EMAIL', 'inbound'],
] as const

/** HubSpot’s sources of activities that no person wrote. */
const machines = ['AUTOMATION', 'AUTOMATION_PLATFORM', 'SEQUENCE', 'SEQUENCES', 'WORKFLOWS', 'BOT']

export const stgHubspotActivities = defineTable({
  name: 'stg_hubspot__activities',
  description:
    'The activities in HubSpot, deleted ones out, each with the first contact, company and deal that it is linked to.',
  grain: ['activity_id'],
  columns: pick(
    activityColumns,
    'activity_id',
    'source_system',
    'source_instance',
    'person_id',
    'account_id',
    'opportunity_id',
    'owner_id',
    'activity_type',
    'direction',
    'outcome',
    'is_automatic',
    'is_answered',
    'occurred_at',
    'duration_minutes',
  ),
  query: (db) =>
    db
      .selectFrom(stgHubspotEngagements.as('engagement'))
      .leftJoin(contacts(db).as('contact'), (join) =>
        join
          .onRef('contact.source_instance', '=', 'engagement.source_instance')
          .onRef('contact.engagement_id', '=', 'engagement.engagement_id'),
      )
      .leftJoin(companies(db).as('company'), (join) =>
        join
          .onRef('company.source_instance', '=', 'engagement.source_instance')
          .onRef('company.engagement_id', '=', 'engagement.engagement_id'),
      )
      .leftJoin(deals(db).as('deal'), (join) =>
        join
          .onRef('deal.source_instance', '=', 'engagement.source_instance')
          .onRef('deal.engagement_id', '=', 'engagement.engagement_id'),
      )
      .where('engagement.is_deleted', '=', false)
      .select(({ ref, lit, val }) => {
        const instance = ref('engagement.source_instance')
        return [
          sourceKey('hubspot', instance, ref('engagement.engagement_id')).as('activity_id'),
          val('hubspot').as('source_system'),
          'engagement.source_instance',
          sourceKey('hubspot', instance, ref('contact.contact_id')).as('person_id'),
          sourceKey('hubspot', instance, ref('company.company_id')).as('account_id'),
          sourceKey('hubspot', instance, ref('deal.deal_id')).as('opportunity_id'),
          sourceKey('hubspot', instance, ref('engagement.owner_id')).as('owner_id'),
          chosen(ref('engagement.engagement_type'), types, val('message'))
            .$castTo<(typeof activityTypes)[number]>()
            .as('activity_type'),
          chosen(ref('engagement.direction'), directions, lit(null))
            .$castTo<(typeof activityDirections)[number] | null>()
            .as('direction'),
          'engagement.outcome',
          isOneOf(ref('engagement.source'), machines).as('is_automatic'),
          'engagement.is_answered',
          'engagement.occurred_at',
          'engagement.duration_minutes',
        ]
      }),
})

const contacts = (db: Db) =>
  db
    .selectFrom(rawHubspotEngagementContact.as('link'))
    .select(({ fn }) => [
      'link.source_instance',
      'link.engagement_id',
      fn.min('link.contact_id').as('contact_id'),
    ])
    .groupBy(['link.source_instance', 'link.engagement_id'])

const companies = (db: Db) =>
  db
    .selectFrom(rawHubspotEngagementCompany.as('link'))
    .select(({ fn }) => [
      'link.source_instance',
      'link.engagement_id',
      fn.min('link.company_id').as('company_id'),
    ])
    .groupBy(['link.source_instance', 'link.engagement_id'])

const deals = (db: Db) =>
  db
    .selectFrom(rawHubspotEngagementDeal.as('link'))
    .select(({ fn }) => [
      'link.source_instance',
      'link.engagement_id',
      fn.min('link.deal_id').as('deal_id'),
    ])
    .groupBy(['link.source_instance', 'link.engagement_id'])
