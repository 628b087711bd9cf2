/** Campaigns, from the generic files. */
import { rawGenericCampaigns } from '../../sources/generic_marketing.ts'
import { campaignColumns } from '../objects/campaigns.ts'
import { stagedFrom } from './staged.ts'

export const stgGenericCampaigns = stagedFrom({
  name: 'stg_generic__campaigns',
  description: 'The campaigns of generic/campaigns, named by their ids where they have no name.',
  grain: ['campaign_id'],
  columns: campaignColumns,
  from: rawGenericCampaigns,
  id: 'campaign_id',
  defaults: { campaign_name: (cell) => cell('campaign_id') },
})
