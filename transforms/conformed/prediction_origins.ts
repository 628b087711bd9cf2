/** The days that predictions are made as of, and what was won by then as the CRM was told. */
import { sql } from 'kysely'
import type { Day } from '../../src/columns.ts'
import type { Db } from '../../src/table.ts'
import { dimBalanceDates } from './dim_balance_dates.ts'
import { fctPipelineSnapshots } from './fct_pipeline_snapshots.ts'

/**
 * One row per month end from the first with a win on, and one for the day of data_as_of:
 * `known_number`, the last month that was over by then, and `month_share`, how much of the next
 * 30 days or so falls into the month that runs: 1 at its beginning.
 */
export const origins = (db: Db) =>
  db
    .selectFrom(dimBalanceDates.as('calendar'))
    .innerJoin(
      db
        .selectFrom(fctPipelineSnapshots.as('snapshot'))
        .where('snapshot.opportunity_status', '=', 'won')
        .select(({ fn }) => fn.min('snapshot.month_number').as('first_number'))
        .as('history'),
      (join) => join.onRef('history.first_number', '<=', 'calendar.month_number'),
    )
    .select(({ ref }) => {
      const [date, isEnd] = [ref('calendar.balance_date'), ref('calendar.is_month_end')]
      return [
        sql<Day>`${date}`.as('as_of_date'),
        'calendar.month_number',
        sql<number>`cast(${ref('calendar.month_number')} - if(${isEnd}, 0, 1) as bigint)`.as(
          'known_number',
        ),
        sql<number>`if(${isEnd}, 1, (last_day(${date}) - ${date}) / day(last_day(${date})))`.as(
          'month_share',
        ),
      ]
    })

/** What was won of each type of deal in each month, as the CRM showed it at the month’s end; 0 where nothing was. */
export const wonMonths = (db: Db) =>
  db
    .selectFrom(origins(db).as('month'))
    .innerJoin(
      db
        .selectFrom(fctPipelineSnapshots.as('snapshot'))
        .select('snapshot.deal_type')
        .distinct()
        .as('type'),
      (join) => join.onTrue(),
    )
    .leftJoin(
      db
        .selectFrom(fctPipelineSnapshots.as('snapshot'))
        .where('snapshot.opportunity_status', '=', 'won')
        .groupBy(['snapshot.deal_type', 'snapshot.month_number'])
        .select(({ fn }) => [
          'snapshot.deal_type',
          'snapshot.month_number',
          fn.sum<number>('snapshot.amount').as('won_amount'),
          fn.countAll<number>().as('won_count'),
        ])
        .as('won'),
      (join) =>
        join
          .onRef('won.deal_type', '=', 'type.deal_type')
          .onRef('won.month_number', '=', 'month.month_number'),
    )
    .select(({ ref }) => [
      'type.deal_type',
      'month.month_number',
      sql<number>`cast(coalesce(${ref('won.won_amount')}, 0) as double)`.as('won_amount'),
      sql<number>`cast(coalesce(${ref('won.won_count')}, 0) as bigint)`.as('won_count'),
    ])
