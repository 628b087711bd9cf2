/** Google Ads: the connector's tables that are checked and kept, but not staged. */
import { day, integer, number, text, texts, timestamp } from '../../src/columns.ts'
import { defineExport, optional } from '../../src/export.ts'

const synced = optional(timestamp('When the connector read the row.').nullable())
const measures = {
  clicks: integer('How often an ad was clicked.').nullable(),
  impressions: integer('How often an ad was shown.').nullable(),
  cost_micros: integer('The cost in millionths of the account’s currency.').nullable(),
  conversions: optional(number('Conversions as Google counts them.').nullable()),
  conversions_value: optional(number('What they are worth, as the account says.').nullable()),
  view_through_conversions: optional(
    number('Conversions after an ad was seen, not clicked.').nullable(),
  ),
  _fivetran_synced: synced,
  other: texts('Further measures and parts of keys.'),
}
const gathered = {
  other: /^(active_view_|interaction|base_|campaign_base_|ad_group_base_|info_text|_fivetran_id)/,
}

export const rawGoogleAdsAccountStats = defineExport({
  name: 'raw_google_ads__account_stats',
  description: 'What each account cost and brought by day, network and device (connector).',
  system: 'google_ads',
  object: 'account_stats',
  grain: ['customer_id', 'date', 'ad_network_type', 'device', '_fivetran_id'],
  version: '_fivetran_synced',
  observed: ['date'],
  gathered,
  columns: {
    _fivetran_id: text('The connector’s key.'),
    customer_id: text('The account.'),
    date: day('The day in the account’s time zone.'),
    ad_network_type: text('The network.').nullable(),
    device: text('The device.').nullable(),
    ...measures,
  },
})

export const rawGoogleAdsKeywordStats = defineExport({
  name: 'raw_google_ads__keyword_stats',
  description: 'What each keyword cost and brought by day, network and device (connector).',
  system: 'google_ads',
  object: 'keyword_stats',
  grain: [
    'customer_id',
    'date',
    'ad_group_id',
    'ad_group_criterion_criterion_id',
    'ad_network_type',
    'device',
  ],
  version: '_fivetran_synced',
  observed: ['date'],
  gathered,
  columns: {
    customer_id: text('The account.'),
    date: day('The day in the account’s time zone.'),
    campaign_id: text('The campaign.'),
    ad_group_id: text('The ad group.'),
    ad_group_criterion_criterion_id: text('The keyword.'),
    ad_network_type: text('The network.').nullable(),
    device: text('The device.').nullable(),
    ...measures,
  },
})

export const rawGoogleAdsSearchTermKeywordStats = defineExport({
  name: 'raw_google_ads__search_term_keyword_stats',
  description: 'What each search term cost and brought by day (connector).',
  system: 'google_ads',
  object: 'search_term_keyword_stats',
  grain: ['_fivetran_id'],
  version: '_fivetran_synced',
  observed: ['date'],
  gathered: { other: /^info_text/ },
  columns: {
    _fivetran_id: text('The connector’s key.'),
    customer_id: text('The account.'),
    date: day('The day in the account’s time zone.'),
    campaign_id: text('The campaign.').nullable(),
    ad_group_id: text('The ad group.').nullable(),
    keyword_ad_group_criterion: text('The keyword, as a resource name.').nullable(),
    search_term: text('What people searched for.').nullable(),
    search_term_match_type: text('How the keyword matched.').nullable(),
    status: optional(text('Whether the term is a keyword by now.').nullable()),
    ...measures,
  },
})

export const rawGoogleAdsAdGroupHistory = defineExport({
  name: 'raw_google_ads__ad_group_history',
  description: 'Every state of the ad groups that the connector saw.',
  system: 'google_ads',
  object: 'ad_group_history',
  grain: ['id', 'updated_at'],
  columns: {
    id: text('Google’s id of the ad group.'),
    updated_at: timestamp('Since when the ad group is so.'),
    campaign_id: text('The campaign.').nullable(),
    campaign_name: optional(text('What the campaign is called.').nullable()),
    name: text('What the ad group is called.').nullable(),
    type: optional(text('The kind of ads in it.').nullable()),
    status: optional(text('ENABLED, PAUSED or REMOVED.').nullable()),
    _fivetran_synced: synced,
  },
})

export const rawGoogleAdsAdHistory = defineExport({
  name: 'raw_google_ads__ad_history',
  description: 'Every state of the ads that the connector saw.',
  system: 'google_ads',
  object: 'ad_history',
  grain: ['ad_group_id', 'id', 'updated_at'],
  columns: {
    id: text('Google’s id of the ad.'),
    ad_group_id: text('The ad group.'),
    updated_at: timestamp('Since when the ad is so.'),
    name: text('What the ad is called.').nullable(),
    type: optional(text('The kind of ad.').nullable()),
    status: optional(text('ENABLED, PAUSED or REMOVED.').nullable()),
    display_url: optional(text('The address that is shown.').nullable()),
    final_urls: optional(text('The addresses that it leads to, in brackets.').nullable()),
    _fivetran_synced: synced,
  },
})

export const rawGoogleAdsAdGroupCriterionHistory = defineExport({
  name: 'raw_google_ads__ad_group_criterion_history',
  description: 'Every state of the keywords and other criteria that the connector saw.',
  system: 'google_ads',
  object: 'ad_group_criterion_history',
  grain: ['id', 'ad_group_id', 'updated_at'],
  columns: {
    id: text('Google’s id of the criterion.'),
    ad_group_id: text('The ad group.'),
    updated_at: timestamp('Since when it is so.'),
    base_campaign_id: optional(text('The campaign.').nullable()),
    type: optional(text('KEYWORD, ….').nullable()),
    status: optional(text('ENABLED, PAUSED or REMOVED.').nullable()),
    keyword_match_type: optional(text('BROAD, PHRASE or EXACT.').nullable()),
    keyword_text: optional(text('The keyword.').nullable()),
    _fivetran_synced: synced,
  },
})
