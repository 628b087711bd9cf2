/** The columns of a business object over all systems: subscriptions. */
import { flag, integer, localRecurring, number, text, timestamp } from '../../../src/columns.ts'

/** Subscriptions in their last state. */
export const subscriptionColumns = {
  subscription_id: text(
    'The subscription, scoped by source: `hubspot:12`, or `hubspot.emea:12` in an instance.',
  ),
  source_system: text('The system.'),
  source_instance: text('The portal or organisation; empty for the only one.'),
  source_id: text('The system’s own id.'),
  account_id: text('The customer’s record, scoped by source.').nullable(),
  product_id: text('The product; null with several lines, scoped by source.').nullable(),
  plan_id: text('The plan or price; null with several lines, scoped by source.').nullable(),
  currency_code: text('ISO 4217, in upper case.').nullable(),
  subscription_status: text('As the system names it.').nullable(),
  churn_reason: text('Why it ended, as the system names it.').nullable(),
  is_deleted: flag('Whether the system deleted it.'),
  will_cancel: flag('Whether it ends with the period that is paid for.').nullable(),
  created_at: timestamp('When it was signed.').nullable(),
  starts_at: timestamp('When it begins, or began.').nullable(),
  trial_ends_at: timestamp('When its trial ends.').nullable(),
  period_starts_at: timestamp('When the period that is paid for began.').nullable(),
  period_ends_at: timestamp('When the period that is paid for ends.').nullable(),
  canceled_at: timestamp('When the cancellation was asked for.').nullable(),
  ends_at: timestamp('When it ends, or ended.').nullable(),
  paused_at: timestamp('Since when it is not billed, or will not be.').nullable(),
  resumes_at: timestamp('When it is billed again after that.').nullable(),
  discount_ends_at: timestamp('When its discount ends; null for one for ever.').nullable(),
  term_months: integer('For how many months it is agreed at a time.').nullable(),
  quantity: integer('Units.').nullable(),
  used_quantity: integer('Units in use, where the system counts them.').nullable(),
  discount_rate: number('The share of 1 that its discount takes off.').nullable(),
  mrr_local: localRecurring('What it is worth a month before its discount.').nullable(),
}
