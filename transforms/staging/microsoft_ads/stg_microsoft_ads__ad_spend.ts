/** Microsoft Ads: what each campaign cost and brought on each day. */
import type { Expression } from 'kysely'
import { firstKnown } from '../../../src/sql/known.ts'
import { latest } from '../../../src/sql/latest.ts'
import { fromFloat } from '../../../src/sql/local_money.ts'
import { type Db, defineTable } from '../../../src/table.ts'
import {
  rawMicrosoftAdsAdDailyReport,
  rawMicrosoftAdsAdGroupDailyReport,
  rawMicrosoftAdsCampaignDailyReport,
  rawMicrosoftAdsCampaignHistory,
  rawMicrosoftAdsCampaignReport,
} from '../../sources/microsoft_ads.ts'
import { type AdLevelRow, campaignDays } from '../ad_platforms/campaign_days.ts'
import { adSpendColumns } from '../objects/ad_spend.ts'

export const stgMicrosoftAdsAdSpend = defineTable({
  name: 'stg_microsoft_ads__ad_spend',
  description:
    'Microsoft’s campaigns by day, from the campaign report, else from the connector’s campaigns, ad groups or ads, never from two of them for one account and day.',
  grain: ['campaign_id', 'ad_account_id', 'currency_code', 'spend_date', 'is_allocated'],
  columns: adSpendColumns,
  query: (db) =>
    campaignDays(
      db,
      'microsoft_ads',
      ofReport(db),
      ofDaily(db, ofCampaigns(db), 3),
      ofDaily(db, ofAdGroups(db), 4),
      ofDaily(db, ofAds(db), 5),
    ),
})

/** The report of the interface; split by ad group, device or network it tells of the same cost once more. */
const ofReport = (db: Db): Expression<AdLevelRow> =>
  db
    .selectFrom(rawMicrosoftAdsCampaignReport.as('report'))
    .where('report.is_gone', '=', false)
    .select(({ eb, fn, lit, ref }) => [
      eb
        .case()
        .when(fn.coalesce('report.ad_group_id', 'report.device_type', 'report.network'), 'is', null)
        .then(lit(1).$castTo<number>())
        .else(lit(2).$castTo<number>())
        .end()
        .as('level'),
      'report.source_instance',
      firstKnown<string | null>(ref('report.account_id'), ref('report.account_name')).as(
        'ad_account_id',
      ),
      fn.coalesce('report.campaign_id', 'report.campaign_name').as('campaign_key'),
      'report.campaign_name',
      'report.currency_code',
      'report.time_period as spend_date',
      'report.impressions as impression_count',
      'report.clicks as click_count',
      'report.spend as cost_local',
      'report.conversions as conversion_count',
    ])

const dailyColumns = [
  'daily.campaign_id',
  'daily.source_instance',
  'daily.account_id',
  'daily.currency_code',
  'daily.date',
  'daily.impressions',
  'daily.clicks',
  'daily.spend',
  'daily.conversions',
] as const

const ofCampaigns = (db: Db) =>
  db
    .selectFrom(rawMicrosoftAdsCampaignDailyReport.as('daily'))
    .where('daily.is_gone', '=', false)
    .select(dailyColumns)

const ofAdGroups = (db: Db) =>
  db
    .selectFrom(rawMicrosoftAdsAdGroupDailyReport.as('daily'))
    .where('daily.is_gone', '=', false)
    .select(dailyColumns)

const ofAds = (db: Db) =>
  db
    .selectFrom(rawMicrosoftAdsAdDailyReport.as('daily'))
    .where('daily.is_gone', '=', false)
    .select(dailyColumns)

/** A daily report of the connector, with the names of its campaigns. */
const ofDaily = (
  db: Db,
  daily: ReturnType<typeof ofCampaigns>,
  level: number,
): Expression<AdLevelRow> =>
  db
    .selectFrom(daily.as('daily'))
    .leftJoin(campaigns(db).as('campaign'), (join) =>
      join
        .onRef('campaign.source_instance', '=', 'daily.source_instance')
        .onRef('campaign.id', '=', 'daily.campaign_id'),
    )
    .select(({ lit, ref }) => [
      lit(level).$castTo<number>().as('level'),
      'daily.source_instance',
      'daily.account_id as ad_account_id',
      'daily.campaign_id as campaign_key',
      'campaign.name as campaign_name',
      'daily.currency_code',
      'daily.date as spend_date',
      'daily.impressions as impression_count',
      'daily.clicks as click_count',
      fromFloat(ref('daily.spend')).as('cost_local'),
      'daily.conversions as conversion_count',
    ])

const campaigns = (db: Db) =>
  db
    .selectFrom(rawMicrosoftAdsCampaignHistory.as('history'))
    .groupBy(['history.source_instance', 'history.id'])
    .select(({ ref }) => [
      'history.source_instance',
      'history.id',
      latest(ref('history.name'), ref('history.modified_time')).as('name'),
    ])
