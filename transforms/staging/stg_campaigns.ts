/** Campaigns of all systems, as they name them. */
import { unionOf } from '../../src/sql/union.ts'
import { defineTable } from '../../src/table.ts'
import { stgGenericCampaigns } from './generic/stg_generic__campaigns.ts'
import { stgGoogleAdsCampaigns } from './google_ads/stg_google_ads__campaigns.ts'
import { stgHubspotCampaigns } from './hubspot/stg_hubspot__campaigns.ts'
import { stgLinkedinAdsCampaigns } from './linkedin_ads/stg_linkedin_ads__campaigns.ts'
import { stgMetaAdsCampaigns } from './meta_ads/stg_meta_ads__campaigns.ts'
import { stgMicrosoftAdsCampaigns } from './microsoft_ads/stg_microsoft_ads__campaigns.ts'
import { campaignColumns } from './objects/campaigns.ts'
import { stgSalesforceCampaigns } from './salesforce/stg_salesforce__campaigns.ts'

export const stgCampaigns = defineTable({
  name: 'stg_campaigns',
  description:
    'The campaigns that advertising platforms and CRMs have or name, with every channel they name them with.',
  grain: ['campaign_id', 'channel'],
  columns: campaignColumns,
  query: () =>
    unionOf(
      campaignColumns,
      stgGoogleAdsCampaigns,
      stgLinkedinAdsCampaigns,
      stgMetaAdsCampaigns,
      stgMicrosoftAdsCampaigns,
      stgHubspotCampaigns,
      stgSalesforceCampaigns,
      stgGenericCampaigns,
    ),
})
