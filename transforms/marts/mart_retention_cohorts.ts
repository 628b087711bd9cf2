/** What became of the accounts that became customers in a month, month by month. */
import { sql } from 'kysely'
import { type Day, day, flag, integer, type Recurring, recurring, text } from '../../src/columns.ts'
import { startOf } from '../../src/sql/calendar.ts'
import { monthNumberOf } from '../../src/sql/months.ts'
import { totalRecurring } from '../../src/sql/recurring.ts'
import { type Db, defineTable } from '../../src/table.ts'
import { dimAccounts } from '../conformed/dim_accounts.ts'
import { dimDates } from '../conformed/dim_dates.ts'
import { fctAccountWindows } from '../conformed/fct_account_windows.ts'
import { fctMrrMovements } from '../conformed/fct_mrr_movements.ts'

export const martRetentionCohorts = defineTable({
  name: 'mart_retention_cohorts',
  description:
    'One row per account that ever had MRR and month since it first had, that month included, up to the one of data_as_of.',
  grain: ['account_id', 'months_since_start'],
  columns: {
    account_id: text('The account.'),
    owner_id: text('Who owned it on the day on which it first had MRR.'),
    team: text('The owner’s team on that day.'),
    segment: text('The account’s segment on that day.'),
    is_mature: flag('Whether the month was over by the day of data_as_of.'),
    is_retained: flag(
      'Whether the account had MRR at the end of the month; also one that came back.',
    ),
    date: day('The first day of the month in which it first had MRR.'),
    balance_date: day('The month’s last day, or the day of data_as_of if that is earlier.'),
    months_since_start: integer('How many months after that of the start; 0 for the same one.'),
    cohort_mrr: recurring('What it began with, on the day on which it first had MRR.'),
    retained_mrr: recurring('Its MRR at the end of the month.'),
  },
  relations: [{ column: 'account_id', to: dimAccounts, unknown: 'unknown' }],
  query: (db) =>
    db
      .selectFrom(starts(db).as('start'))
      .innerJoin(fctAccountWindows.as('month'), (join) =>
        join
          .onRef('month.account_id', '=', 'start.account_id')
          .onRef('month.month_number', '>=', 'start.month_number'),
      )
      .innerJoin(dimDates.as('calendar'), 'calendar.date', 'month.balance_date')
      .select(({ eb, ref }) => [
        'start.account_id',
        'start.owner_id',
        'start.team',
        'start.segment',
        'calendar.is_complete as is_mature',
        eb('month.mrr', '>', zero).$castTo<boolean>().as('is_retained'),
        startOf('month', ref('start.date')).as('date'),
        'month.balance_date',
        sql<number>`cast(${ref('month.month_number')} - ${ref('start.month_number')} as bigint)`.as(
          'months_since_start',
        ),
        'start.mrr as cohort_mrr',
        'month.mrr as retained_mrr',
      ]),
})

const zero = sql<Recurring>`0`

/** The one day on which an account first had MRR. */
const starts = (db: Db) =>
  db
    .selectFrom(fctMrrMovements.as('movement'))
    .where('movement.movement_type', '=', 'new')
    .groupBy([
      'movement.account_id',
      'movement.owner_id',
      'movement.team',
      'movement.segment',
      'movement.movement_date',
    ])
    .select(({ ref }) => [
      'movement.account_id',
      'movement.owner_id',
      'movement.team',
      'movement.segment',
      ref('movement.movement_date').$castTo<Day>().as('date'),
      monthNumberOf(ref('movement.movement_date')).as('month_number'),
      totalRecurring(ref('movement.mrr_change')).as('mrr'),
    ])
