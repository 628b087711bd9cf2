/** What MRR will be at the coming month ends, as of each month end: the trend, less of it each month, and the season. */
import { sql } from 'kysely'
import { day, integer, money, type Reporting } from '../../src/columns.ts'
import { totalRecurring } from '../../src/sql/recurring.ts'
import { type Db, defineTable } from '../../src/table.ts'
import { dimBalanceDates } from './dim_balance_dates.ts'
import { fctAccountMonths } from './fct_account_months.ts'
import {
  leastErrors,
  levelMonths,
  recurringLeads,
  seasonStrength,
  trendDamping,
} from './prediction_terms.ts'

export const fctMrrPredictions = defineTable({
  name: 'fct_mrr_predictions',
  description:
    'MRR at the next 12 month ends as of each month end and of data_as_of, from the first one with 6 changes from month to month before it.',
  grain: ['as_of_date', 'target_month_number'],
  columns: {
    as_of_date: day('The day at whose end the prediction is made.'),
    month_number: integer('12 × year + month of as_of_date.'),
    known_number: integer('The last month that was over by then.'),
    target_month_number: integer('The month at whose end MRR is predicted.'),
    present_amount: money('MRR at the end of as_of_date.'),
    last_year_amount: money(
      'MRR a year before the month end; null before the first one.',
    ).nullable(),
    predicted_amount: money('MRR now and what the trend and the season add until then.'),
    mrr_amount: money('By hindsight: what it was; null while the month runs.').nullable(),
  },
  query: (db) =>
    db
      .with('month', () => months(db))
      .with('season', (from) =>
        from
          .selectFrom('month as known')
          .innerJoin('month as past', (join) =>
            join
              .onRef('past.month_number', '<=', 'known.month_number')
              .on('past.is_month_end', '=', true)
              .on('past.change', 'is not', null),
          )
          .groupBy(['known.month_number', 'known.mean_change'])
          .groupBy(({ ref }) => sql`${ref('past.month_number')} % 12`)
          .select(({ ref }) => [
            'known.month_number as known_number',
            sql<number>`${ref('past.month_number')} % 12`.as('month'),
            sql<number>`(cast(sum(cast(${ref('past.change')} as decimal(28, 8))) as double) - count(*) * ${ref('known.mean_change')}) / (count(*) + ${sql.lit(seasonStrength)})`.as(
              'change',
            ),
          ]),
      )
      .with('step', (from) =>
        from
          .selectFrom('month as origin')
          .innerJoin('month as known', (join) =>
            join.on(
              ({ ref }) =>
                sql`${ref('known.month_number')} = ${ref('origin.month_number')} - if(${ref('origin.is_month_end')}, 0, 1)`,
            ),
          )
          .innerJoin(
            sql<{
              lead: number
            }>`(select unnest(range(1, ${sql.lit(recurringLeads + 1)})) as lead)`.as('ahead'),
            (join) => join.onTrue(),
          )
          .leftJoin('season', (join) =>
            join
              .onRef('season.known_number', '=', 'known.month_number')
              .on(
                ({ ref }) =>
                  sql`${ref('season.month')} = (${ref('known.month_number')} + ${ref('ahead.lead')}) % 12`,
              ),
          )
          .where('known.change_count', '>=', leastErrors)
          .select(({ ref }) => {
            const date = ref('origin.balance_date')
            const rest = sql`if(${ref('ahead.lead')} = 1 and not ${ref('origin.is_month_end')}, (last_day(${date}) - ${date}) / day(last_day(${date})), 1)`
            return [
              'origin.balance_date as as_of_date',
              'origin.month_number',
              'origin.mrr',
              'known.month_number as known_number',
              sql<number>`${ref('known.month_number')} + ${ref('ahead.lead')}`.as(
                'target_month_number',
              ),
              sql<number>`${rest} * (${ref('known.trend')} * pow(${sql.lit(trendDamping)}, ${ref('ahead.lead')} - 1) + coalesce(${ref('season.change')}, 0))`.as(
                'change',
              ),
            ]
          }),
      )
      .selectFrom('step')
      .leftJoin('month as year_before', (join) =>
        join.on(
          ({ ref }) =>
            sql`${ref('year_before.month_number')} = ${ref('step.target_month_number')} - 12`,
        ),
      )
      .leftJoin('month as target', (join) =>
        join
          .onRef('target.month_number', '=', 'step.target_month_number')
          .on('target.is_month_end', '=', true),
      )
      .select(({ ref }) => {
        const inCents = <T>(amount: unknown) => sql<T>`cast(${amount} as decimal(18, 2))`
        return [
          'step.as_of_date',
          'step.month_number',
          'step.known_number',
          'step.target_month_number',
          inCents<Reporting>(ref('step.mrr')).as('present_amount'),
          inCents<Reporting | null>(ref('year_before.mrr')).as('last_year_amount'),
          inCents<Reporting>(
            sql`greatest(${ref('step.mrr')} + sum(${ref('step.change')}) over (partition by ${ref('step.as_of_date')} order by ${ref('step.target_month_number')} rows between unbounded preceding and current row), 0)`,
          ).as('predicted_amount'),
          inCents<Reporting | null>(ref('target.mrr')).as('mrr_amount'),
        ]
      }),
})

/** MRR at each month end, what it changed by, and what it changed by of late and all along. */
const months = (db: Db) =>
  db
    .selectFrom((from) =>
      from
        .selectFrom(fctAccountMonths.as('account'))
        .innerJoin(dimBalanceDates.as('calendar'), 'calendar.balance_date', 'account.balance_date')
        .groupBy(['calendar.balance_date', 'calendar.is_month_end', 'calendar.month_number'])
        .select(({ ref }) => {
          const mrr = totalRecurring(ref('account.mrr'))
          return [
            'calendar.balance_date',
            'calendar.is_month_end',
            'calendar.month_number',
            mrr.as('exact'),
            sql<Reporting>`${mrr} - lag(${mrr}) over (order by ${ref('calendar.month_number')})`.as(
              'change',
            ),
          ]
        })
        .as('month'),
    )
    .select(({ ref }) => {
      const until = (first: number | 'all') =>
        sql`over (order by ${ref('month.month_number')} rows between ${first === 'all' ? sql`unbounded` : sql.lit(first)} preceding and current row)`
      return [
        'month.balance_date',
        'month.is_month_end',
        'month.month_number',
        'month.change',
        sql<number>`cast(${ref('month.exact')} as double)`.as('mrr'),
        sql<number>`count(${ref('month.change')}) ${until('all')}`.as('change_count'),
        sql<number>`cast(avg(${ref('month.change')}) ${until('all')} as double)`.as('mean_change'),
        sql<number>`cast(avg(${ref('month.change')}) ${until(levelMonths - 1)} as double)`.as(
          'trend',
        ),
      ]
    })
