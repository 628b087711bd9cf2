/** Gross margins as finance exports them. */
import { day, number, text } from '../../../src/columns.ts'
import { startOf } from '../../../src/sql/calendar.ts'
import { tidy } from '../../../src/sql/text.ts'
import { defineTable } from '../../../src/table.ts'
import { rawFinanceMargins } from '../../sources/finance.ts'

export const stgFinanceMargins = defineTable({
  name: 'stg_finance__margins',
  description: 'The gross margin of the months for which finance exports one.',
  grain: ['month_start_date', 'segment'],
  columns: {
    segment: text('The segment; null for the company.').nullable(),
    month_start_date: day('The first day of the month.'),
    gross_margin_rate: number('The share of revenue that is left after its cost.'),
  },
  query: (db) =>
    db
      .selectFrom(rawFinanceMargins.as('margin'))
      .where('margin.is_gone', '=', false)
      .select(({ ref }) => [
        tidy(ref('margin.segment')).as('segment'),
        startOf('month', ref('margin.month')).as('month_start_date'),
        'margin.gross_margin as gross_margin_rate',
      ]),
})
