/** The columns of a business object over all systems: forecasts. */
import { day, localMoney, oneOf, text, timestamp } from '../../../src/columns.ts'

const forecastPeriods = ['month', 'quarter', 'year'] as const

/** Forecasts as they were submitted. */
export const forecastColumns = {
  owner_id: text('Who submitted it, scoped by source.').nullable(),
  owner_email: text('Lower case, where the source gives no id.').nullable(),
  owner_name: text('The display name, where the source gives neither.').nullable(),
  team_name: text('The team.').nullable(),
  source_system: text('The system.'),
  period_type: oneOf(forecastPeriods, 'How long the period is.'),
  category: text('As the source names it.'),
  currency_code: text('ISO 4217, in upper case.'),
  period_start_date: day('The period’s first day.'),
  submitted_at: timestamp('When.'),
  amount_local: localMoney('What was forecast.'),
}
