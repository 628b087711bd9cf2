/**
 * LinkedIn Ads: the campaign performance report, as the interface downloads it, and the connector's
 * tables that say what campaigns cost. What is not staged stands in linkedin_ads_other.ts.
 */
import { day, integer, localMoney, number, text, texts, timestamp } from '../../src/columns.ts'
import { defineExport, from, optional } from '../../src/export.ts'

export const rawLinkedinAdsCampaignReport = defineExport({
  name: 'raw_linkedin_ads__campaign_report',
  description:
    'What each campaign, or ad, cost and brought on each day; totals rows are no records.',
  system: 'linkedin_ads',
  object: 'campaign_report',
  also: ['campaign_performance', 'campaign_performance_report', 'ad_performance_report'],
  grain: ['day', 'account_id', 'account_name', 'campaign_id', 'campaign_name', 'ad_id'],
  observed: ['day'],
  layout: {
    skipRows: /^(Total|Gesamt|Total général)\b/,
    nulls: ['--', '-'],
    byDay: {
      day: 'day',
      until: 'end_date',
      reason: 'cost over a range cannot be told by day: export it with the time breakdown Daily',
    },
  },
  columns: {
    day: from(
      day('The day, in UTC.'),
      'Start Date (in UTC)',
      'Start Date',
      'Day',
      'Date',
      'Startdatum (in UTC)',
      'Date de début (en UTC)',
    ),
    end_date: optional(from(day('The same day.').nullable(), 'End Date (in UTC)', 'End Date')),
    account_id: optional(from(text('The account.').nullable(), 'Account ID')),
    account_name: optional(
      from(text('What the account is called.').nullable(), 'Account Name', 'Kontoname'),
    ),
    campaign_group_id: optional(from(text('The campaign group.').nullable(), 'Campaign Group ID')),
    campaign_group_name: optional(
      from(
        text('What the campaign group is called.').nullable(),
        'Campaign Group Name',
        'Name der Kampagnengruppe',
      ),
    ),
    campaign_id: optional(from(text('The campaign.').nullable(), 'Campaign ID', 'Kampagnen-ID')),
    campaign_name: from(
      text('What the campaign is called.'),
      'Campaign Name',
      'Kampagnenname',
      'Nom de la campagne',
    ),
    campaign_type: optional(from(text('The kind of campaign.').nullable(), 'Campaign Type')),
    ad_id: optional(from(text('The ad, of a report by ad.').nullable(), 'Ad ID', 'Creative ID')),
    currency: optional(from(text('ISO 4217.').nullable(), 'Currency', 'Währung', 'Devise')),
    total_spent: from(
      localMoney('What the campaign cost.'),
      'Total Spent',
      'Gesamtausgaben',
      'Montant total dépensé',
    ),
    impressions: optional(
      from(integer('How often an ad was shown.').nullable(), 'Impressionen', 'Impressions'),
    ),
    clicks: optional(
      from(integer('How often an ad was clicked.').nullable(), 'Klicks', 'Clics', 'Clicks'),
    ),
    clicks_to_landing_page: optional(integer('Clicks to the page.').nullable()),
    conversions: optional(number('Conversions as LinkedIn counts them.').nullable()),
    total_conversion_value: optional(number('What they are worth.').nullable()),
    leads: optional(integer('Lead forms that were sent.').nullable()),
  },
})

const synced = optional(timestamp('When the connector read the row.').nullable())

/** The measures of the connector's reports. */
const measures = {
  impressions: integer('How often an ad was shown.').nullable(),
  clicks: integer('How often an ad was clicked.').nullable(),
  cost_in_local_currency: number('The cost in the account’s currency.').nullable(),
  cost_in_usd: optional(number('The cost in US dollars.').nullable()),
  external_website_conversions: optional(number('Conversions on the web site.').nullable()),
  one_click_leads: optional(number('Lead forms that were sent.').nullable()),
  _fivetran_synced: synced,
  other: texts('Further measures.'),
}
const otherMeasures =
  /^(action|ad_unit|approximate|card|comment|company|conversion_value|external_website_post|follows|full_screen|landing|lead_generation|likes|one_click_lead_form|opens|other_engagements|shares|text_url|total_engagements|video|viral)/

export const rawLinkedinAdsAdAnalyticsByCampaign = defineExport({
  name: 'raw_linkedin_ads__ad_analytics_by_campaign',
  description: 'What each campaign cost and brought on each day (connector).',
  system: 'linkedin_ads',
  object: 'ad_analytics_by_campaign',
  also: ['linkedin_ad_analytics_by_campaign'],
  grain: ['campaign_id', 'day'],
  version: '_fivetran_synced',
  observed: ['day'],
  gathered: { other: otherMeasures },
  columns: { campaign_id: text('The campaign.'), day: day('The day, in UTC.'), ...measures },
})

export const rawLinkedinAdsAdAnalyticsByCreative = defineExport({
  name: 'raw_linkedin_ads__ad_analytics_by_creative',
  description: 'What each ad cost and brought on each day (connector).',
  system: 'linkedin_ads',
  object: 'ad_analytics_by_creative',
  also: ['linkedin_ad_analytics_by_creative'],
  grain: ['creative_id', 'day'],
  version: '_fivetran_synced',
  observed: ['day'],
  gathered: { other: otherMeasures },
  columns: { creative_id: text('The ad.'), day: day('The day, in UTC.'), ...measures },
})

export const rawLinkedinAdsCampaignHistory = defineExport({
  name: 'raw_linkedin_ads__campaign_history',
  description: 'Every state of the campaigns that the connector saw.',
  system: 'linkedin_ads',
  object: 'campaign_history',
  also: ['linkedin_ad_campaign_history', 'ad_campaign_history'],
  grain: ['id', 'last_modified_time'],
  columns: {
    id: text('LinkedIn’s id of the campaign.'),
    last_modified_time: timestamp('Since when the campaign is so.'),
    account_id: text('The account.').nullable(),
    campaign_group_id: text('The campaign group.').nullable(),
    name: text('What the campaign is called.').nullable(),
    created_time: optional(timestamp('When it was created.').nullable()),
    version_tag: optional(text('The number of the state.').nullable()),
    _fivetran_synced: synced,
  },
})

export const rawLinkedinAdsAccountHistory = defineExport({
  name: 'raw_linkedin_ads__account_history',
  description: 'Every state of the accounts that the connector saw.',
  system: 'linkedin_ads',
  object: 'account_history',
  also: ['linkedin_ad_account_history', 'ad_account_history'],
  grain: ['id', 'last_modified_time'],
  columns: {
    id: text('LinkedIn’s id of the account.'),
    last_modified_time: timestamp('Since when the account is so.'),
    name: text('What the account is called.').nullable(),
    currency: text('ISO 4217.').nullable(),
    created_time: optional(timestamp('When it was created.').nullable()),
    version_tag: optional(text('The number of the state.').nullable()),
    _fivetran_synced: synced,
  },
})

export const rawLinkedinAdsCreativeHistory = defineExport({
  name: 'raw_linkedin_ads__creative_history',
  description: 'Every state of the ads that the connector saw.',
  system: 'linkedin_ads',
  object: 'creative_history',
  also: ['linkedin_ad_creative_history', 'ad_creative_history'],
  grain: ['id', 'last_modified_at'],
  columns: {
    id: text('LinkedIn’s id of the ad.'),
    last_modified_at: optional(timestamp('Since when the ad is so.').nullable()),
    campaign_id: text('The campaign.').nullable(),
    intended_status: optional(text('ACTIVE, PAUSED, ….').nullable()),
    click_uri: optional(text('The address that it leads to.').nullable()),
    text_ad_landing_page: optional(text('The address, of a text ad.').nullable()),
    spotlight_landing_page: optional(text('The address, of a spotlight ad.').nullable()),
    created_time: optional(timestamp('When it was created.').nullable()),
    _fivetran_synced: synced,
  },
})
