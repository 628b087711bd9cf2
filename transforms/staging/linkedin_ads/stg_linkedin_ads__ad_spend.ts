/** LinkedIn Ads: what each campaign cost and brought on each day. */
import type { Expression } from 'kysely'
import { firstKnown } from '../../../src/sql/known.ts'
import { latest } from '../../../src/sql/latest.ts'
import { fromFloat } from '../../../src/sql/local_money.ts'
import { serial } from '../../../src/sql/text.ts'
import { type Db, defineTable } from '../../../src/table.ts'
import {
  rawLinkedinAdsAccountHistory,
  rawLinkedinAdsAdAnalyticsByCampaign,
  rawLinkedinAdsAdAnalyticsByCreative,
  rawLinkedinAdsCampaignHistory,
  rawLinkedinAdsCampaignReport,
  rawLinkedinAdsCreativeHistory,
} from '../../sources/linkedin_ads.ts'
import { type AdLevelRow, campaignDays } from '../ad_platforms/campaign_days.ts'
import { adSpendColumns } from '../objects/ad_spend.ts'

export const stgLinkedinAdsAdSpend = defineTable({
  name: 'stg_linkedin_ads__ad_spend',
  description:
    'LinkedIn’s campaigns by day, from the campaign report, else from the report by ad, else from the connector’s campaigns or ads, never from two of them for one account and day.',
  grain: ['campaign_id', 'ad_account_id', 'currency_code', 'spend_date', 'is_allocated'],
  columns: adSpendColumns,
  query: (db) =>
    campaignDays(
      db,
      'linkedin_ads',
      ofReport(db),
      ofAnalytics(db, ofCampaigns(db), 3),
      ofAnalytics(db, ofCreatives(db), 4),
    ),
})

const ofReport = (db: Db): Expression<AdLevelRow> =>
  db
    .selectFrom(rawLinkedinAdsCampaignReport.as('report'))
    .where('report.is_gone', '=', false)
    .select(({ eb, fn, lit, ref }) => [
      eb
        .case()
        .when('report.ad_id', 'is', null)
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
      'report.currency as currency_code',
      'report.day as spend_date',
      'report.impressions as impression_count',
      'report.clicks as click_count',
      'report.total_spent as cost_local',
      'report.conversions as conversion_count',
    ])

const analyticsColumns = [
  'analytics.source_instance',
  'analytics.day',
  'analytics.impressions',
  'analytics.clicks',
  'analytics.cost_in_local_currency',
  'analytics.cost_in_usd',
  'analytics.external_website_conversions',
] as const

const ofCampaigns = (db: Db) =>
  db
    .selectFrom(rawLinkedinAdsAdAnalyticsByCampaign.as('analytics'))
    .where('analytics.is_gone', '=', false)
    .select(['analytics.campaign_id', ...analyticsColumns])

const ofCreatives = (db: Db) =>
  db
    .selectFrom(rawLinkedinAdsAdAnalyticsByCreative.as('analytics'))
    .leftJoin(creatives(db).as('creative'), (join) =>
      join
        .onRef('creative.source_instance', '=', 'analytics.source_instance')
        .onRef('creative.id', '=', 'analytics.creative_id'),
    )
    .where('analytics.is_gone', '=', false)
    .select(({ fn, ref, val }) => [
      fn
        .coalesce('creative.campaign_id', serial(val('creative'), ref('analytics.creative_id')))
        .as('campaign_id'),
      ...analyticsColumns,
    ])

/** A report of the connector, in the account’s currency where it is known, else in US dollars. */
const ofAnalytics = (
  db: Db,
  analytics: ReturnType<typeof ofCampaigns>,
  level: number,
): Expression<AdLevelRow> =>
  db
    .selectFrom(analytics.as('analytics'))
    .leftJoin(campaigns(db).as('campaign'), (join) =>
      join
        .onRef('campaign.source_instance', '=', 'analytics.source_instance')
        .onRef('campaign.id', '=', 'analytics.campaign_id'),
    )
    .leftJoin(accounts(db).as('account'), (join) =>
      join
        .onRef('account.source_instance', '=', 'analytics.source_instance')
        .onRef('account.id', '=', 'campaign.account_id'),
    )
    .select(({ eb, lit, ref }) => {
      const isInDollars = eb.and([
        eb('account.currency', 'is', null),
        eb('analytics.cost_in_usd', 'is not', null),
      ])
      return [
        lit(level).$castTo<number>().as('level'),
        'analytics.source_instance',
        'campaign.account_id as ad_account_id',
        'analytics.campaign_id as campaign_key',
        'campaign.name as campaign_name',
        eb
          .case()
          .when(isInDollars)
          .then<string | null>('USD')
          .else(ref('account.currency'))
          .end()
          .as('currency_code'),
        'analytics.day as spend_date',
        'analytics.impressions as impression_count',
        'analytics.clicks as click_count',
        fromFloat(
          eb
            .case()
            .when(isInDollars)
            .then(ref('analytics.cost_in_usd'))
            .else(ref('analytics.cost_in_local_currency'))
            .end(),
        ).as('cost_local'),
        'analytics.external_website_conversions as conversion_count',
      ]
    })

const campaigns = (db: Db) =>
  db
    .selectFrom(rawLinkedinAdsCampaignHistory.as('history'))
    .groupBy(['history.source_instance', 'history.id'])
    .select(({ ref }) => [
      'history.source_instance',
      'history.id',
      latest(ref('history.name'), ref('history.last_modified_time')).as('name'),
      latest(ref('history.account_id'), ref('history.last_modified_time')).as('account_id'),
    ])

const accounts = (db: Db) =>
  db
    .selectFrom(rawLinkedinAdsAccountHistory.as('history'))
    .groupBy(['history.source_instance', 'history.id'])
    .select(({ ref }) => [
      'history.source_instance',
      'history.id',
      latest(ref('history.currency'), ref('history.last_modified_time')).as('currency'),
    ])

/** An ad never changes its campaign. */
const creatives = (db: Db) =>
  db
    .selectFrom(rawLinkedinAdsCreativeHistory.as('history'))
    .groupBy(['history.source_instance', 'history.id'])
    .select(({ fn }) => [
      'history.source_instance',
      'history.id',
      fn.max('history.campaign_id').as('campaign_id'),
    ])
