/** What advertising cost, over all platforms. */
import { unionOf } from '../../src/sql/union.ts'
import { defineTable } from '../../src/table.ts'
import { stgGenericAdSpend } from './generic/stg_generic__ad_spend.ts'
import { stgGoogleAdsAdSpend } from './google_ads/stg_google_ads__ad_spend.ts'
import { stgLinkedinAdsAdSpend } from './linkedin_ads/stg_linkedin_ads__ad_spend.ts'
import { stgMetaAdsAdSpend } from './meta_ads/stg_meta_ads__ad_spend.ts'
import { stgMicrosoftAdsAdSpend } from './microsoft_ads/stg_microsoft_ads__ad_spend.ts'
import { adSpendColumns } from './objects/ad_spend.ts'
import { stgSalesforceCampaignSpend } from './salesforce/stg_salesforce__campaign_spend.ts'

export const stgAdSpend = defineTable({
  name: 'stg_ad_spend',
  description:
    'One row per campaign and day of every advertising platform, and the costs of CRM campaigns spread over their days.',
  grain: ['campaign_id', 'ad_account_id', 'currency_code', 'spend_date', 'is_allocated'],
  columns: adSpendColumns,
  query: () =>
    unionOf(
      adSpendColumns,
      stgGoogleAdsAdSpend,
      stgLinkedinAdsAdSpend,
      stgMetaAdsAdSpend,
      stgMicrosoftAdsAdSpend,
      stgSalesforceCampaignSpend,
      stgGenericAdSpend,
    ),
})
