/**
 * Microsoft Ads: the campaign report, as the interface and the API download it, and the connector's
 * tables that say what campaigns cost. What is not staged stands in microsoft_ads_other.ts.
 */
import { day, integer, localMoney, number, text, texts, timestamp } from '../../src/columns.ts'
import { defineExport, from, optional } from '../../src/export.ts'

export const rawMicrosoftAdsCampaignReport = defineExport({
  name: 'raw_microsoft_ads__campaign_report',
  description:
    'What each campaign cost and brought on each day, split or not by device and network.',
  system: 'microsoft_ads',
  object: 'campaign_report',
  also: ['campaign_performance_report', 'campaign_performance'],
  grain: [
    'time_period',
    'account_id',
    'campaign_id',
    'campaign_name',
    'ad_group_id',
    'device_type',
    'network',
  ],
  observed: ['time_period'],
  layout: {
    skipRows: /^(Total|Summe|Gesamt)\b/,
    nulls: ['--', '-'],
    byDay: {
      day: 'time_period',
      reason:
        'cost over a range cannot be told by day: download the report with the aggregation Daily',
    },
  },
  columns: {
    time_period: from(
      day('The day in the account’s time zone.'),
      'TimePeriod',
      'Gregorian date',
      'Day',
      'Date',
      'Datum',
    ),
    account_id: optional(from(text('The account.').nullable(), 'AccountId', 'Account number')),
    account_name: optional(
      from(text('What the account is called.').nullable(), 'AccountName', 'Account'),
    ),
    campaign_id: optional(from(text('The campaign.').nullable(), 'CampaignId')),
    campaign_name: from(text('What the campaign is called.'), 'CampaignName', 'Campaign'),
    campaign_type: optional(from(text('Search, Audience, ….').nullable(), 'CampaignType')),
    ad_group_id: optional(from(text('The ad group, if split.').nullable(), 'AdGroupId')),
    currency_code: optional(from(text('ISO 4217.').nullable(), 'CurrencyCode', 'Currency')),
    device_type: optional(from(text('The device, if split.').nullable(), 'DeviceType')),
    network: optional(text('The network, if split.').nullable()),
    impressions: optional(integer('How often an ad was shown.').nullable()),
    clicks: optional(integer('How often an ad was clicked.').nullable()),
    click_through_rate: optional(from(number('Clicks ÷ impressions.').nullable(), 'Ctr')),
    average_cost_per_click: optional(
      from(number('Spend ÷ clicks.').nullable(), 'AverageCpc', 'Avg. CPC'),
    ),
    spend: from(localMoney('What the clicks cost.'), 'Cost'),
    conversions: optional(number('Conversions as Microsoft counts them.').nullable()),
    revenue: optional(number('What they are worth.').nullable()),
  },
})

const synced = optional(timestamp('When the connector read the row.').nullable())

/** How the connector's daily reports are split, and their measures. */
const daily = {
  date: day('The day in the account’s time zone.'),
  account_id: text('The account.'),
  device_os: text('The operating system.').nullable(),
  device_type: text('The device.').nullable(),
  network: text('The network.').nullable(),
  currency_code: text('ISO 4217.').nullable(),
  ad_distribution: text('Search or audience network.').nullable(),
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
const otherMeasures = /^(all_|conversions_qualified|revenue|_fivetran_id)/

export const rawMicrosoftAdsCampaignDailyReport = defineExport({
  name: 'raw_microsoft_ads__campaign_daily_report',
  description: 'What each campaign cost and brought by day and segment (connector).',
  system: 'microsoft_ads',
  object: 'campaign_daily_report',
  also: ['campaign_performance_daily_report'],
  grain: [...segments, 'campaign_id', 'budget_name', 'budget_association_status'],
  version: '_fivetran_synced',
  observed: ['date'],
  gathered: { other: otherMeasures },
  columns: {
    ...daily,
    campaign_id: text('The campaign.'),
    budget_name: optional(text('The name of a shared budget.').nullable()),
    budget_association_status: optional(text('Whether the budget is the current one.').nullable()),
  },
})

export const rawMicrosoftAdsAdGroupDailyReport = defineExport({
  name: 'raw_microsoft_ads__ad_group_daily_report',
  description: 'What each ad group cost and brought by day and segment (connector).',
  system: 'microsoft_ads',
  object: 'ad_group_daily_report',
  also: ['ad_group_performance_daily_report'],
  grain: [...segments, 'ad_group_id', 'language'],
  version: '_fivetran_synced',
  observed: ['date'],
  gathered: { other: otherMeasures },
  columns: {
    ...daily,
    campaign_id: text('The campaign.'),
    ad_group_id: text('The ad group.'),
    language: optional(text('The language.').nullable()),
  },
})

export const rawMicrosoftAdsAdDailyReport = defineExport({
  name: 'raw_microsoft_ads__ad_daily_report',
  description: 'What each ad cost and brought by day and segment (connector).',
  system: 'microsoft_ads',
  object: 'ad_daily_report',
  also: ['ad_performance_daily_report'],
  grain: [...segments, 'ad_group_id', 'ad_id', 'language'],
  version: '_fivetran_synced',
  observed: ['date'],
  gathered: { other: otherMeasures },
  columns: {
    ...daily,
    campaign_id: text('The campaign.'),
    ad_group_id: text('The ad group.'),
    ad_id: text('The ad.'),
    language: optional(text('The language.').nullable()),
  },
})

export const rawMicrosoftAdsCampaignHistory = defineExport({
  name: 'raw_microsoft_ads__campaign_history',
  description: 'Every state of the campaigns that the connector saw.',
  system: 'microsoft_ads',
  object: 'campaign_history',
  grain: ['id', 'modified_time'],
  columns: {
    id: text('Microsoft’s id of the campaign.'),
    modified_time: timestamp('Since when the campaign is so.'),
    account_id: text('The account.').nullable(),
    name: text('What the campaign is called.').nullable(),
    type: optional(text('Search, Audience, ….').nullable()),
    time_zone: optional(text('The zone of its days, as Microsoft names it.').nullable()),
    status: optional(text('Active, Paused, ….').nullable()),
    _fivetran_synced: synced,
  },
})
