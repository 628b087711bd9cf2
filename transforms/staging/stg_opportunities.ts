/** Opportunities of all CRMs. */
import { localMoney, text, timestamp } from '../../src/columns.ts'
import { scopedId } from '../../src/sql/text.ts'
import { defineTable } from '../../src/table.ts'
import { stgHubspotDeals } from './hubspot/stg_hubspot__deals.ts'

export const stgOpportunities = defineTable({
  name: 'stg_opportunities',
  description: 'The opportunities of the CRMs as last exported, merged-away and internal ones too.',
  grain: ['opportunity_id'],
  columns: {
    opportunity_id: text('The opportunity, scoped by system.'),
    source_system: text('The CRM.'),
    source_id: text('The CRM’s id.'),
    company_id: text('The CRM’s id of the company.').nullable(),
    merged_ids: text('The CRM’s ids of opportunities merged into it, by semicolon.').nullable(),
    owner_name: text('The owner’s display name.').nullable(),
    owner_email: text('The owner’s address, where the CRM gives it.').nullable(),
    opportunity_name: text('As the rep typed it.').nullable(),
    pipeline_name: text('The current pipeline.').nullable(),
    stage_name: text('The current stage.').nullable(),
    deal_type: text('As the CRM names it.').nullable(),
    forecast_category: text('As the CRM names it.').nullable(),
    lost_reason: text('As the CRM names it.').nullable(),
    lead_source: text('Where it came from, as the CRM names it.').nullable(),
    channel: text('The channel of the lead source.').nullable(),
    campaign_name: text('The campaign that it is credited to.').nullable(),
    currency_code: text('ISO 4217.').nullable(),
    created_at: timestamp('When it was created.').nullable(),
    closes_at: timestamp('When it closed, or is expected to.').nullable(),
    modified_at: timestamp('When it last changed.').nullable(),
    amount_local: localMoney('What it is worth.').nullable(),
  },
  query: (db) =>
    db
      .selectFrom(stgHubspotDeals.as('deal'))
      .select(({ ref, val }) => [
        scopedId('hubspot', ref('deal.deal_id')).as('opportunity_id'),
        val('hubspot').as('source_system'),
        'deal.deal_id as source_id',
        'deal.company_id',
        'deal.merged_deal_ids as merged_ids',
        'deal.owner_name',
        'deal.owner_email',
        'deal.deal_name as opportunity_name',
        'deal.pipeline_name',
        'deal.stage_name',
        'deal.deal_type',
        'deal.forecast_category',
        'deal.lost_reason',
        'deal.lead_source',
        'deal.channel',
        'deal.campaign_name',
        'deal.currency_code',
        'deal.created_at',
        'deal.closes_at',
        'deal.modified_at',
        'deal.amount_local',
      ]),
})
