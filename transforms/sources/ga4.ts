/** Google Analytics 4: events, as a connector flattens them and as BigQuery exports them. */
import { day, integer, text, texts, timestamp } from '../../src/columns.ts'
import { defineExport, optional } from '../../src/export.ts'

/** The events by which a visitor asks to be contacted. */
export const handRaises = [
  'generate_lead',
  'form_submit',
  'sign_up',
  'request_demo',
  'contact_us',
] as const

/** The events that are a page, or a screen, being seen. */
export const pageViews = ['page_view', 'screen_view'] as const

export const rawGa4Events = defineExport({
  name: 'raw_ga4__events',
  description: 'Events, one row each, with their parameters as columns (connector).',
  system: 'ga4',
  object: 'events',
  also: ['event', 'ga4_export'],
  grain: ['_fivetran_id', 'date', 'timestamp', 'name', 'user_pseudo_id'],
  version: '_fivetran_synced',
  observed: ['timestamp'],
  gathered: {
    other:
      /^(bundle_|device_|geo_|platform|user_first|value_in|ecommerce_|event_dim|param_(?!source|medium|campaign|gclid|ga_session|page_|session_engaged)|stream_|is_intraday|batch_|app_|privacy|user_ltv)/,
  },
  columns: {
    _fivetran_id: text('The connector’s key.'),
    date: day('The day in the property’s time zone.'),
    timestamp: timestamp('When it happened.'),
    name: text('What happened: page_view, generate_lead ….'),
    user_id: optional(text('Who the site says that it is.').nullable()),
    user_pseudo_id: text('The browser or device; empty without consent.').nullable(),
    traffic_source_source: optional(text('Where the visitor first came from.').nullable()),
    traffic_source_medium: optional(text('How the visitor first came.').nullable()),
    traffic_source_name: optional(text('The campaign that first brought the visitor.').nullable()),
    collected_traffic_source_manual_source: optional(text('utm_source of the page.').nullable()),
    collected_traffic_source_manual_medium: optional(text('utm_medium of the page.').nullable()),
    collected_traffic_source_manual_campaign_name: optional(
      text('utm_campaign of the page.').nullable(),
    ),
    param_source: optional(text('Where the session came from.').nullable()),
    param_medium: optional(text('How the session came.').nullable()),
    param_campaign: optional(text('The campaign that brought the session.').nullable()),
    param_gclid: optional(text('Google’s id of the click on an ad.').nullable()),
    param_page_location: optional(text('The address of the page.').nullable()),
    param_ga_session_id: optional(text('The session, unique for a visitor.').nullable()),
    param_ga_session_number: optional(
      integer('The number of the visitor’s session, from 1.').nullable(),
    ),
    _fivetran_synced: optional(timestamp('When the connector read the row.').nullable()),
    other: texts('Further attributes.'),
  },
})

export const rawGa4BigqueryEvents = defineExport({
  name: 'raw_ga4__bigquery_events',
  description: 'Events, one row each, with their parameters as a list, as BigQuery exports them.',
  system: 'ga4',
  object: 'bigquery_events',
  also: ['events_intraday', 'bquxjob'],
  grain: [
    'user_pseudo_id',
    'event_timestamp',
    'event_name',
    'event_bundle_sequence_id',
    'batch_page_id',
    'batch_ordering_id',
    'batch_event_index',
  ],
  observed: ['event_timestamp'],
  gathered: {
    other:
      /^(event_(previous|value|server|dim)|privacy|user_(prop|first|ltv)|device|geo|app_info|stream_id|platform|ecommerce|items|is_active|publisher|traffic_source\.|session_traffic)/,
  },
  columns: {
    event_date: day('The day in the property’s time zone.'),
    event_timestamp: timestamp('When it happened.'),
    event_name: text('What happened: page_view, generate_lead ….'),
    event_params: text('Its parameters, as JSON.').nullable(),
    event_bundle_sequence_id: optional(text('The bundle that it came in.').nullable()),
    batch_page_id: optional(text('The page within the batch.').nullable()),
    batch_ordering_id: optional(text('The place within the page.').nullable()),
    batch_event_index: optional(text('The place within the bundle.').nullable()),
    user_id: optional(text('Who the site says that it is.').nullable()),
    user_pseudo_id: text('The browser or device; empty without consent.').nullable(),
    traffic_source: optional(text('How the visitor first came, as JSON.').nullable()),
    collected_traffic_source: optional(text('The tags of the page, as JSON.').nullable()),
    other: texts('Further attributes.'),
  },
})
