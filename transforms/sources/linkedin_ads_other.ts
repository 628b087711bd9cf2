/** LinkedIn Ads: the connector's tables that are checked and kept, but not staged. */
import { integer, number, text, timestamp } from '../../src/columns.ts'
import { defineExport, optional } from '../../src/export.ts'

export const rawLinkedinAdsCampaignGroupHistory = defineExport({
  name: 'raw_linkedin_ads__campaign_group_history',
  description: 'Every state of the campaign groups that the connector saw.',
  system: 'linkedin_ads',
  object: 'campaign_group_history',
  also: ['linkedin_ad_campaign_group_history', 'ad_campaign_group_history'],
  grain: ['id', 'last_modified_time'],
  columns: {
    id: text('LinkedIn’s id of the campaign group.'),
    last_modified_time: timestamp('Since when the group is so.'),
    account_id: text('The account.').nullable(),
    name: text('What the group is called.').nullable(),
    created_time: optional(timestamp('When it was created.').nullable()),
  },
})

export const rawLinkedinAdsGeo = defineExport({
  name: 'raw_linkedin_ads__geo',
  description: 'What the ids of countries and regions stand for.',
  system: 'linkedin_ads',
  object: 'geo',
  also: ['linkedin_geo'],
  grain: ['id'],
  version: '_fivetran_synced',
  columns: {
    id: text('LinkedIn’s id of the place.'),
    value: text('The place.').nullable(),
    _fivetran_synced: optional(timestamp('When the connector read the row.').nullable()),
  },
})

/** The measures of the monthly reports by place. */
const measures = {
  month: text('The month, as 2024-01.'),
  campaign_id: text('The campaign.'),
  impressions: integer('How often an ad was shown.').nullable(),
  clicks: integer('How often an ad was clicked.').nullable(),
  cost_in_local_currency: number('The cost in the account’s currency.').nullable(),
  cost_in_usd: number('The cost in US dollars.').nullable(),
  conversion_value_in_local_currency: number('What conversions are worth.').nullable(),
  external_website_post_click_conversions: number('Conversions after a click.').nullable(),
  one_click_leads: number('Lead forms that were sent.').nullable(),
}

export const rawLinkedinAdsMonthlyByCountry = defineExport({
  name: 'raw_linkedin_ads__monthly_by_country',
  description: 'What each campaign cost and brought by month and country of the members.',
  system: 'linkedin_ads',
  object: 'monthly_by_country',
  also: [
    'linkedin_monthly_ad_analytics_by_member_country',
    'monthly_ad_analytics_by_member_country',
  ],
  grain: ['campaign_id', 'month', 'member_country'],
  columns: { member_country: text('The country, as an id.'), ...measures },
})

export const rawLinkedinAdsMonthlyByRegion = defineExport({
  name: 'raw_linkedin_ads__monthly_by_region',
  description: 'What each campaign cost and brought by month and region of the members.',
  system: 'linkedin_ads',
  object: 'monthly_by_region',
  also: ['linkedin_monthly_ad_analytics_by_member_region', 'monthly_ad_analytics_by_member_region'],
  grain: ['campaign_id', 'month', 'member_region'],
  columns: { member_region: text('The region, as an id.'), ...measures },
})
