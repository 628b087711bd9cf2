/** How predictable the company's recurring revenue is, as of each balance date (KPIS §6). */
import { type Expression, sql } from 'kysely'
import { type Day, day, integer, number } from '../../src/columns.ts'
import { monthNumberOf } from '../../src/sql/months.ts'
import { totalRecurring } from '../../src/sql/recurring.ts'
import { type Db, defineTable } from '../../src/table.ts'
import { dimDates } from './dim_dates.ts'
import { fctAccountMonths } from './fct_account_months.ts'

export const fctCompanyMonths = defineTable({
  name: 'fct_company_months',
  description:
    'One row per balance date: figures of the whole company that no part of it has; the running month repeats the last complete one.',
  grain: ['balance_date'],
  columns: {
    balance_date: day('The month’s last day, or the day of data_as_of if that is earlier.'),
    account_month_count: integer(
      'The rows of fct_account_months on that date: an answer over fewer is over a part.',
    ),
    revenue_variation: number(
      'Sample standard deviation ÷ mean of net new ARR over the last 8 complete quarters; null with fewer.',
    ).nullable(),
    revenue_trend_r2: number(
      'R² of month-end MRR on the number of the month, over all complete months so far; null below 12.',
    ).nullable(),
  },
  query: (db) =>
    db.selectFrom(measured(db).as('month')).select(({ ref }) => {
      const ofComplete = (value: Expression<number | null>) =>
        sql<
          number | null
        >`if(${ref('month.is_complete')}, ${value}, lag(${value}) over (order by ${ref('month.balance_date')}))`
      return [
        'month.balance_date',
        'month.account_month_count',
        ofComplete(ref('month.revenue_variation')).as('revenue_variation'),
        ofComplete(ref('month.revenue_trend_r2')).as('revenue_trend_r2'),
      ]
    }),
})

const months = (db: Db) =>
  db
    .selectFrom(fctAccountMonths.as('month'))
    .innerJoin(dimDates.as('calendar'), 'calendar.date', 'month.balance_date')
    .groupBy(['month.balance_date', 'calendar.is_complete'])
    .select(({ fn, ref }) => [
      'month.balance_date',
      'calendar.is_complete',
      fn.countAll<number>().as('account_month_count'),
      totalRecurring(ref('month.mrr')).as('mrr'),
    ])

/** A quarter's net new ARR stands on its last month; the first needs a balance before it. */
const withQuarters = (db: Db) =>
  db
    .selectFrom(months(db).as('month'))
    .selectAll('month')
    .select(({ ref }) =>
      sql<
        number | null
      >`if(month(${ref('month.balance_date')}) % 3 = 0 and ${ref('month.is_complete')}, cast(12 * (${ref('month.mrr')} - lag(${ref('month.mrr')}, 3) over (order by ${ref('month.balance_date')})) as double), null)`.as(
        'net_new_arr',
      ),
    )

const measured = (db: Db) =>
  db
    .selectFrom(withQuarters(db).as('quarter'))
    .selectAll('quarter')
    .select(({ ref }) => {
      const by = ref('quarter.balance_date')
      const lastQuarters = (aggregate: Expression<unknown>) =>
        sql`(${aggregate} over (order by ${by} rows between 23 preceding and current row))`
      const change = ref('quarter.net_new_arr')
      const number = monthNumberOf(by as Expression<Day>)
      return [
        sql<
          number | null
        >`if(${lastQuarters(sql`count(${change})`)} = 8, ${lastQuarters(sql`stddev_samp(${change})`)} / nullif(${lastQuarters(sql`avg(${change})`)}, 0), null)`.as(
          'revenue_variation',
        ),
        sql<
          number | null
        >`if(count(*) over (order by ${by}) >= 12, regr_r2(cast(${ref('quarter.mrr')} as double), ${number}) over (order by ${by}), null)`.as(
          'revenue_trend_r2',
        ),
      ]
    })
