/** The columns of a business object over all systems: costs. */
import { day, localMoney, text } from '../../../src/columns.ts'

/** What sales and marketing cost, beside ad platforms. */
export const costColumns = {
  source_system: text('The system that says so.'),
  cost_type: text('sales, marketing, or another department.'),
  category: text('What it was spent on.').nullable(),
  segment: text('The segment, where finance splits by it.').nullable(),
  currency_code: text('ISO 4217, in upper case.'),
  cost_date: day('The day, or the first day of the month.'),
  amount_local: localMoney('What it cost.'),
}
