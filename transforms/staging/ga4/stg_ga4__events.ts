/** GA4’s events, from both layouts. */
import { integer, text, timestamp } from '../../../src/columns.ts'
import { jsonParameter, jsonText } from '../../../src/sql/json.ts'
import { firstKnown } from '../../../src/sql/known.ts'
import { asText, serial, wholeNumberOf } from '../../../src/sql/text.ts'
import { unionByName } from '../../../src/sql/union.ts'
import { type Db, defineTable } from '../../../src/table.ts'
import { rawGa4BigqueryEvents, rawGa4Events } from '../../sources/ga4.ts'

export const stgGa4Events = defineTable({
  name: 'stg_ga4__events',
  description:
    'The events of visitors: those without a visitor’s id, who gave no consent, are left out.',
  grain: ['source_instance', 'layout', 'event_key'],
  columns: {
    source_instance: text('The property; empty for the only one.'),
    layout: text('connector or bigquery.'),
    event_key: text('The key of the event in its layout.'),
    visitor_id: text('The browser or device, as GA4 names it.'),
    user_id: text('Who the site says that it is.').nullable(),
    session_id: text('The session, unique for a visitor; the day where there is none.'),
    event_name: text('What happened.'),
    source: text('Where the session came from, as the event says.').nullable(),
    medium: text('How it came.').nullable(),
    campaign: text('The campaign that brought it.').nullable(),
    click_id: text('Google’s id of the click on an ad.').nullable(),
    first_source: text('Where the visitor first came from.').nullable(),
    first_medium: text('How the visitor first came.').nullable(),
    first_campaign: text('The campaign that first brought the visitor.').nullable(),
    page: text('The address of the page.').nullable(),
    occurred_at: timestamp('When it happened.'),
    session_number: integer('The number of the visitor’s session, from 1.').nullable(),
  },
  query: (db) => unionByName(ofConnector(db), ofBigquery(db)),
})

const ofConnector = (db: Db) =>
  db
    .selectFrom(rawGa4Events.as('event'))
    .where('event.is_gone', '=', false)
    .where('event.user_pseudo_id', 'is not', null)
    .select(({ fn, ref, val }) => [
      'event.source_instance',
      val('connector').as('layout'),
      serial(
        ref('event._fivetran_id'),
        asText(ref('event.timestamp')),
        ref('event.name'),
        ref('event.user_pseudo_id').$castTo<string>(),
      ).as('event_key'),
      ref('event.user_pseudo_id').$castTo<string>().as('visitor_id'),
      'event.user_id',
      fn.coalesce('event.param_ga_session_id', asText(ref('event.date'))).as('session_id'),
      'event.name as event_name',
      fn
        .coalesce('event.param_source', 'event.collected_traffic_source_manual_source')
        .as('source'),
      fn
        .coalesce('event.param_medium', 'event.collected_traffic_source_manual_medium')
        .as('medium'),
      fn
        .coalesce('event.param_campaign', 'event.collected_traffic_source_manual_campaign_name')
        .as('campaign'),
      'event.param_gclid as click_id',
      'event.traffic_source_source as first_source',
      'event.traffic_source_medium as first_medium',
      'event.traffic_source_name as first_campaign',
      'event.param_page_location as page',
      'event.timestamp as occurred_at',
      'event.param_ga_session_number as session_number',
    ])

const ofBigquery = (db: Db) =>
  db
    .selectFrom(rawGa4BigqueryEvents.as('event'))
    .where('event.is_gone', '=', false)
    .where('event.user_pseudo_id', 'is not', null)
    .select(({ ref, val }) => {
      const parameter = (key: string) => jsonParameter(ref('event.event_params'), key)
      const collected = (key: string) => jsonText(ref('event.collected_traffic_source'), key)
      const first = (key: string) => jsonText(ref('event.traffic_source'), key)
      return [
        'event.source_instance',
        val('bigquery').as('layout'),
        serial(
          ref('event.user_pseudo_id').$castTo<string>(),
          asText(ref('event.event_timestamp')),
          ref('event.event_name'),
          ref('event.event_bundle_sequence_id').$castTo<string>(),
          ref('event.batch_page_id').$castTo<string>(),
          ref('event.batch_ordering_id').$castTo<string>(),
          ref('event.batch_event_index').$castTo<string>(),
        ).as('event_key'),
        ref('event.user_pseudo_id').$castTo<string>().as('visitor_id'),
        'event.user_id',
        firstKnown<string>(parameter('ga_session_id'), asText(ref('event.event_date'))).as(
          'session_id',
        ),
        'event.event_name',
        firstKnown<string | null>(parameter('source'), collected('$.manual_source')).as('source'),
        firstKnown<string | null>(parameter('medium'), collected('$.manual_medium')).as('medium'),
        firstKnown<string | null>(parameter('campaign'), collected('$.manual_campaign_name')).as(
          'campaign',
        ),
        firstKnown<string | null>(parameter('gclid'), collected('$.gclid')).as('click_id'),
        first('$.source').as('first_source'),
        first('$.medium').as('first_medium'),
        first('$.name').as('first_campaign'),
        parameter('page_location').as('page'),
        'event.event_timestamp as occurred_at',
        wholeNumberOf(parameter('ga_session_number')).as('session_number'),
      ]
    })
