/** The columns of a business object over all systems: ad spend. */
import { day, flag, integer, localMoney, number, text } from '../../../src/columns.ts'

/** Days of campaigns on ad platforms. */
export const adSpendColumns = {
  campaign_id: text('The campaign, scoped by source.'),
  campaign_name: text('The campaign, as the platform names it.').nullable(),
  ad_account_id: text('The account at the platform.').nullable(),
  source_system: text('The platform.'),
  source_instance: text('The account of the system; empty for the only one.'),
  currency_code: text('ISO 4217, in upper case.'),
  spend_date: day('The day in the ad account’s time zone.'),
  is_allocated: flag('Whether it is a campaign’s budget or cost, spread over its days.'),
  impression_count: integer('How often an ad was shown.').nullable(),
  click_count: integer('How often an ad was clicked.').nullable(),
  cost_local: localMoney('What it cost.'),
  conversion_count: number('Conversions, as the platform counts them.').nullable(),
}
