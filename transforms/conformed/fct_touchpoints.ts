/** Contacts of people with our marketing. */
import { type Day, day, flag, integer, oneOf, text, timestamp } from '../../src/columns.ts'
import { dataAsOf } from '../../src/run_tables.ts'
import { firstKnown } from '../../src/sql/known.ts'
import { matchesPattern } from '../../src/sql/patterns.ts'
import { comparable, serial, tidy } from '../../src/sql/text.ts'
import { dateOf } from '../../src/sql/time.ts'
import { unionByName } from '../../src/sql/union.ts'
import { type Db, defineTable } from '../../src/table.ts'
import { stgCampaignMembers } from '../staging/stg_campaign_members.ts'
import { stgTouchpoints } from '../staging/stg_touchpoints.ts'
import { dimAccounts } from './dim_accounts.ts'
import { dimCampaigns } from './dim_campaigns.ts'
import { dimPeople } from './dim_people.ts'
import { mapAccounts } from './map_accounts.ts'
import { mapCampaigns } from './map_campaigns.ts'
import { mapChannels } from './map_channels.ts'
import { mapPeople } from './map_people.ts'

type TouchpointType = (typeof touchpointTypes)[number]
const touchpointTypes = [
  'session',
  'form',
  'email',
  'event',
  'ad',
  'campaign_response',
  'other',
] as const

/** What analytics writes in the place of a campaign: `(organic)`, `(not set)`. */
const noCampaign = '^\\(.*\\)$'

export const fctTouchpoints = defineTable({
  name: 'fct_touchpoints',
  description:
    'One row per session, form, response to a campaign and other contact with marketing, of known people and of visitors whom nobody knows, until data_as_of; without those of our own people.',
  grain: ['touchpoint_id'],
  relations: [
    { column: 'person_id', to: dimPeople, unknown: 'unknown' },
    { column: 'account_id', to: dimAccounts, unknown: 'unknown' },
    { column: 'campaign_id', to: dimCampaigns, unknown: 'unknown' },
  ],
  columns: {
    touchpoint_id: text('The session or activity, scoped by source.'),
    person_id: text(
      'The person, by identity; a visitor whom nobody knows is one of their own; `unknown` where the record is missing or deleted.',
    ),
    account_id: text('The account that the system names, else that of the person.'),
    campaign_id: text('The campaign, by its id or name; `not_allocated` without one.'),
    source_system: text('The system.'),
    source_instance: text('The property or portal; empty for the only one.'),
    touchpoint_type: oneOf(touchpointTypes, 'What happened.'),
    channel: text(
      'The channel: what the system says, else by source and medium (the rules of GA4), else that of the campaign; `Unknown` without all three.',
    ),
    traffic_source: text('As the system names it: google.').nullable(),
    traffic_medium: text('As the system names it: cpc.').nullable(),
    landing_page: text('The first page.').nullable(),
    is_hand_raise: flag('Whether the person asked to be contacted.'),
    occurred_at: timestamp('When it began.'),
    occurred_date: day('The day of occurred_at.'),
    page_view_count: integer('How many pages were seen.').nullable(),
  },
  query: (db) =>
    db
      .selectFrom(told(db).as('touch'))
      .leftJoin(mapPeople.as('map'), 'map.source_key', 'touch.person_id')
      .leftJoin(dimPeople.as('person'), 'person.person_id', 'map.person_id')
      .leftJoin(mapAccounts.as('company'), 'company.source_key', 'touch.account_id')
      .leftJoin(mapChannels.as('traffic'), (join) =>
        join
          .on(({ eb, fn, val }) =>
            eb('traffic.traffic_source', '=', fn.coalesce('touch.traffic_source', val(''))),
          )
          .on(({ eb, fn, val }) =>
            eb('traffic.traffic_medium', '=', fn.coalesce('touch.traffic_medium', val(''))),
          )
          .on(({ eb, fn, val }) =>
            eb('traffic.campaign_name', '=', fn.coalesce('touch.traffic_campaign', val(''))),
          ),
      )
      .leftJoin(mapCampaigns.as('keyed'), 'keyed.source_key', 'touch.campaign_id')
      .leftJoin(dimCampaigns.as('named'), (join) =>
        join.on(({ eb, ref }) =>
          eb('named.campaign_key', '=', comparable(ref('touch.campaign_name'))),
        ),
      )
      .leftJoin(dimCampaigns.as('campaign'), (join) =>
        join.on(({ eb, fn }) =>
          eb('campaign.campaign_id', '=', fn.coalesce('keyed.campaign_id', 'named.campaign_id')),
        ),
      )
      .where(({ eb, fn, lit }) => eb(fn.coalesce('map.is_internal', lit(false)), '=', false))
      .where(({ eb, fn, lit }) => eb(fn.coalesce('company.is_internal', lit(false)), '=', false))
      .select((eb) => {
        const { fn, ref, val } = eb
        return [
          'touch.touchpoint_id',
          fn.coalesce('person.person_id', val('unknown')).as('person_id'),
          firstKnown(
            eb.fn<string | null>('nullif', ['company.account_id', val('unknown')]),
            ref('person.account_id'),
            val('unknown'),
          ).as('account_id'),
          eb
            .case()
            .when(
              eb.and([eb('touch.campaign_id', 'is', null), eb('touch.campaign_name', 'is', null)]),
            )
            .then('not_allocated')
            .else(fn.coalesce('campaign.campaign_id', val('unknown')))
            .end()
            .as('campaign_id'),
          'touch.source_system',
          'touch.source_instance',
          ref('touch.touchpoint_type').$castTo<TouchpointType>().as('touchpoint_type'),
          firstKnown<string>(
            tidy(ref('touch.channel')),
            ref('traffic.channel'),
            ref('campaign.channel'),
            val('Unknown'),
          ).as('channel'),
          'touch.traffic_source',
          'touch.traffic_medium',
          'touch.landing_page',
          'touch.is_hand_raise',
          'touch.occurred_at',
          dateOf(ref('touch.occurred_at')).$castTo<Day>().as('occurred_date'),
          'touch.page_view_count',
        ]
      }),
})

const told = (db: Db) =>
  db
    .selectFrom(unionByName(touchpoints(db), responses(db)).as('told'))
    .innerJoin(dataAsOf.as('run'), (join) => join.onRef('run.as_of', '>=', 'told.occurred_at'))
    .selectAll('told')

const touchpoints = (db: Db) =>
  db.selectFrom(stgTouchpoints.as('touch')).select(({ eb, ref }) => [
    'touch.touchpoint_id',
    'touch.source_system',
    'touch.source_instance',
    'touch.person_id',
    'touch.account_id',
    ref('touch.touchpoint_type').$castTo<string>().as('touchpoint_type'),
    'touch.traffic_source',
    'touch.traffic_medium',
    'touch.campaign_name as traffic_campaign',
    eb
      .case()
      .when(matchesPattern(ref('touch.campaign_name'), noCampaign), '=', false)
      .then(tidy(ref('touch.campaign_name')))
      .end()
      .as('campaign_name'),
    'touch.campaign_id',
    'touch.channel',
    'touch.landing_page',
    'touch.is_hand_raise',
    'touch.occurred_at',
    'touch.page_view_count',
  ])

/** A member of a campaign who responded; a response without a day is as old as the membership. */
const responses = (db: Db) =>
  db
    .selectFrom(stgCampaignMembers.as('member'))
    .innerJoin(mapPeople.as('map'), 'map.source_key', 'member.person_id')
    .where('member.has_responded', '=', true)
    .where(({ eb, fn }) =>
      eb(fn.coalesce('member.responded_at', 'member.created_at'), 'is not', null),
    )
    .select(({ fn, lit, ref, val }) => [
      serial(ref('member.campaign_id'), ref('member.person_id')).as('touchpoint_id'),
      'map.source_system',
      'map.source_instance',
      ref('member.person_id').$castTo<string | null>().as('person_id'),
      lit(null).$castTo<string | null>().as('account_id'),
      val<string>('campaign_response').as('touchpoint_type'),
      lit(null).$castTo<string | null>().as('traffic_source'),
      lit(null).$castTo<string | null>().as('traffic_medium'),
      lit(null).$castTo<string | null>().as('traffic_campaign'),
      lit(null).$castTo<string | null>().as('campaign_name'),
      ref('member.campaign_id').$castTo<string | null>().as('campaign_id'),
      lit(null).$castTo<string | null>().as('channel'),
      lit(null).$castTo<string | null>().as('landing_page'),
      lit(false).$castTo<boolean>().as('is_hand_raise'),
      fn.coalesce('member.responded_at', 'member.created_at').$castTo<Date>().as('occurred_at'),
      lit(null).$castTo<number | null>().as('page_view_count'),
    ])
