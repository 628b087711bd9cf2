/** The calendar: the days that events and balances are dated by. */
import { day, flag, integer, text } from '../../src/columns.ts'
import { dataAsOf } from '../../src/run_tables.ts'
import {
  calendarDays,
  fiscalQuarter,
  fiscalYear,
  monthIsOver,
  partOf,
  startOf,
} from '../../src/sql/calendar.ts'
import { dayOf } from '../../src/sql/time.ts'
import { defineTable } from '../../src/table.ts'

export const dimDates = defineTable({
  name: 'dim_dates',
  description: 'Every day from 2015-01-01 to 2035-12-31.',
  grain: ['date'],
  columns: {
    date: day('The day.'),
    week_start_date: day('The Monday of its ISO week.'),
    month_start_date: day('The first day of its month.'),
    quarter_start_date: day('The first day of its calendar quarter.'),
    fiscal_year: text('The fiscal year, named by the year it ends in: FY2024.'),
    fiscal_quarter: text('The fiscal quarter: FY2024-Q1.'),
    is_complete: flag('Whether its month is over as of data_as_of.'),
    year: integer('The calendar year.'),
    quarter: integer('The calendar quarter, 1 to 4.'),
    month: integer('The month, 1 to 12.'),
    iso_week: integer('The ISO week, 1 to 53.'),
  },
  query: (db) =>
    db
      .selectFrom(calendarDays.as('calendar'))
      .innerJoin(dataAsOf.as('run'), (join) => join.onTrue())
      .select(({ ref }) => [
        'calendar.day as date',
        startOf('week', ref('calendar.day')).as('week_start_date'),
        startOf('month', ref('calendar.day')).as('month_start_date'),
        startOf('quarter', ref('calendar.day')).as('quarter_start_date'),
        fiscalYear(ref('calendar.day')).as('fiscal_year'),
        fiscalQuarter(ref('calendar.day')).as('fiscal_quarter'),
        monthIsOver(ref('calendar.day'), dayOf(ref('run.as_of'))).as('is_complete'),
        partOf('year', ref('calendar.day')).as('year'),
        partOf('quarter', ref('calendar.day')).as('quarter'),
        partOf('month', ref('calendar.day')).as('month'),
        partOf('week', ref('calendar.day')).as('iso_week'),
      ]),
})
