/** Microsoft Ads: the connector's tables that are checked and kept, but not staged. */
import { day, integer, number, text, texts, timestamp } from '../../src/columns.ts'
import { defineExport, optional } from '../../src/export.ts'

const synced = optional(timestamp('When the connector read the row.').nullable())

/** How the connector's daily reports are split, and their measures. */
const daily = {
  date: day('The day in the account’s time zone.'),
  account_id: text('The account.'),
  device_os: text('The operating system.').nullable(),
  device_type: text('The device.').nullable(),
  network: text('The network.').nullable(),
  currency_code: optional(text('ISO 4217.').nullable()),
  ad_distribution: optional(text('Search or audience network.').nullable()),
  bid_match_type: text('How the keyword was to match.').nullable(),
  delivered_match_type: text('How it matched.').nullable(),
  top_vs_other: text('Where on the page.').nullable(),
  impressions: integer('How often an ad was shown.').nullable(),
  clicks: integer('How often an ad was clicked.').nullable(),
  spend: number('What the clicks cost.').nullable(),
  conversions: number('Conversions as Microsoft counts them.').nullable(),
  _fivetran_synced: synced,
  other: texts('Further measures.'),
}
const segments = [
  'date',
  'account_id',
  'device_os',
  'device_type',
  'network',
  'currency_code',
  'ad_distribution',
  'bid_match_type',
  'delivered_match_type',
  'top_vs_other',
] as const
const gathered = { other: /^(all_|conversions_qualified|revenue|_fivetran_id)/ }

export const rawMicrosoftAdsAccountDailyReport = defineExport({
  name: 'raw_microsoft_ads__account_daily_report',
  description: 'What each account cost and brought by day and segment (connector).',
  system: 'microsoft_ads',
  object: 'account_daily_report',
  also: ['account_performance_daily_report'],
  grain: segments,
  version: '_fivetran_synced',
  observed: ['date'],
  gathered,
  columns: daily,
})

export const rawMicrosoftAdsKeywordDailyReport = defineExport({
  name: 'raw_microsoft_ads__keyword_daily_report',
  description: 'What each keyword cost and brought by day and segment (connector).',
  system: 'microsoft_ads',
  object: 'keyword_daily_report',
  also: ['keyword_performance_daily_report'],
  grain: [...segments, 'ad_id', 'keyword_id', 'language'],
  version: '_fivetran_synced',
  observed: ['date'],
  gathered,
  columns: {
    ...daily,
    campaign_id: text('The campaign.').nullable(),
    ad_group_id: text('The ad group.').nullable(),
    ad_id: text('The ad.').nullable(),
    keyword_id: text('The keyword.').nullable(),
    language: text('The language.').nullable(),
  },
})

export const rawMicrosoftAdsSearchDailyReport = defineExport({
  name: 'raw_microsoft_ads__search_daily_report',
  description: 'What each search query cost and brought by day and segment (connector).',
  system: 'microsoft_ads',
  object: 'search_daily_report',
  also: ['search_performance_daily_report', 'search_query_performance_daily_report'],
  grain: [...segments, 'ad_id', 'keyword_id', 'search_query', 'language'],
  version: '_fivetran_synced',
  observed: ['date'],
  gathered,
  columns: {
    ...daily,
    campaign_id: text('The campaign.').nullable(),
    ad_group_id: text('The ad group.').nullable(),
    ad_id: text('The ad.').nullable(),
    keyword_id: text('The keyword.').nullable(),
    search_query: text('What people searched for.').nullable(),
    language: text('The language.').nullable(),
  },
})

export const rawMicrosoftAdsGeographicDailyReport = defineExport({
  name: 'raw_microsoft_ads__geographic_daily_report',
  description: 'What each place cost and brought by day and segment (connector).',
  system: 'microsoft_ads',
  object: 'geographic_daily_report',
  also: ['geographic_performance_daily_report'],
  grain: [
    ...segments,
    'campaign_id',
    'ad_group_id',
    'location_id',
    'location_type',
    'city',
    'postal_code',
    'goal',
    'language',
  ],
  version: '_fivetran_synced',
  observed: ['date'],
  gathered,
  columns: {
    ...daily,
    campaign_id: text('The campaign.').nullable(),
    ad_group_id: text('The ad group.').nullable(),
    location_id: text('The place, as an id.').nullable(),
    location_type: text('Whether people were there, or searched for it.').nullable(),
    country: text('The country’s name.').nullable(),
    state: text('The state’s name.').nullable(),
    county: text('The county’s name.').nullable(),
    city: text('The city’s name.').nullable(),
    metro_area: text('The metropolitan area’s name.').nullable(),
    postal_code: text('The postal code.').nullable(),
    language: text('The language.').nullable(),
    goal: text('The goal of the conversions.').nullable(),
  },
})

export const rawMicrosoftAdsAccountHistory = defineExport({
  name: 'raw_microsoft_ads__account_history',
  description: 'Every state of the accounts that the connector saw.',
  system: 'microsoft_ads',
  object: 'account_history',
  grain: ['id', 'last_modified_time'],
  columns: {
    id: text('Microsoft’s id of the account.'),
    last_modified_time: timestamp('Since when the account is so.'),
    name: text('What the account is called.').nullable(),
    time_zone: text('The zone of its days, as Microsoft names it.').nullable(),
    currency_code: text('ISO 4217.').nullable(),
  },
})

export const rawMicrosoftAdsAdGroupHistory = defineExport({
  name: 'raw_microsoft_ads__ad_group_history',
  description: 'Every state of the ad groups that the connector saw.',
  system: 'microsoft_ads',
  object: 'ad_group_history',
  grain: ['id', 'modified_time'],
  columns: {
    id: text('Microsoft’s id of the ad group.'),
    modified_time: timestamp('Since when the ad group is so.'),
    campaign_id: text('The campaign.').nullable(),
    name: text('What the ad group is called.').nullable(),
    start_date: optional(day('Its first day.').nullable()),
    end_date: optional(day('Its last day.').nullable()),
    status: optional(text('Active, Paused, ….').nullable()),
  },
})

export const rawMicrosoftAdsAdHistory = defineExport({
  name: 'raw_microsoft_ads__ad_history',
  description: 'Every state of the ads that the connector saw.',
  system: 'microsoft_ads',
  object: 'ad_history',
  grain: ['id', 'modified_time'],
  gathered: { texts: /^title|^domain$/ },
  columns: {
    id: text('Microsoft’s id of the ad.'),
    modified_time: timestamp('Since when the ad is so.'),
    ad_group_id: text('The ad group.').nullable(),
    final_url: optional(text('The address that it leads to.').nullable()),
    type: optional(text('The kind of ad.').nullable()),
    status: optional(text('Active, Paused, ….').nullable()),
    texts: texts('What stands in it.'),
  },
})

export const rawMicrosoftAdsKeywordHistory = defineExport({
  name: 'raw_microsoft_ads__keyword_history',
  description: 'Every state of the keywords that the connector saw.',
  system: 'microsoft_ads',
  object: 'keyword_history',
  grain: ['id', 'modified_time'],
  columns: {
    id: text('Microsoft’s id of the keyword.'),
    modified_time: timestamp('Since when the keyword is so.'),
    ad_group_id: text('The ad group.').nullable(),
    name: text('The keyword.').nullable(),
    match_type: optional(text('Broad, Phrase or Exact.').nullable()),
    status: optional(text('Active, Paused, ….').nullable()),
  },
})
