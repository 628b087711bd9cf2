/** The columns of a business object over all systems: campaigns. */
import { day, localMoney, text } from '../../../src/columns.ts'

/** Campaigns. */
export const campaignColumns = {
  campaign_id: text('The campaign, scoped by source.'),
  source_system: text('The system.'),
  source_instance: text('The account of the system; empty for the only one.'),
  campaign_name: text('As the system names it.'),
  channel: text('The channel, where the system says it.').nullable(),
  campaign_type: text('As the system names it.').nullable(),
  currency_code: text('ISO 4217, of the budget.').nullable(),
  starts_on: day('Its first day.').nullable(),
  ends_on: day('Its last day.').nullable(),
  budget_local: localMoney('What is planned for it.').nullable(),
  cost_local: localMoney('What the system says that it cost, over its days.').nullable(),
}
