/** Salesforce’s opportunities. */
import { pick } from '../../../src/columns.ts'
import { chosen } from '../../../src/sql/choice.ts'
import { customFieldsOf } from '../../../src/sql/custom_fields.ts'
import {
  isRemoved,
  lastStates,
  salesforceId,
  salesforceKey,
  shareIn,
  startOfDay,
} from '../../../src/sql/salesforce.ts'
import { comparable, sourceKey, tidy } from '../../../src/sql/text.ts'
import { defineTable } from '../../../src/table.ts'
import { sourceChannels } from '../../sources/salesforce.ts'
import {
  forecastCategories,
  rawSalesforceOpportunities,
} from '../../sources/salesforce_opportunities.ts'
import { opportunityColumns } from '../objects/opportunities.ts'
import { leadingPartners } from './opportunity_partners.ts'

/** Salesforce has no pipelines: all stages of an organisation are one. */
export const pipeline = { id: 'opportunities', name: 'Opportunities' } as const

export const stgSalesforceOpportunities = defineTable({
  name: 'stg_salesforce__opportunities',
  description:
    'Salesforce’s opportunities in their last state, by exports and reports; deleted ones included.',
  grain: ['opportunity_id'],
  columns: pick(
    opportunityColumns,
    'opportunity_id',
    'source_system',
    'source_instance',
    'source_id',
    'account_id',
    'owner_id',
    'owner_name',
    'owner_email',
    'campaign_id',
    'campaign_name',
    'partner_id',
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
    'probability',
  ),
  query: (db) =>
    db
      .selectFrom(lastStates(rawSalesforceOpportunities, 'version_at').as('opportunity'))
      .leftJoin(leadingPartners(db).as('partner'), (join) =>
        join.on(({ eb, ref }) =>
          eb(
            'partner.opportunity_id',
            '=',
            salesforceKey(ref('opportunity.source_instance'), ref('opportunity.id')),
          ),
        ),
      )
      .select(({ eb, fn, ref, val }) => {
        const instance = ref('opportunity.source_instance')
        const category = fn.coalesce(
          'opportunity.forecast_category_name',
          'opportunity.forecast_category',
        )
        return [
          salesforceKey(instance, ref('opportunity.id')).as('opportunity_id'),
          val('salesforce').as('source_system'),
          'opportunity.source_instance',
          salesforceId(ref('opportunity.id')).as('source_id'),
          salesforceKey(instance, ref('opportunity.account_id')).as('account_id'),
          salesforceKey(instance, ref('opportunity.owner_id')).as('owner_id'),
          tidy(ref('opportunity.owner_name')).as('owner_name'),
          comparable(ref('opportunity.owner_email')).as('owner_email'),
          salesforceKey(instance, ref('opportunity.campaign_id')).as('campaign_id'),
          tidy(ref('opportunity.campaign_name')).as('campaign_name'),
          'partner.partner_id',
          tidy(ref('opportunity.name')).as('opportunity_name'),
          sourceKey('salesforce', instance, val<string>(pipeline.id)).as('pipeline_id'),
          val(pipeline.name).as('pipeline_name'),
          sourceKey('salesforce', instance, tidy(ref('opportunity.stage_name'))).as('stage_id'),
          tidy(ref('opportunity.stage_name')).as('stage_name'),
          'opportunity.type as deal_type',
          chosen(category, forecastCategories, category).as('forecast_category'),
          tidy(ref('opportunity.lost_reason')).as('lost_reason'),
          'opportunity.lead_source',
          chosen(ref('opportunity.lead_source'), sourceChannels, val('Other')).as('channel'),
          // A report may have the amount only as converted for its reader.
          eb
            .case()
            .when(
              eb.and([
                eb('opportunity.amount', 'is', null),
                eb('opportunity.amount_converted', 'is not', null),
              ]),
            )
            .then(ref('opportunity.amount_converted_currency'))
            .else(ref('opportunity.currency_iso_code'))
            .end()
            .as('currency_code'),
          customFieldsOf('salesforce', 'opportunities', ref('opportunity.custom_fields')).as(
            'custom_fields',
          ),
          isRemoved('opportunity').as('is_deleted'),
          'opportunity.is_won',
          'opportunity.is_closed',
          'opportunity.created_date as created_at',
          startOfDay(ref('opportunity.close_date')).as('closes_at'),
          'opportunity.last_modified_date as modified_at',
          fn.coalesce('opportunity.amount', 'opportunity.amount_converted').as('amount_local'),
          shareIn(ref('opportunity.probability')).as('probability'),
        ]
      }),
})
