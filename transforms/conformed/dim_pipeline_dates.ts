/** The days that balances of the pipeline are taken on. */
import { sql } from 'kysely'
import { day, flag, integer, text } from '../../src/columns.ts'
import { dataAsOf } from '../../src/run_tables.ts'
import { dayOf } from '../../src/sql/time.ts'
import { defineTable } from '../../src/table.ts'
import { dimDates } from './dim_dates.ts'

/** How many days before data_as_of a query by day may begin; `day_history_days` of the measures. */
const dayHistoryDays = 100

export const dimPipelineDates = defineTable({
  name: 'dim_pipeline_dates',
  description:
    'Every day of the calendar, with the next day on which balances of the pipeline are taken: ends of months and weeks, the first day of a fiscal quarter, the last 100 days before data_as_of, and its own day.',
  grain: ['date'],
  columns: {
    date: day('The day.'),
    fiscal_quarter: text('The fiscal quarter of the day.'),
    is_balance_date: flag('Whether a balance is taken at the end of the day.'),
    balance_number: integer(
      'The number of the next balance date, this day included, from 1; one more than the last one’s where none follows.',
    ),
  },
  query: (db) =>
    db
      .selectFrom((from) =>
        from
          .selectFrom(dimDates.as('calendar'))
          .innerJoin(dataAsOf.as('run'), (join) => join.onTrue())
          .select(({ ref }) => {
            const [date, today] = [ref('calendar.date'), dayOf(ref('run.as_of'))]
            return [
              'calendar.date',
              'calendar.fiscal_quarter',
              // A day more, since the day of data_as_of may begin earlier in the reporting time zone.
              sql<boolean>`${date} <= ${today} and (
                ${date} >= ${today} - ${sql.lit(dayHistoryDays + 1)}
                or ${date} = last_day(${date})
                or isodow(${date}) = 7
                or ${date} = min(${date}) over (partition by ${ref('calendar.fiscal_quarter')}))`.as(
                'is_balance_date',
              ),
            ]
          })
          .as('calendar'),
      )
      .select(({ ref }) => [
        'calendar.date',
        'calendar.fiscal_quarter',
        'calendar.is_balance_date',
        sql<number>`1 + coalesce(count(*) filter (where ${ref('calendar.is_balance_date')}) over (
          order by ${ref('calendar.date')} rows between unbounded preceding and 1 preceding), 0)`.as(
          'balance_number',
        ),
      ]),
})
