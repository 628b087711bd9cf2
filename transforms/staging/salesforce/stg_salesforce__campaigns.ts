/** Salesforce’s campaigns. */
import { pick } from '../../../src/columns.ts'
import { chosen } from '../../../src/sql/choice.ts'
import { isRemoved, lastStates, salesforceKey } from '../../../src/sql/salesforce.ts'
import { tidy } from '../../../src/sql/text.ts'
import { defineTable } from '../../../src/table.ts'
import { campaignChannels, rawSalesforceCampaigns } from '../../sources/salesforce_campaigns.ts'
import { campaignColumns } from '../objects/campaigns.ts'

export const stgSalesforceCampaigns = defineTable({
  name: 'stg_salesforce__campaigns',
  description: 'Salesforce’s campaigns in their last state; deleted ones are out.',
  grain: ['campaign_id'],
  columns: pick(
    campaignColumns,
    'campaign_id',
    'source_system',
    'source_instance',
    'campaign_name',
    'channel',
    'campaign_type',
    'currency_code',
    'starts_on',
    'ends_on',
    'budget_local',
    'cost_local',
  ),
  query: (db) =>
    db
      .selectFrom(lastStates(rawSalesforceCampaigns, 'last_modified_date').as('campaign'))
      .where(isRemoved('campaign'), '=', false)
      .select(({ fn, ref, val }) => [
        salesforceKey(ref('campaign.source_instance'), ref('campaign.id')).as('campaign_id'),
        val('salesforce').as('source_system'),
        'campaign.source_instance',
        fn.coalesce(tidy(ref('campaign.name')), ref('campaign.id')).as('campaign_name'),
        chosen(ref('campaign.type'), campaignChannels, val('Other')).as('channel'),
        'campaign.type as campaign_type',
        'campaign.currency_iso_code as currency_code',
        'campaign.start_date as starts_on',
        'campaign.end_date as ends_on',
        'campaign.budgeted_cost as budget_local',
        'campaign.actual_cost as cost_local',
      ]),
})
