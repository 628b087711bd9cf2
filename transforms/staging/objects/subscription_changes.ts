/** The columns of a business object over all systems: subscription changes. */
import { localRecurring, text, timestamp } from '../../../src/columns.ts'

/** Every change of the monthly value of a subscription’s line. */
export const subscriptionChangeColumns = {
  subscription_line_id: text('The line, scoped by source.'),
  subscription_id: text('The subscription, scoped by source.').nullable(),
  source_system: text('The billing system.'),
  account_id: text('The customer’s record, scoped by source.'),
  product_id: text('The product, scoped by source.').nullable(),
  plan_id: text('The plan or price, scoped by source.').nullable(),
  currency_code: text('ISO 4217, in upper case.'),
  changed_at: timestamp('When it changed.'),
  mrr_change_local: localRecurring('The signed change; those of an ended line add up to 0.'),
}
