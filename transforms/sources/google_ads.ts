/**
 * Google Ads: the campaign report by day, as the interface downloads it, and the connector's tables
 * that say what campaigns cost. What is not staged stands in google_ads_other.ts.
 */
import { day, integer, localMoney, number, text, texts, timestamp } from '../../src/columns.ts'
import { defineExport, from, optional } from '../../src/export.ts'

export const rawGoogleAdsCampaignReport = defineExport({
  name: 'raw_google_ads__campaign_report',
  description: 'What each campaign cost and brought on each day; totals rows are no records.',
  system: 'google_ads',
  object: 'campaign_report',
  also: ['kampagnenbericht', 'rapport_sur_les_campagnes', 'campaign_performance'],
  grain: ['day', 'customer_id', 'campaign_id', 'campaign', 'network', 'device'],
  observed: ['day'],
  layout: {
    skipRows: /^(Total|Gesamt|Summe|Gesamtergebnis) ?:/,
    nulls: ['--', ' --'],
    byDay: {
      day: 'day',
      reason:
        'cost over a range cannot be told by day: download the report with the segment Time, Day',
    },
  },
  columns: {
    day: from(day('The day in the account’s time zone.'), 'Day', 'Tag', 'Jour', 'Date'),
    customer_id: optional(
      from(text('The account.').nullable(), 'Customer ID', 'Kunden-ID', 'Numéro client'),
    ),
    account: optional(
      from(text('What the account is called.').nullable(), 'Account name', 'Konto', 'Compte'),
    ),
    campaign_id: optional(
      from(text('Google’s id.').nullable(), 'Campaign ID', 'Kampagnen-ID', 'ID de campagne'),
    ),
    campaign: from(text('The campaign’s name.'), 'Campaign', 'Kampagne', 'Campagne'),
    campaign_status: optional(
      from(
        text('Enabled, Paused or Removed at the time of the export.').nullable(),
        'Campaign state',
        'Kampagnenstatus',
        'État de la campagne',
      ),
    ),
    budget: optional(localMoney('The budget a day.').nullable()),
    budget_name: optional(
      from(text('The name of a shared budget.').nullable(), 'Budgetname', 'Nom du budget'),
    ),
    budget_type: optional(
      from(text('Daily, or over the whole campaign.').nullable(), 'Budgettyp', 'Type de budget'),
    ),
    currency_code: optional(
      from(text('ISO 4217.').nullable(), 'Currency', 'Währungscode', 'Code de devise', 'Devise'),
    ),
    status: optional(from(text('Why the campaign runs or not.').nullable(), 'État')),
    campaign_type: optional(
      from(
        text('Search, Display, ….').nullable(),
        'Advertising channel type',
        'Kampagnentyp',
        'Type de campagne',
      ),
    ),
    bid_strategy_type: optional(
      from(
        text('How bids are made.').nullable(),
        'Gebotsstrategietyp',
        "Type de stratégie d'enchères",
      ),
    ),
    network: optional(
      from(
        text('The network, where the report is split by it.').nullable(),
        'Network (with search partners)',
        'Netzwerk (mit Suchnetzwerk-Partnern)',
        'Réseau (avec partenaires du Réseau de Recherche)',
      ),
    ),
    device: optional(
      from(text('The device, where the report is split by it.').nullable(), 'Gerät', 'Appareil'),
    ),
    impressions: optional(
      from(integer('How often an ad was shown.').nullable(), 'Impr.', 'Impressionen'),
    ),
    clicks: optional(
      from(integer('How often an ad was clicked.').nullable(), 'Clicks', 'Klicks', 'Clics'),
    ),
    click_through_rate: optional(from(number('Clicks ÷ impressions.').nullable(), 'CTR')),
    average_cost_per_click: optional(
      from(localMoney('Cost ÷ clicks.').nullable(), 'Avg. CPC', 'Durchschn. CPC', 'CPC moy.'),
    ),
    conversions: optional(number('Conversions as Google counts them.').nullable()),
    cost: from(localMoney('What the clicks cost.'), 'Cost', 'Kosten', 'Coût'),
    other: texts('Further measures.'),
  },
  gathered: {
    other:
      /^(Conv|TrueView|Optimi|Cost \/|Kosten\/|Coût\/|Status |Avg|Durchschn|Unique|Likes|Comments|Shares|Goals|Interaction|Invalid|Search |View)/i,
  },
})

/** The measures of the connector's reports. */
const measures = {
  clicks: integer('How often an ad was clicked.').nullable(),
  impressions: integer('How often an ad was shown.').nullable(),
  cost_micros: integer('The cost in millionths of the account’s currency.').nullable(),
  conversions: optional(number('Conversions as Google counts them.').nullable()),
  conversions_value: optional(number('What they are worth, as the account says.').nullable()),
  view_through_conversions: optional(
    number('Conversions after an ad was seen, not clicked.').nullable(),
  ),
  _fivetran_id: optional(text('The connector’s key.').nullable()),
  _fivetran_synced: optional(timestamp('When the connector read the row.').nullable()),
  other: texts('Further measures and parts of keys.'),
}
const otherMeasures = /^(active_view_|interaction|base_|campaign_base_|ad_group_base_|info_text)/

/** How the connector's reports are split. */
const segments = {
  customer_id: text('The account.'),
  date: day('The day in the account’s time zone.'),
  ad_network_type: text('The network.').nullable(),
  device: text('The device.').nullable(),
}

export const rawGoogleAdsCampaignStats = defineExport({
  name: 'raw_google_ads__campaign_stats',
  description: 'What each campaign cost and brought by day, network and device (connector).',
  system: 'google_ads',
  object: 'campaign_stats',
  grain: ['customer_id', 'date', 'id', 'ad_network_type', 'device', '_fivetran_id'],
  version: '_fivetran_synced',
  observed: ['date'],
  gathered: { other: otherMeasures },
  columns: { ...segments, id: text('The campaign.'), ...measures },
})

export const rawGoogleAdsAdGroupStats = defineExport({
  name: 'raw_google_ads__ad_group_stats',
  description: 'What each ad group cost and brought by day, network and device (connector).',
  system: 'google_ads',
  object: 'ad_group_stats',
  grain: ['customer_id', 'date', 'id', 'ad_network_type', 'device', '_fivetran_id'],
  version: '_fivetran_synced',
  observed: ['date'],
  gathered: { other: otherMeasures },
  columns: {
    ...segments,
    id: text('The ad group.'),
    campaign_id: text('The campaign.'),
    ...measures,
  },
})

export const rawGoogleAdsAdStats = defineExport({
  name: 'raw_google_ads__ad_stats',
  description: 'What each ad cost and brought by day, keyword, network and device (connector).',
  system: 'google_ads',
  object: 'ad_stats',
  grain: [
    'customer_id',
    'date',
    'ad_group',
    'ad_id',
    'keyword_ad_group_criterion',
    'ad_network_type',
    'device',
  ],
  version: '_fivetran_synced',
  observed: ['date'],
  gathered: { other: otherMeasures },
  columns: {
    ...segments,
    ad_id: text('The ad.').nullable(),
    ad_group: optional(text('The ad group, as a resource name.').nullable()),
    ad_group_id: optional(text('The ad group.').nullable()),
    campaign_id: text('The campaign.'),
    keyword_ad_group_criterion: optional(text('The keyword, as a resource name.').nullable()),
    ...measures,
  },
})

export const rawGoogleAdsCampaignHistory = defineExport({
  name: 'raw_google_ads__campaign_history',
  description: 'Every state of the campaigns that the connector saw.',
  system: 'google_ads',
  object: 'campaign_history',
  grain: ['id', 'updated_at'],
  columns: {
    id: text('Google’s id of the campaign.'),
    updated_at: timestamp('Since when the campaign is so.'),
    customer_id: text('The account.').nullable(),
    name: text('What the campaign is called.').nullable(),
    advertising_channel_type: optional(text('SEARCH, DISPLAY, ….').nullable()),
    advertising_channel_subtype: optional(text('A finer type.').nullable()),
    start_date: optional(day('Its first day.').nullable()),
    end_date: optional(day('Its last day; 2037-12-30 for none.').nullable()),
    serving_status: optional(text('Whether its ads are shown.').nullable()),
    status: optional(text('ENABLED, PAUSED or REMOVED.').nullable()),
    tracking_url_template: optional(text('The template of its links.').nullable()),
    _fivetran_synced: optional(timestamp('When the connector read the row.').nullable()),
  },
})

export const rawGoogleAdsAccountHistory = defineExport({
  name: 'raw_google_ads__account_history',
  description: 'Every state of the accounts that the connector saw.',
  system: 'google_ads',
  object: 'account_history',
  grain: ['id', 'updated_at'],
  columns: {
    id: text('Google’s id of the account.'),
    updated_at: timestamp('Since when the account is so.'),
    currency_code: text('ISO 4217.').nullable(),
    descriptive_name: optional(text('What the account is called.').nullable()),
    time_zone: optional(text('The zone of its days, IANA.').nullable()),
    _fivetran_synced: optional(timestamp('When the connector read the row.').nullable()),
    other: texts('Further attributes.'),
  },
  gathered: {
    other:
      /^(auto_tagging|final_url|hidden|manager|optimization|pay_per|test_account|tracking_url)/,
  },
})
