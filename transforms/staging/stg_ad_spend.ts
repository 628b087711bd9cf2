/** What advertising cost, over all platforms: the one place where a platform is added. */
import { sql } from 'kysely'
import { day, integer, localMoney, text } from '../../src/columns.ts'
import { unionByName } from '../../src/sql/union.ts'
import { type Db, defineTable } from '../../src/table.ts'
import { stgGoogleAdsCampaignDays } from './google_ads/stg_google_ads__campaign_days.ts'

export const stgAdSpend = defineTable({
  name: 'stg_ad_spend',
  description: 'One row per campaign and day of every advertising platform.',
  grain: ['source_system', 'campaign_name', 'spend_date'],
  columns: {
    campaign_name: text('The campaign, as the platform names it.'),
    source_system: text('The platform.'),
    currency_code: text('ISO 4217, in upper case.'),
    spend_date: day('The day in the ad account’s time zone.'),
    impression_count: integer('How often an ad was shown.'),
    click_count: integer('How often an ad was clicked.'),
    cost_local: localMoney('What it cost.'),
  },
  query: (db) => unionByName(ofGoogleAds(db)),
})

const ofGoogleAds = (db: Db) =>
  db
    .selectFrom(stgGoogleAdsCampaignDays.as('spend'))
    .select([
      'spend.campaign_name',
      sql<string>`'google_ads'`.as('source_system'),
      'spend.currency_code',
      'spend.spend_date',
      'spend.impression_count',
      'spend.click_count',
      'spend.cost_local',
    ])
