/**
 * Meta Ads: the export of the Ads Manager, and the connector's tables that say what ads cost. What is
 * not staged stands in meta_ads_other.ts.
 */
import {
  type Column,
  day,
  integer,
  type Local,
  localMoney,
  number,
  text,
  timestamp,
} from '../../src/columns.ts'
import { defineExport, from, optional } from '../../src/export.ts'

/** The currencies that an ad account can be in. The header of the spend names it. */
// biome-ignore format: a table
export const adCurrencies = [
  'AED', 'ARS', 'AUD', 'BDT', 'BGN', 'BOB', 'BRL', 'CAD', 'CHF', 'CLP', 'CNY', 'COP', 'CRC', 'CZK',
  'DKK', 'DZD', 'EGP', 'EUR', 'GBP', 'GTQ', 'HKD', 'HNL', 'HUF', 'IDR', 'ILS', 'INR', 'ISK', 'JPY',
  'KES', 'KRW', 'MOP', 'MXN', 'MYR', 'NGN', 'NIO', 'NOK', 'NZD', 'PEN', 'PHP', 'PKR', 'PLN', 'PYG',
  'QAR', 'RON', 'RSD', 'SAR', 'SEK', 'SGD', 'THB', 'TRY', 'TWD', 'UAH', 'USD', 'UYU', 'VND', 'ZAR',
] as const
type AdCurrency = (typeof adCurrencies)[number]

/** The column of the spend in a currency. */
export const spentIn = <C extends AdCurrency>(currency: C) =>
  `amount_spent_${currency.toLowerCase() as Lowercase<C>}` as const

const spent = Object.fromEntries(
  adCurrencies.map((currency) => [
    spentIn(currency),
    optional(
      from(
        localMoney(`What was spent, in ${currency}.`).nullable(),
        `Amount spent (${currency})`,
        `Ausgegebener Betrag (${currency})`,
        `Montant dépensé (${currency})`,
      ),
    ),
  ]),
) as unknown as { [C in AdCurrency as ReturnType<typeof spentIn<C>>]: Column<Local | null> }

export const rawMetaAdsCampaignReport = defineExport({
  name: 'raw_meta_ads__campaign_report',
  description:
    'What each campaign, ad set or ad cost and brought on each day; the row of totals is no record.',
  system: 'meta_ads',
  object: 'campaign_report',
  also: ['ads_manager', 'campaigns', 'ad_sets', 'ads'],
  grain: [
    'day',
    'account_id',
    'campaign_id',
    'campaign_name',
    'ad_set_id',
    'ad_set_name',
    'ad_id',
    'ad_name',
  ],
  observed: ['day'],
  anyOf: [[...adCurrencies.map(spentIn), 'amount_spent']],
  layout: {
    totals: { campaign_name: /^$/, campaign_id: /^$/ },
    nulls: ['--', '-'],
    byDay: {
      day: 'day',
      reason: 'cost over a range cannot be told by day: export it with the breakdown Time, Day',
    },
  },
  columns: {
    day: from(day('The day in the account’s time zone.'), 'Day', 'Tag', 'Jour', 'Date'),
    reporting_starts: optional(
      from(
        day('The first day of the whole export.').nullable(),
        'Reporting starts',
        'Berichtsbeginn',
        'Début des rapports',
      ),
    ),
    reporting_ends: optional(
      from(
        day('The last day of the whole export.').nullable(),
        'Reporting ends',
        'Berichtsende',
        'Fin des rapports',
      ),
    ),
    account_id: optional(from(text('The account.').nullable(), 'Account ID', 'Konto-ID')),
    account_name: optional(
      from(text('What the account is called.').nullable(), 'Account name', 'Kontoname'),
    ),
    campaign_id: optional(
      from(text('The campaign.').nullable(), 'Campaign ID', 'Kampagnen-ID', 'ID de la campagne'),
    ),
    campaign_name: from(
      text('What the campaign is called.'),
      'Campaign name',
      'Name der Kampagne',
      'Kampagnenname',
      'Nom de la campagne',
    ),
    ad_set_id: optional(from(text('The ad set.').nullable(), 'Ad set ID')),
    ad_set_name: optional(
      from(
        text('What the ad set is called.').nullable(),
        'Ad set name',
        'Name der Anzeigengruppe',
        'Nom de l’ensemble de publicités',
      ),
    ),
    ad_id: optional(from(text('The ad.').nullable(), 'Ad ID')),
    ad_name: optional(
      from(text('What the ad is called.').nullable(), 'Ad name', 'Name der Anzeige'),
    ),
    impressions: optional(
      from(integer('How often an ad was shown.').nullable(), 'Impressions', 'Impressionen'),
    ),
    reach: optional(from(integer('How many people saw an ad.').nullable(), 'Reichweite')),
    link_clicks: optional(
      from(
        integer('Clicks on links.').nullable(),
        'Link clicks',
        'Link-Klicks',
        'Clics sur un lien',
      ),
    ),
    clicks: optional(
      from(integer('All clicks.').nullable(), 'Clicks (all)', 'Klicks (alle)', 'Clics (tous)'),
    ),
    results: optional(
      from(number('What the campaign was to bring.').nullable(), 'Ergebnisse', 'Résultats'),
    ),
    result_indicator: optional(
      from(text('What results are.').nullable(), 'Result indicator', 'Ergebnis-Indikator'),
    ),
    amount_spent: optional(
      from(localMoney('What was spent, where the header names no currency.').nullable(), 'Spend'),
    ),
    ...spent,
  },
})

const synced = optional(timestamp('When the connector read the row.').nullable())

export const rawMetaAdsBasicAd = defineExport({
  name: 'raw_meta_ads__basic_ad',
  description: 'What each ad cost on each day (connector).',
  system: 'meta_ads',
  object: 'basic_ad',
  also: ['facebook_ads_basic_ad'],
  grain: ['ad_id', 'date'],
  version: '_fivetran_synced',
  observed: ['date'],
  columns: {
    ad_id: text('The ad.'),
    date: day('The day in the account’s time zone.'),
    account_id: text('The account.').nullable(),
    impressions: integer('How often the ad was shown.').nullable(),
    inline_link_clicks: integer('Clicks on links.').nullable(),
    spend: number('What the ad cost, in the account’s currency.').nullable(),
    _fivetran_synced: synced,
  },
})

export const rawMetaAdsAdHistory = defineExport({
  name: 'raw_meta_ads__ad_history',
  description: 'Every state of the ads that the connector saw.',
  system: 'meta_ads',
  object: 'ad_history',
  also: ['facebook_ads_ad_history'],
  grain: ['id', 'updated_time'],
  version: '_fivetran_synced',
  columns: {
    id: text('Meta’s id of the ad.'),
    updated_time: timestamp('Since when the ad is so.'),
    account_id: text('The account.').nullable(),
    campaign_id: text('The campaign.').nullable(),
    ad_set_id: text('The ad set.').nullable(),
    creative_id: optional(text('The creative.').nullable()),
    name: text('What the ad is called.').nullable(),
    _fivetran_synced: synced,
  },
})

export const rawMetaAdsCampaignHistory = defineExport({
  name: 'raw_meta_ads__campaign_history',
  description: 'Every state of the campaigns that the connector saw.',
  system: 'meta_ads',
  object: 'campaign_history',
  also: ['facebook_ads_campaign_history'],
  grain: ['id', 'updated_time'],
  version: '_fivetran_synced',
  columns: {
    id: text('Meta’s id of the campaign.'),
    updated_time: timestamp('Since when the campaign is so.'),
    account_id: text('The account.').nullable(),
    name: text('What the campaign is called.').nullable(),
    _fivetran_synced: synced,
  },
})

export const rawMetaAdsAccountHistory = defineExport({
  name: 'raw_meta_ads__account_history',
  description: 'Every state of the accounts that the connector saw.',
  system: 'meta_ads',
  object: 'account_history',
  also: ['facebook_ads_account_history'],
  grain: ['id', '_fivetran_synced'],
  columns: {
    id: text('Meta’s id of the account.'),
    name: text('What the account is called.').nullable(),
    currency: optional(text('ISO 4217.').nullable()),
    timezone_name: optional(text('The zone of its days, IANA.').nullable()),
    _fivetran_synced: timestamp('When the connector read the row.'),
  },
})
