/** Google Ads: the campaign report by day, as the interface downloads it. */
import { day, integer, localMoney, number, text } from '../../src/columns.ts'
import { defineExport, from } from '../../src/export.ts'

export const rawGoogleAdsCampaignReport = defineExport({
  name: 'raw_google_ads__campaign_report',
  description: 'What each campaign cost and brought on each day; totals rows are no records.',
  system: 'google_ads',
  object: 'campaign_report',
  grain: ['day', 'campaign'],
  observed: ['day'],
  layout: { preambleLines: 2, skipRows: /^Total: /, nulls: ['--', ' --'] },
  columns: {
    day: day('The day in the account’s time zone.'),
    campaign_status: text('Enabled, Paused or Removed at the time of the export.').nullable(),
    campaign: text('The campaign’s name, its only key in this report.'),
    budget: localMoney('The budget a day.').nullable(),
    budget_name: text('The name of a shared budget.').nullable(),
    budget_type: text('Daily, or over the whole campaign.').nullable(),
    currency_code: text('ISO 4217.'),
    status: text('Why the campaign runs or not.').nullable(),
    campaign_type: text('Search, Display, ….').nullable(),
    bid_strategy_type: text('How bids are made.').nullable(),
    impressions: from(integer('How often an ad was shown.'), 'Impr.'),
    clicks: integer('How often an ad was clicked.'),
    click_through_rate: from(number('Clicks ÷ impressions.').nullable(), 'CTR'),
    average_cost_per_click: from(localMoney('Cost ÷ clicks.').nullable(), 'Avg. CPC'),
    conversions: number('Conversions as Google counts them.').nullable(),
    cost: localMoney('What the clicks cost.'),
  },
})
