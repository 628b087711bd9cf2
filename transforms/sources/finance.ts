/** What finance exports by hand: exchange rates, targets and costs. */
import { day, localMoney, number, rate, text } from '../../src/columns.ts'
import { defineExport, optional } from '../../src/export.ts'

export const rawFinanceFxRates = defineExport({
  name: 'raw_finance__fx_rates',
  description: 'The exchange rates that were published, on business days only.',
  system: 'finance',
  object: 'fx_rates',
  grain: ['from_currency', 'to_currency', 'date'],
  columns: {
    date: day('The day of publication.'),
    from_currency: text('ISO 4217.'),
    to_currency: text('ISO 4217.'),
    rate: rate('How much of the second currency one unit of the first is worth.'),
  },
})

export const rawFinanceTargets = defineExport({
  name: 'raw_finance__targets',
  description: 'What was planned, by month and metric, for an owner, a team or the company.',
  system: 'finance',
  object: 'targets',
  grain: ['month', 'metric', 'team', 'owner_email'],
  columns: {
    month: day('The first day of the month.'),
    metric: text('What is planned: bookings_quota, new_arr ….'),
    team: text('The team; empty for the company.').nullable(),
    owner_email: text('The owner; empty for a team or the company.').nullable(),
    amount: number('How much.'),
    currency: optional(text('ISO 4217; empty for counts and rates.').nullable()),
  },
})

export const rawFinanceCosts = defineExport({
  name: 'raw_finance__costs',
  description: 'Costs as booked at month end, without paid media.',
  system: 'finance',
  object: 'costs',
  grain: ['date', 'department', 'category', 'description', 'currency'],
  columns: {
    date: day('The day of the booking.'),
    department: text('Whose cost it is.').nullable(),
    category: text('What it was spent on.').nullable(),
    description: text('What the booking says.').nullable(),
    amount: localMoney('In the currency of the booking.'),
    currency: text('ISO 4217.'),
  },
})
