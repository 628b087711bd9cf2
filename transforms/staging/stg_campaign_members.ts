/** Whom campaigns reached, over all systems. */
import { unionOf } from '../../src/sql/union.ts'
import { defineTable } from '../../src/table.ts'
import { stgGenericCampaignMembers } from './generic/stg_generic__campaign_members.ts'
import { campaignMemberColumns } from './objects/campaign_members.ts'
import { stgSalesforceCampaignMembers } from './salesforce/stg_salesforce__campaign_members.ts'

export const stgCampaignMembers = defineTable({
  name: 'stg_campaign_members',
  description: 'The people who are members of a campaign of a CRM.',
  grain: ['campaign_id', 'person_id'],
  columns: campaignMemberColumns,
  query: () =>
    unionOf(campaignMemberColumns, stgSalesforceCampaignMembers, stgGenericCampaignMembers),
})
