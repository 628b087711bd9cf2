/** HubSpot’s deals. */
import { localMoney, text, timestamp } from '../../../src/columns.ts'
import { chosen } from '../../../src/sql/choice.ts'
import { addressIn, firstOf, tidy, withoutAddress } from '../../../src/sql/text.ts'
import { defineTable } from '../../../src/table.ts'
import {
  campaignSources,
  forecastCategories,
  rawHubspotDeals,
  sourceChannels,
  sourceLabels,
} from '../../sources/hubspot.ts'

export const stgHubspotDeals = defineTable({
  name: 'stg_hubspot__deals',
  description: 'HubSpot’s deals as last exported, merged-away and internal ones included.',
  grain: ['deal_id'],
  columns: {
    deal_id: text('HubSpot’s deal id.'),
    company_id: text('The first company of the deal.').nullable(),
    owner_name: text('The owner’s display name, without an address.').nullable(),
    owner_email: text('The address, where the display name has one.').nullable(),
    deal_name: text('As the rep typed it, without stray spaces.').nullable(),
    merged_deal_ids: text('Deals merged into this one, by semicolon.').nullable(),
    pipeline_name: text('The pipeline’s label.').nullable(),
    stage_name: text('The stage’s label.').nullable(),
    deal_type: text('New Business, Existing Business or Renewal.').nullable(),
    forecast_category: text('Omitted, Pipeline, Best Case, Commit or Closed.').nullable(),
    lost_reason: text('As typed, without stray spaces.').nullable(),
    lead_source: text('Where the first visit came from, by HubSpot’s label.').nullable(),
    channel: text('The channel of the lead source.').nullable(),
    campaign_name: text('The campaign that the deal is credited to.').nullable(),
    currency_code: text('ISO 4217.').nullable(),
    created_at: timestamp('When the deal was created.').nullable(),
    closes_at: timestamp('When the deal closed, or is expected to.').nullable(),
    modified_at: timestamp('When the deal last changed.').nullable(),
    amount_local: localMoney('What the deal is worth.').nullable(),
  },
  query: (db) =>
    db.selectFrom(rawHubspotDeals.as('deal')).select(({ eb, ref, fn, val }) => [
      'deal.record_id as deal_id',
      firstOf(ref('deal.associated_company_ids')).as('company_id'),
      withoutAddress(ref('deal.deal_owner')).as('owner_name'),
      addressIn(ref('deal.deal_owner')).as('owner_email'),
      tidy(ref('deal.deal_name')).as('deal_name'),
      'deal.merged_deal_ids',
      'deal.pipeline as pipeline_name',
      'deal.deal_stage as stage_name',
      'deal.deal_type',
      chosen(ref('deal.forecast_category'), forecastCategories, ref('deal.forecast_category')).as(
        'forecast_category',
      ),
      tidy(ref('deal.closed_lost_reason')).as('lost_reason'),
      chosen(
        ref('deal.original_traffic_source'),
        sourceLabels,
        ref('deal.original_traffic_source'),
      ).as('lead_source'),
      chosen(ref('deal.original_traffic_source'), sourceChannels, val('Other')).as('channel'),
      fn
        .coalesce(
          tidy(ref('deal.hubspot_campaign')),
          eb
            .case()
            .when('deal.original_traffic_source', 'in', campaignSources)
            .then(tidy(ref('deal.original_traffic_source_drill_down_1')))
            .end(),
        )
        .as('campaign_name'),
      fn<string | null>('upper', ['deal.currency']).as('currency_code'),
      'deal.create_date as created_at',
      'deal.close_date as closes_at',
      'deal.last_modified_date as modified_at',
      'deal.amount as amount_local',
    ]),
})
