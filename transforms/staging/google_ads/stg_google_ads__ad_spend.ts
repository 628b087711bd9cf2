/** Google Ads: what each campaign cost and brought on each day. */
import type { Expression } from 'kysely'
import { latest } from '../../../src/sql/latest.ts'
import { fromMicros } from '../../../src/sql/local_money.ts'
import { type Db, defineTable } from '../../../src/table.ts'
import {
  rawGoogleAdsAccountHistory,
  rawGoogleAdsAdGroupStats,
  rawGoogleAdsAdStats,
  rawGoogleAdsCampaignHistory,
  rawGoogleAdsCampaignReport,
  rawGoogleAdsCampaignStats,
} from '../../sources/google_ads.ts'
import { type AdLevelRow, campaignDays } from '../ad_platforms/campaign_days.ts'
import { adSpendColumns } from '../objects/ad_spend.ts'

export const stgGoogleAdsAdSpend = defineTable({
  name: 'stg_google_ads__ad_spend',
  description:
    'Google’s campaigns by day, days without cost included, from the campaign report, else from the connector’s campaigns, ad groups or ads, never from two of them for one account and day.',
  grain: ['campaign_id', 'ad_account_id', 'currency_code', 'spend_date', 'is_allocated'],
  columns: adSpendColumns,
  query: (db) =>
    campaignDays(
      db,
      'google_ads',
      ofReport(db),
      ofStats(db, ofCampaigns(db), 3),
      ofStats(db, ofAdGroups(db), 4),
      ofStats(db, ofAds(db), 5),
    ),
})

/** The report of the interface; split by network or device it tells of the same cost once more. */
const ofReport = (db: Db): Expression<AdLevelRow> =>
  db
    .selectFrom(rawGoogleAdsCampaignReport.as('report'))
    .where('report.is_gone', '=', false)
    .select(({ eb, fn, lit }) => [
      eb
        .case()
        .when(fn.coalesce('report.network', 'report.device'), 'is', null)
        .then(lit(1).$castTo<number>())
        .else(lit(2).$castTo<number>())
        .end()
        .as('level'),
      'report.source_instance',
      'report.customer_id as ad_account_id',
      fn.coalesce('report.campaign_id', 'report.campaign').as('campaign_key'),
      'report.campaign as campaign_name',
      'report.currency_code',
      'report.day as spend_date',
      'report.impressions as impression_count',
      'report.clicks as click_count',
      'report.cost as cost_local',
      'report.conversions as conversion_count',
    ])

const ofCampaigns = (db: Db) =>
  db
    .selectFrom(rawGoogleAdsCampaignStats.as('stats'))
    .where('stats.is_gone', '=', false)
    .select(['stats.id as campaign_id', ...statsColumns])

const ofAdGroups = (db: Db) =>
  db
    .selectFrom(rawGoogleAdsAdGroupStats.as('stats'))
    .where('stats.is_gone', '=', false)
    .select(['stats.campaign_id', ...statsColumns])

const ofAds = (db: Db) =>
  db
    .selectFrom(rawGoogleAdsAdStats.as('stats'))
    .where('stats.is_gone', '=', false)
    .select(['stats.campaign_id', ...statsColumns])

const statsColumns = [
  'stats.source_instance',
  'stats.customer_id',
  'stats.date',
  'stats.impressions',
  'stats.clicks',
  'stats.cost_micros',
  'stats.conversions',
] as const

/** A report of the connector, with the names of its campaigns and the currencies of its accounts. */
const ofStats = (
  db: Db,
  stats: ReturnType<typeof ofCampaigns>,
  level: number,
): Expression<AdLevelRow> =>
  db
    .selectFrom(stats.as('stats'))
    .leftJoin(campaignNames(db).as('campaign'), (join) =>
      join
        .onRef('campaign.source_instance', '=', 'stats.source_instance')
        .onRef('campaign.id', '=', 'stats.campaign_id'),
    )
    .leftJoin(accountCurrencies(db).as('account'), (join) =>
      join
        .onRef('account.source_instance', '=', 'stats.source_instance')
        .onRef('account.id', '=', 'stats.customer_id'),
    )
    .select(({ lit, ref }) => [
      lit(level).$castTo<number>().as('level'),
      'stats.source_instance',
      'stats.customer_id as ad_account_id',
      'stats.campaign_id as campaign_key',
      'campaign.campaign_name',
      'account.currency_code',
      'stats.date as spend_date',
      'stats.impressions as impression_count',
      'stats.clicks as click_count',
      fromMicros(ref('stats.cost_micros')).as('cost_local'),
      'stats.conversions as conversion_count',
    ])

const campaignNames = (db: Db) =>
  db
    .selectFrom(rawGoogleAdsCampaignHistory.as('history'))
    .groupBy(['history.source_instance', 'history.id'])
    .select(({ ref }) => [
      'history.source_instance',
      'history.id',
      latest(ref('history.name'), ref('history.updated_at')).as('campaign_name'),
    ])

const accountCurrencies = (db: Db) =>
  db
    .selectFrom(rawGoogleAdsAccountHistory.as('history'))
    .groupBy(['history.source_instance', 'history.id'])
    .select(({ ref }) => [
      'history.source_instance',
      'history.id',
      latest(ref('history.currency_code'), ref('history.updated_at')).as('currency_code'),
    ])
