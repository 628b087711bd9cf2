/** What finance exports by hand: exchange rates, targets, costs, submitted forecasts and margins. */
import { day, localMoney, number, oneOf, rate, text, timestamp } from '../../src/columns.ts'
import { defineExport, from, optional } from '../../src/export.ts'

/** The periods that finance plans for. */
const planningPeriods = ['month', 'quarter', 'year'] as const

export const rawFinanceFxRates = defineExport({
  name: 'raw_finance__fx_rates',
  description: 'The exchange rates that were published, on business days only.',
  system: 'finance',
  object: 'fx_rates',
  also: ['exchange_rates'],
  grain: ['from_currency', 'to_currency', 'date'],
  columns: {
    date: from(day('The day of publication.'), 'rate_date', 'Datum'),
    from_currency: from(text('ISO 4217.'), 'currency_code', 'base'),
    to_currency: from(text('ISO 4217.'), 'base_currency_code', 'quote'),
    rate: from(
      rate('How much of the second currency one unit of the first is worth.'),
      'exchange_rate',
      'Kurs',
    ),
  },
})

export const rawFinanceTargets = defineExport({
  name: 'raw_finance__targets',
  description: 'What was planned, by period and metric, for an owner, a team or the company.',
  system: 'finance',
  object: 'targets',
  also: ['quotas'],
  grain: ['period', 'month', 'metric', 'team', 'owner_email', 'segment', 'region', 'deal_type'],
  columns: {
    month: from(
      day('The first day of the month, or of the period.'),
      'period_start',
      'period_start_date',
      'Monat',
    ),
    metric: from(text('What is planned: bookings_quota, new_arr ….'), 'Kennzahl'),
    period: optional(
      from(oneOf(planningPeriods, 'How long it is; a month when empty.').nullable(), 'period_type'),
    ),
    team: optional(from(text('The team; empty for the company.').nullable(), 'team_name')),
    owner_email: optional(
      from(text('The owner; empty for a team or the company.').nullable(), 'owner'),
    ),
    segment: optional(text('The segment; empty for all.').nullable()),
    region: optional(text('The region; empty for all.').nullable()),
    deal_type: optional(text('The type of deal; empty for all.').nullable()),
    amount: from(number('How much.'), 'target', 'quota', 'target_value', 'Betrag', 'Ziel'),
    currency: optional(
      from(text('ISO 4217; empty for counts and rates.').nullable(), 'currency_code', 'Währung'),
    ),
  },
})

export const rawFinanceCosts = defineExport({
  name: 'raw_finance__costs',
  description: 'Costs as booked at month end, without paid media.',
  system: 'finance',
  object: 'costs',
  grain: ['date', 'department', 'category', 'segment', 'description', 'currency'],
  columns: {
    date: from(day('The day of the booking.'), 'cost_date', 'booked_on', 'Datum', 'Buchungsdatum'),
    department: from(text('Whose cost it is.').nullable(), 'cost_type', 'Abteilung'),
    category: optional(from(text('What it was spent on.').nullable(), 'Kategorie')),
    segment: optional(text('The segment, where finance splits by it.').nullable()),
    description: optional(from(text('What the booking says.').nullable(), 'Buchungstext')),
    amount: from(localMoney('In the currency of the booking.'), 'amount_local', 'Betrag'),
    currency: from(text('ISO 4217.'), 'currency_code', 'Währung'),
  },
})

export const rawFinanceForecasts = defineExport({
  name: 'raw_finance__forecasts',
  description: 'Forecasts as owners and teams submitted them, each submission kept.',
  system: 'finance',
  object: 'forecasts',
  grain: [
    'owner_email',
    'team',
    'period_type',
    'period_start',
    'category',
    'currency',
    'submitted_on',
  ],
  observed: ['submitted_on'],
  columns: {
    owner_email: optional(
      from(text('Who submitted it; empty for a team.').nullable(), 'owner', 'e-mail', 'email'),
    ),
    team: optional(from(text('The team; empty for the company.').nullable(), 'team_name')),
    period_type: optional(oneOf(planningPeriods, 'How long it is; else see period.').nullable()),
    period_start: from(
      text('The first day of the period, or its name: 2024-03, 2024-Q1, 2024.'),
      'period',
      'period_start_date',
      'month',
      'quarter',
    ),
    category: from(text('commit, best case, pipeline ….'), 'forecast_category', 'Kategorie'),
    amount: from(localMoney('What was forecast.'), 'amount_local', 'forecast', 'Betrag'),
    currency: from(text('ISO 4217.'), 'currency_code', 'Währung'),
    submitted_on: from(timestamp('When it was submitted.'), 'submitted_at', 'submitted'),
  },
})

export const rawFinanceMargins = defineExport({
  name: 'raw_finance__margins',
  description: 'The gross margin by month, where finance exports one.',
  system: 'finance',
  object: 'margins',
  also: ['gross_margins'],
  grain: ['month', 'segment'],
  columns: {
    month: from(day('The first day of the month.'), 'date', 'Monat'),
    segment: optional(text('The segment; empty for the company.').nullable()),
    gross_margin: from(
      number('The share of revenue that is left after its cost.'),
      'margin',
      'Bruttomarge',
    ),
  },
})
