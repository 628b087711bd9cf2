/** Meta Ads: the connector's tables that are checked and kept, but not staged. */
import { day, integer, number, text, texts, timestamp } from '../../src/columns.ts'
import { defineExport, optional } from '../../src/export.ts'

const synced = optional(timestamp('When the connector read the row.').nullable())

export const rawMetaAdsAdSetHistory = defineExport({
  name: 'raw_meta_ads__ad_set_history',
  description: 'Every state of the ad sets that the connector saw.',
  system: 'meta_ads',
  object: 'ad_set_history',
  also: ['facebook_ads_ad_set_history'],
  grain: ['id', 'updated_time'],
  version: '_fivetran_synced',
  columns: {
    id: text('Meta’s id of the ad set.'),
    updated_time: timestamp('Since when the ad set is so.'),
    account_id: text('The account.').nullable(),
    campaign_id: text('The campaign.').nullable(),
    name: text('What the ad set is called.').nullable(),
    _fivetran_synced: synced,
  },
})

export const rawMetaAdsCreativeHistory = defineExport({
  name: 'raw_meta_ads__creative_history',
  description: 'Every state of the creatives that the connector saw.',
  system: 'meta_ads',
  object: 'creative_history',
  also: ['facebook_ads_creative_history'],
  grain: ['id', '_fivetran_id'],
  version: '_fivetran_synced',
  gathered: { links: /^(asset_feed|object_story|template_app)/ },
  columns: {
    id: text('Meta’s id of the creative.'),
    _fivetran_id: text('The connector’s key of the state.'),
    account_id: text('The account.').nullable(),
    name: text('What the creative is called.').nullable(),
    page_link: optional(text('The address that it leads to.').nullable()),
    template_page_link: optional(text('The address of a template.').nullable()),
    url_tags: optional(text('What is added to the address, as JSON.').nullable()),
    _fivetran_synced: synced,
    links: texts('Further addresses and texts.'),
  },
})

/** What people did after an ad, by kind. */
const action = {
  action_type: text('What they did.').nullable(),
  value: number('How often, or what it is worth.').nullable(),
  _fivetran_synced: synced,
  windows: texts('The same by attribution window.'),
}
const windows = { windows: /^(_\d+_d_|inline$)/ }

export const rawMetaAdsBasicAdActions = defineExport({
  name: 'raw_meta_ads__basic_ad_actions',
  description: 'How often people acted after each ad, by day and action.',
  system: 'meta_ads',
  object: 'basic_ad_actions',
  also: ['facebook_ads_basic_ad_actions'],
  grain: ['ad_id', 'date', '_fivetran_id', 'index'],
  version: '_fivetran_synced',
  gathered: windows,
  columns: {
    ad_id: text('The ad.'),
    date: day('The day in the account’s time zone.'),
    _fivetran_id: text('The connector’s key.'),
    index: integer('The number of the action.'),
    ...action,
  },
})

export const rawMetaAdsBasicAdActionValues = defineExport({
  name: 'raw_meta_ads__basic_ad_action_values',
  description: 'What the actions after each ad are worth, by day and action.',
  system: 'meta_ads',
  object: 'basic_ad_action_values',
  also: ['facebook_ads_basic_ad_action_values'],
  grain: ['ad_id', 'date', '_fivetran_id', 'index'],
  version: '_fivetran_synced',
  gathered: windows,
  columns: {
    ad_id: text('The ad.'),
    date: day('The day in the account’s time zone.'),
    _fivetran_id: text('The connector’s key.'),
    index: integer('The number of the action.'),
    ...action,
  },
})

/** The measures of the reports by place. */
const measures = {
  account_id: text('The account.').nullable(),
  impressions: integer('How often an ad was shown.').nullable(),
  inline_link_clicks: integer('Clicks on links.').nullable(),
  reach: integer('How many people saw an ad.').nullable(),
  frequency: number('How often a person saw one.').nullable(),
  spend: number('What it cost, in the account’s currency.').nullable(),
  _fivetran_synced: synced,
}

export const rawMetaAdsDemographicsCountry = defineExport({
  name: 'raw_meta_ads__demographics_country',
  description: 'What each account spent by day and country.',
  system: 'meta_ads',
  object: 'demographics_country',
  also: ['facebook_ads_demographics_country'],
  grain: ['_fivetran_id', 'date'],
  version: '_fivetran_synced',
  columns: {
    _fivetran_id: text('The connector’s key.'),
    date: day('The day in the account’s time zone.'),
    country: text('ISO 3166-1 alpha-2.').nullable(),
    ...measures,
  },
})

export const rawMetaAdsDemographicsRegion = defineExport({
  name: 'raw_meta_ads__demographics_region',
  description: 'What each account spent by day and region.',
  system: 'meta_ads',
  object: 'demographics_region',
  also: ['facebook_ads_demographics_region'],
  grain: ['_fivetran_id', 'date'],
  version: '_fivetran_synced',
  columns: {
    _fivetran_id: text('The connector’s key.'),
    date: day('The day in the account’s time zone.'),
    region: text('The region.').nullable(),
    ...measures,
  },
})

export const rawMetaAdsDemographicsCountryActions = defineExport({
  name: 'raw_meta_ads__demographics_country_actions',
  description: 'How often people acted by day, country and action.',
  system: 'meta_ads',
  object: 'demographics_country_actions',
  also: ['facebook_ads_demographics_country_actions'],
  grain: ['_fivetran_id', 'date', 'index'],
  version: '_fivetran_synced',
  gathered: windows,
  columns: {
    _fivetran_id: text('The connector’s key.'),
    date: day('The day in the account’s time zone.'),
    index: integer('The number of the action.'),
    account_id: text('The account.').nullable(),
    ...action,
  },
})

export const rawMetaAdsDemographicsRegionActions = defineExport({
  name: 'raw_meta_ads__demographics_region_actions',
  description: 'How often people acted by day, region and action.',
  system: 'meta_ads',
  object: 'demographics_region_actions',
  also: ['facebook_ads_demographics_region_actions'],
  grain: ['_fivetran_id', 'date', 'index'],
  version: '_fivetran_synced',
  gathered: windows,
  columns: {
    _fivetran_id: text('The connector’s key.'),
    date: day('The day in the account’s time zone.'),
    index: integer('The number of the action.'),
    account_id: text('The account.').nullable(),
    ...action,
  },
})
