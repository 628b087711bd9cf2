/** The days that month-end balances are taken on. */
import { sql } from 'kysely'
import { type Day, day, flag, integer } from '../../src/columns.ts'
import { dataAsOf } from '../../src/run_tables.ts'
import { monthNumberOf } from '../../src/sql/months.ts'
import { dayOf } from '../../src/sql/time.ts'
import { defineTable } from '../../src/table.ts'
import { dimDates } from './dim_dates.ts'

export const dimBalanceDates = defineTable({
  name: 'dim_balance_dates',
  description: 'One row per month of the calendar up to that of data_as_of.',
  grain: ['balance_date'],
  columns: {
    balance_date: day('The month’s last day, or the day of data_as_of if that is earlier.'),
    is_month_end: flag('Whether it is the month’s last day.'),
    month_number: integer('12 × year + month, so that months before can be counted.'),
  },
  query: (db) =>
    db
      .selectFrom(dimDates.as('calendar'))
      .innerJoin(dataAsOf.as('run'), (join) =>
        join.on(({ ref }) => sql`${dayOf(ref('run.as_of'))} >= ${ref('calendar.date')}`),
      )
      .groupBy('calendar.month_start_date')
      .select(({ ref }) => [
        sql<Day>`max(${ref('calendar.date')})`.as('balance_date'),
        sql<boolean>`max(${ref('calendar.date')}) = last_day(${ref('calendar.month_start_date')})`.as(
          'is_month_end',
        ),
        sql<number>`cast(${monthNumberOf(ref('calendar.month_start_date'))} as bigint)`.as(
          'month_number',
        ),
      ]),
})
