/** The columns of a business object over all systems: plans. */
import { integer, localRecurring, text } from '../../../src/columns.ts'

/** Plans and prices of products. */
export const planColumns = {
  plan_id: text('The plan or price, scoped by source.'),
  product_id: text('The product, scoped by source.').nullable(),
  source_system: text('The system.'),
  plan_name: text('As the system names it.').nullable(),
  currency_code: text('ISO 4217, in upper case.').nullable(),
  billing_interval: text('day, week, month or year; null for a one-off.').nullable(),
  interval_count: integer('Intervals between two bills.').nullable(),
  unit_price_local: localRecurring('Per unit and interval.').nullable(),
}
