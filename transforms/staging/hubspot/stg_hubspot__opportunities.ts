/** HubSpot’s deals. */
import { pick } from '../../../src/columns.ts'
import { chosen } from '../../../src/sql/choice.ts'
import { customFieldsOf } from '../../../src/sql/custom_fields.ts'
import { anyTrue } from '../../../src/sql/flags.ts'
import { leastWhere } from '../../../src/sql/latest.ts'
import { latestOf } from '../../../src/sql/latest_versions.ts'
import { combined, idsOf, sourceKeys } from '../../../src/sql/source_keys.ts'
import { addressIn, firstOf, sourceKey, tidy, withoutAddress } from '../../../src/sql/text.ts'
import { type Db, defineTable } from '../../../src/table.ts'
import {
  rawHubspotDealCompany,
  rawHubspotDeals,
  rawHubspotMergedDeal,
} from '../../sources/hubspot.ts'
import {
  campaignSources,
  forecastCategories,
  sourceChannels,
  sourceLabels,
} from '../../sources/hubspot_words.ts'
import { opportunityColumns } from '../objects/opportunities.ts'

export const stgHubspotOpportunities = defineTable({
  name: 'stg_hubspot__opportunities',
  description: 'HubSpot’s deals as last exported; deleted, merged-away and internal ones included.',
  grain: ['opportunity_id'],
  columns: pick(
    opportunityColumns,
    'opportunity_id',
    'source_system',
    'source_instance',
    'source_id',
    'account_id',
    'person_id',
    'owner_id',
    'owner_name',
    'owner_email',
    'campaign_name',
    'merged_opportunity_ids',
    'opportunity_name',
    'pipeline_id',
    'pipeline_name',
    'stage_id',
    'stage_name',
    'deal_type',
    'forecast_category',
    'lost_reason',
    'lead_source',
    'channel',
    'currency_code',
    'custom_fields',
    'is_deleted',
    'is_won',
    'is_closed',
    'created_at',
    'closes_at',
    'modified_at',
    'amount_local',
    'acv_local',
    'tcv_local',
    'probability',
  ),
  query: (db) =>
    db
      .selectFrom(latestOf(db, rawHubspotDeals).as('deal'))
      .leftJoin(companies(db).as('company'), (join) =>
        join
          .onRef('company.source_instance', '=', 'deal.source_instance')
          .onRef('company.deal_id', '=', 'deal.record_id'),
      )
      .leftJoin(merges(db).as('merged'), (join) =>
        join
          .onRef('merged.source_instance', '=', 'deal.source_instance')
          .onRef('merged.deal_id', '=', 'deal.record_id'),
      )
      .select(({ eb, ref, fn, val }) => {
        const instance = ref('deal.source_instance')
        const source = ref('deal.original_traffic_source')
        const forecast = ref('deal.forecast_category')
        // Where the stage stands by its id, so does the pipeline.
        const pipeline = (isById: boolean) =>
          eb
            .case()
            .when('deal.deal_stage_id', isById ? 'is not' : 'is', null)
            .then(ref('deal.pipeline'))
            .end()
        return [
          sourceKey('hubspot', instance, ref('deal.record_id')).as('opportunity_id'),
          val('hubspot').as('source_system'),
          'deal.source_instance',
          'deal.record_id as source_id',
          sourceKey(
            'hubspot',
            instance,
            fn.coalesce(
              firstOf(ref('deal.associated_company_ids')),
              'company.main_id',
              'company.first_id',
            ),
          ).as('account_id'),
          sourceKey('hubspot', instance, firstOf(ref('deal.associated_contact_ids'))).as(
            'person_id',
          ),
          sourceKey('hubspot', instance, ref('deal.hubspot_owner_id')).as('owner_id'),
          withoutAddress(ref('deal.deal_owner')).as('owner_name'),
          addressIn(ref('deal.deal_owner')).as('owner_email'),
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
          sourceKeys(
            'hubspot',
            instance,
            combined(ref('deal.merged_deal_ids'), ref('merged.deal_ids')),
          ).as('merged_opportunity_ids'),
          tidy(ref('deal.deal_name')).as('opportunity_name'),
          sourceKey('hubspot', instance, fn.coalesce('deal.deal_pipeline_id', pipeline(true))).as(
            'pipeline_id',
          ),
          pipeline(false).as('pipeline_name'),
          sourceKey('hubspot', instance, ref('deal.deal_stage_id')).as('stage_id'),
          'deal.deal_stage as stage_name',
          'deal.deal_type',
          chosen(forecast, forecastCategories, forecast).as('forecast_category'),
          tidy(ref('deal.closed_lost_reason')).as('lost_reason'),
          chosen(source, sourceLabels, source).as('lead_source'),
          chosen(source, sourceChannels, val('Other')).as('channel'),
          fn<string | null>('upper', ['deal.currency']).as('currency_code'),
          customFieldsOf('hubspot', 'opportunities', ref('deal.custom_fields')).as('custom_fields'),
          anyTrue(ref('deal.archived'), ref('deal.is_gone')).as('is_deleted'),
          'deal.is_closed_won as is_won',
          'deal.is_closed',
          'deal.create_date as created_at',
          'deal.close_date as closes_at',
          'deal.last_modified_date as modified_at',
          'deal.amount as amount_local',
          'deal.annual_contract_value as acv_local',
          'deal.total_contract_value as tcv_local',
          'deal.deal_probability as probability',
        ]
      }),
})

/** HubSpot’s number of the link between a deal and its main company. */
const mainCompany = '5'

/** The main company of a deal, and the first one where none is the main one. */
const companies = (db: Db) =>
  db
    .selectFrom(rawHubspotDealCompany.as('link'))
    .where(({ eb, ref }) =>
      eb(anyTrue(ref('link._fivetran_deleted'), ref('link.is_gone')), '=', false),
    )
    .select(({ eb, fn, ref }) => [
      'link.source_instance',
      'link.deal_id',
      leastWhere(ref('link.company_id'), eb('link.type_id', '=', mainCompany)).as('main_id'),
      fn.min('link.company_id').as('first_id'),
    ])
    .groupBy(['link.source_instance', 'link.deal_id'])

/** The deals that were merged into a deal, where a table of its own tells of them. */
const merges = (db: Db) =>
  db
    .selectFrom(rawHubspotMergedDeal.as('merge'))
    .where(({ eb, ref }) =>
      eb(anyTrue(ref('merge._fivetran_deleted'), ref('merge.is_gone')), '=', false),
    )
    .select(({ ref }) => [
      'merge.source_instance',
      'merge.deal_id',
      idsOf(ref('merge.merged_deal_id')).as('deal_ids'),
    ])
    .groupBy(['merge.source_instance', 'merge.deal_id'])
