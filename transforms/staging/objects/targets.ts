/** The columns of a business object over all systems: targets. */
import { day, number, oneOf, text } from '../../../src/columns.ts'

const targetPeriods = ['month', 'quarter', 'year'] as const

/** Targets and quotas. */
export const targetColumns = {
  source_system: text('The system that says so.'),
  metric: text('What the target is for: a KPI’s name.'),
  owner_email: text('Of a quota, the owner; lower case.').nullable(),
  team_name: text('The team.').nullable(),
  segment: text('The segment.').nullable(),
  region: text('The region.').nullable(),
  deal_type: text('The type of deal.').nullable(),
  currency_code: text('ISO 4217; null for counts and rates.').nullable(),
  period_type: oneOf(targetPeriods, 'How long the period is.'),
  period_start_date: day('The period’s first day.'),
  target_value: number('The target, money in units of currency_code.'),
}
