/** Finance’s targets. */
import { day, number, text } from '../../../src/columns.ts'
import { comparable } from '../../../src/sql/text.ts'
import { defineTable } from '../../../src/table.ts'
import { rawFinanceTargets } from '../../sources/finance.ts'

export const stgFinanceTargets = defineTable({
  name: 'stg_finance__targets',
  description: 'What was planned, by month and metric, for an owner, a team or the company.',
  grain: ['month_start_date', 'metric', 'team', 'owner_email'],
  columns: {
    metric: text('What is planned: bookings_quota, new_arr ….'),
    team: text('The team; null for the company.').nullable(),
    owner_email: text('The owner, lower case; null for a team or the company.').nullable(),
    currency_code: text('ISO 4217; null for counts and rates.').nullable(),
    month_start_date: day('The first day of the month.'),
    target: number('How much.'),
  },
  query: (db) =>
    db
      .selectFrom(rawFinanceTargets.as('target'))
      .select(({ fn, ref }) => [
        'target.metric',
        'target.team',
        comparable(ref('target.owner_email')).as('owner_email'),
        fn<string | null>('upper', ['target.currency']).as('currency_code'),
        'target.month as month_start_date',
        'target.amount as target',
      ]),
})
