/** What an account’s people did and were, and who of us was in touch with them. */
import { chosen } from '../../src/sql/choice.ts'
import { joined } from '../../src/sql/text.ts'
import type { Db } from '../../src/table.ts'
import { dimCampaigns } from '../conformed/dim_campaigns.ts'
import { dimOwners } from '../conformed/dim_owners.ts'
import { dimPeople } from '../conformed/dim_people.ts'
import { fctActivities } from '../conformed/fct_activities.ts'
import { fctLeadStages } from '../conformed/fct_lead_stages.ts'
import { fctTouchpoints } from '../conformed/fct_touchpoints.ts'
import type { EventRow, JourneyEvent } from './journey_event.ts'

const touchpointEvents = [
  ['session', 'Website session'],
  ['form', 'Form'],
  ['email', 'Marketing e-mail'],
  ['event', 'Marketing event'],
  ['ad', 'Advertisement'],
  ['campaign_response', 'Campaign response'],
] as const satisfies readonly (readonly [string, JourneyEvent])[]

const activityEvents = [
  ['call', 'Call'],
  ['email', 'E-mail'],
  ['meeting', 'Meeting'],
  ['message', 'Message'],
  ['task', 'Task'],
] as const satisfies readonly (readonly [string, JourneyEvent])[]

export const touchpoints = (db: Db) =>
  db
    .selectFrom(fctTouchpoints.as('touch'))
    .leftJoin(campaigns(db).as('campaign'), 'campaign.campaign_id', 'touch.campaign_id')
    .select(({ fn, ref, val }) => [
      'touch.account_id',
      chosen(ref('touch.touchpoint_type'), touchpointEvents, val('Other touchpoint'))
        .$castTo<JourneyEvent>()
        .as('event'),
      'touch.touchpoint_id as record_id',
      'touch.person_id',
      fn
        .coalesce('campaign.campaign_name', 'touch.landing_page', 'touch.traffic_source')
        .as('title'),
      'touch.source_system',
      'touch.channel',
      'touch.occurred_date as date',
      'touch.occurred_at',
    ])
    .$castTo<EventRow>()

/** Those that are a campaign, and no member that stands for none. */
const campaigns = (db: Db) =>
  db
    .selectFrom(dimCampaigns.as('campaign'))
    .where('campaign.campaign_id', 'not in', ['unknown', 'not_allocated'])
    .select(['campaign.campaign_id', 'campaign.campaign_name'])

export const leadStages = (db: Db) =>
  db
    .selectFrom(fctLeadStages.as('stage'))
    .innerJoin(dimPeople.as('person'), 'person.person_id', 'stage.person_id')
    .select(({ val }) => [
      'person.account_id',
      val<JourneyEvent>('Lead stage').as('event'),
      'stage.source_key as record_id',
      'stage.person_id',
      'stage.stage_name as title',
      'stage.source_system',
      'stage.entered_date as date',
      'stage.entered_at as occurred_at',
    ])
    .$castTo<EventRow>()

export const activities = (db: Db) =>
  db
    .selectFrom(fctActivities.as('activity'))
    .leftJoin(colleagues(db).as('colleague'), 'colleague.owner_id', 'activity.owner_id')
    .select(({ ref, val }) => [
      'activity.account_id',
      chosen(ref('activity.activity_type'), activityEvents, val('Note'))
        .$castTo<JourneyEvent>()
        .as('event'),
      'activity.activity_id as record_id',
      'activity.person_id',
      'activity.opportunity_id',
      joined(ref('activity.direction'), ref('activity.outcome')).as('title'),
      'activity.source_system',
      'colleague.owner_name as handled_by',
      'activity.occurred_date as date',
      'activity.occurred_at',
    ])
    .$castTo<EventRow>()

/** Owners who are somebody. */
export const colleagues = (db: Db) =>
  db
    .selectFrom(dimOwners.as('owner'))
    .where('owner.owner_id', 'not in', ['unknown', 'not_allocated'])
    .select(['owner.owner_id', 'owner.owner_name'])
