/** Google Ads: what each campaign cost and brought on each day. */
import { day, integer, localMoney, text } from '../../../src/columns.ts'
import { defineTable } from '../../../src/table.ts'
import { rawGoogleAdsCampaignReport } from '../../sources/google_ads.ts'

export const stgGoogleAdsCampaignDays = defineTable({
  name: 'stg_google_ads__campaign_days',
  description: 'Google’s campaign report in our names and types, days without cost included.',
  grain: ['campaign_name', 'spend_date'],
  columns: {
    campaign_name: text('The campaign, whose name is its only key in the report.'),
    campaign_type: text('Search, Display, ….').nullable(),
    currency_code: text('ISO 4217, in upper case.'),
    spend_date: day('The day in the ad account’s time zone.'),
    impression_count: integer('How often an ad was shown.'),
    click_count: integer('How often an ad was clicked.'),
    cost_local: localMoney('What the clicks cost.'),
  },
  query: (db) =>
    db
      .selectFrom(rawGoogleAdsCampaignReport.as('raw'))
      .select(({ fn }) => [
        'raw.campaign as campaign_name',
        'raw.campaign_type',
        fn<string>('upper', ['raw.currency_code']).as('currency_code'),
        'raw.day as spend_date',
        'raw.impressions as impression_count',
        'raw.clicks as click_count',
        'raw.cost as cost_local',
      ]),
})
