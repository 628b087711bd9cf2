/** Meta Ads: what each campaign cost and brought on each day. */
import { type Expression, type RawBuilder, sql } from 'kysely'
import type { Local } from '../../../src/columns.ts'
import { firstKnown } from '../../../src/sql/known.ts'
import { latest } from '../../../src/sql/latest.ts'
import { fromFloat } from '../../../src/sql/local_money.ts'
import { serial } from '../../../src/sql/text.ts'
import { type Db, defineTable } from '../../../src/table.ts'
import {
  adCurrencies,
  rawMetaAdsAccountHistory,
  rawMetaAdsAdHistory,
  rawMetaAdsBasicAd,
  rawMetaAdsCampaignHistory,
  rawMetaAdsCampaignReport,
  spentIn,
} from '../../sources/meta_ads.ts'
import { type AdLevelRow, campaignDays } from '../ad_platforms/campaign_days.ts'
import { adSpendColumns } from '../objects/ad_spend.ts'

export const stgMetaAdsAdSpend = defineTable({
  name: 'stg_meta_ads__ad_spend',
  description:
    'Meta’s campaigns by day, from the Ads Manager’s export by campaign, else by ad set, else by ad, else from the connector’s ads, never from two of them for one account and day.',
  grain: ['campaign_id', 'ad_account_id', 'currency_code', 'spend_date', 'is_allocated'],
  columns: adSpendColumns,
  query: (db) => campaignDays(db, 'meta_ads', ofReport(db), ofAds(db)),
})

/** The currency stands in the header of the spend: one of these columns has a value. */
const spent = adCurrencies.map(
  (currency) => [currency, sql.ref<Local | null>(`report.${spentIn(currency)}`)] as const,
)
const spentLocal = firstKnown<Local | null>(
  sql.ref('report.amount_spent'),
  ...spent.map(([, amount]) => amount),
)
const spentCurrency: RawBuilder<string | null> = sql`case ${sql.join(
  spent.map(([currency, amount]) => sql`when ${amount} is not null then ${sql.lit(currency)}`),
  sql` `,
)} end`

const ofReport = (db: Db): Expression<AdLevelRow> =>
  db
    .selectFrom(rawMetaAdsCampaignReport.as('report'))
    .where('report.is_gone', '=', false)
    .select(({ eb, fn, lit, ref }) => [
      eb
        .case()
        .when(fn.coalesce('report.ad_id', 'report.ad_name'), 'is not', null)
        .then(lit(3).$castTo<number>())
        .when(fn.coalesce('report.ad_set_id', 'report.ad_set_name'), 'is not', null)
        .then(lit(2).$castTo<number>())
        .else(lit(1).$castTo<number>())
        .end()
        .as('level'),
      'report.source_instance',
      firstKnown<string | null>(ref('report.account_id'), ref('report.account_name')).as(
        'ad_account_id',
      ),
      fn.coalesce('report.campaign_id', 'report.campaign_name').as('campaign_key'),
      'report.campaign_name',
      spentCurrency.as('currency_code'),
      'report.day as spend_date',
      'report.impressions as impression_count',
      fn.coalesce('report.link_clicks', 'report.clicks').as('click_count'),
      spentLocal.as('cost_local'),
      'report.results as conversion_count',
    ])

const ofAds = (db: Db): Expression<AdLevelRow> =>
  db
    .selectFrom(rawMetaAdsBasicAd.as('stats'))
    .leftJoin(ads(db).as('ad'), (join) =>
      join
        .onRef('ad.source_instance', '=', 'stats.source_instance')
        .onRef('ad.id', '=', 'stats.ad_id'),
    )
    .leftJoin(campaigns(db).as('campaign'), (join) =>
      join
        .onRef('campaign.source_instance', '=', 'stats.source_instance')
        .onRef('campaign.id', '=', 'ad.campaign_id'),
    )
    .leftJoin(accounts(db).as('account'), (join) =>
      join
        .onRef('account.source_instance', '=', 'stats.source_instance')
        .onRef('account.id', '=', 'stats.account_id'),
    )
    .where('stats.is_gone', '=', false)
    .select(({ fn, lit, ref, val }) => [
      lit(4).$castTo<number>().as('level'),
      'stats.source_instance',
      'stats.account_id as ad_account_id',
      fn.coalesce('ad.campaign_id', serial(val('ad'), ref('stats.ad_id'))).as('campaign_key'),
      'campaign.name as campaign_name',
      'account.currency as currency_code',
      'stats.date as spend_date',
      'stats.impressions as impression_count',
      'stats.inline_link_clicks as click_count',
      fromFloat(ref('stats.spend')).as('cost_local'),
      lit(null).$castTo<number | null>().as('conversion_count'),
    ])

const ads = (db: Db) =>
  db
    .selectFrom(rawMetaAdsAdHistory.as('history'))
    .groupBy(['history.source_instance', 'history.id'])
    .select(({ ref }) => [
      'history.source_instance',
      'history.id',
      latest(ref('history.campaign_id'), ref('history.updated_time')).as('campaign_id'),
    ])

const campaigns = (db: Db) =>
  db
    .selectFrom(rawMetaAdsCampaignHistory.as('history'))
    .groupBy(['history.source_instance', 'history.id'])
    .select(({ ref }) => [
      'history.source_instance',
      'history.id',
      latest(ref('history.name'), ref('history.updated_time')).as('name'),
    ])

const accounts = (db: Db) =>
  db
    .selectFrom(rawMetaAdsAccountHistory.as('history'))
    .groupBy(['history.source_instance', 'history.id'])
    .select(({ ref }) => [
      'history.source_instance',
      'history.id',
      latest(ref('history.currency'), ref('history._fivetran_synced')).as('currency'),
    ])
