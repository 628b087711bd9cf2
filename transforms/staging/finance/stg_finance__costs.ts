/** Finance’s costs. */
import { day, localMoney, text } from '../../../src/columns.ts'
import { defineTable } from '../../../src/table.ts'
import { rawFinanceCosts } from '../../sources/finance.ts'

export const stgFinanceCosts = defineTable({
  name: 'stg_finance__costs',
  description: 'Costs as finance books them at month end, without paid media.',
  grain: ['cost_date', 'department', 'category', 'cost_description', 'currency_code'],
  columns: {
    department: text('Whose cost it is.').nullable(),
    category: text('What it was spent on.').nullable(),
    cost_description: text('What the booking says.').nullable(),
    currency_code: text('ISO 4217, in upper case.'),
    cost_date: day('The day of the booking.'),
    cost_local: localMoney('The cost.'),
  },
  query: (db) =>
    db
      .selectFrom(rawFinanceCosts.as('cost'))
      .select(({ fn }) => [
        'cost.department',
        'cost.category',
        'cost.description as cost_description',
        fn<string>('upper', ['cost.currency']).as('currency_code'),
        'cost.date as cost_date',
        'cost.amount as cost_local',
      ]),
})
