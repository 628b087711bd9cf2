/** The people whom campaigns reached, from the generic files. */
import { isKnown } from '../../../src/sql/known.ts'
import { rawGenericCampaignMembers } from '../../sources/generic_marketing.ts'
import { campaignMemberColumns } from '../objects/campaign_members.ts'
import { stagedFrom } from './staged.ts'

export const stgGenericCampaignMembers = stagedFrom({
  name: 'stg_generic__campaign_members',
  description:
    'The members of generic/campaign_members; responded where a response is dated and the file does not say.',
  grain: ['campaign_id', 'person_id'],
  columns: campaignMemberColumns,
  from: rawGenericCampaignMembers,
  defaults: { has_responded: (cell) => isKnown(cell('responded_at')) },
})
