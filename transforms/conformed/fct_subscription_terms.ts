/** The terms that subscriptions run for: from a start, for as long as their plan is agreed, again and again. */
import { type Expression, sql } from 'kysely'
import { type Day, day, flag, integer, text } from '../../src/columns.ts'
import { dataAsOf } from '../../src/run_tables.ts'
import { dayOf } from '../../src/sql/time.ts'
import { endDay } from '../../src/sql/versions.ts'
import { runningTotal } from '../../src/sql/windows.ts'
import { type Db, defineTable } from '../../src/table.ts'
import { stgSubscriptions } from '../staging/stg_subscriptions.ts'
import { dimPlans } from './dim_plans.ts'
import { fctSubscriptionChanges } from './fct_subscription_changes.ts'

export const fctSubscriptionTerms = defineTable({
  name: 'fct_subscription_terms',
  description:
    'One row per term of a subscription that has begun: as long as the subscription says, else as the longest interval of its plans; subscriptions without either, and terms that were broken off, are out.',
  grain: ['subscription_id', 'term_start_date'],
  columns: {
    subscription_id: text('The subscription, scoped by source.'),
    account_id: text('The account.'),
    is_over: flag('Whether it had ended by the day of data_as_of.'),
    term_start_date: day('The first day.'),
    term_end_date: day('The day after the last one, on which the next term begins.'),
    term_months: integer('How many months it is.'),
  },
  query: (db) =>
    db
      .selectFrom(terms(db).as('term'))
      .innerJoin(dataAsOf.as('run'), (join) => join.onTrue())
      .where(
        ({ ref }) => sql<boolean>`${ref('term.term_start_date')} <= ${dayOf(ref('run.as_of'))}`,
      )
      // A term that a change of interval or the subscription’s end cut short comes to no renewal.
      // Some systems end a subscription on the last day of its term.
      .where(
        ({ ref }) =>
          sql<boolean>`${ref('term.term_end_date')} <= ${ref('term.cycle_end_date')}
            and ${ref('term.term_end_date')} <= ${ref('term.ended_date')} + 1`,
      )
      .select(({ ref }) => [
        'term.subscription_id',
        'term.account_id',
        sql<boolean>`(${ref('term.term_end_date')} <= ${dayOf(ref('run.as_of'))})`.as('is_over'),
        'term.term_start_date',
        'term.term_end_date',
        'term.term_months',
      ]),
})

/** The MRR of each line and plan after each day on which it changed. */
const balances = (db: Db) =>
  db
    .selectFrom(
      db
        .selectFrom(fctSubscriptionChanges.as('change'))
        .innerJoin(dataAsOf.as('run'), (join) => join.onRef('run.as_of', '>=', 'change.changed_at'))
        .groupBy([
          'change.subscription_id',
          'change.subscription_line_id',
          'change.plan_id',
          'change.changed_date',
        ])
        .select(({ ref }) => [
          'change.subscription_id',
          'change.subscription_line_id',
          'change.plan_id',
          sql<string>`min(${ref('change.account_id')})`.as('account_id'),
          'change.changed_date as date',
          sql<string>`sum(${ref('change.mrr_change_local')})`.as('change'),
        ])
        .as('day'),
    )
    .select(({ ref }) => {
      const series = {
        of: [ref('day.subscription_line_id'), ref('day.plan_id')],
        by: ref('day.date'),
      }
      const balance = runningTotal(ref('day.change'), series)
      return [
        'day.subscription_id',
        'day.account_id',
        'day.plan_id',
        'day.date',
        sql<boolean>`${balance} > 0`.as('is_live'),
        sql<boolean>`(${balance} > 0 and ${balance} - ${ref('day.change')} <= 0)`.as('is_start'),
        sql<Day>`lead(${ref('day.date')}, 1, ${endDay}) over (partition by ${sql.join(series.of)} order by ${series.by})`.as(
          'until',
        ),
      ]
    })

/** How many months a plan is agreed for at a time; none for days and weeks. */
const monthsOf = (interval: Expression<string | null>, count: Expression<number | null>) =>
  sql<
    number | null
  >`case ${interval} when 'month' then 1 when 'year' then 12 end * coalesce(${count}, 1)`

/** The terms that lines begin with, where the subscription had no line of that interval before. */
const starts = (db: Db) =>
  db
    .selectFrom(balances(db).as('start'))
    .innerJoin(balances(db).as('live'), (join) =>
      join
        .onRef('live.subscription_id', '=', 'start.subscription_id')
        .onRef('live.date', '<=', 'start.date')
        .onRef('live.until', '>', 'start.date')
        .on('live.is_live', '=', true),
    )
    .leftJoin(dimPlans.as('plan'), 'plan.plan_id', 'live.plan_id')
    .leftJoin(
      stgSubscriptions.as('subscription'),
      'subscription.subscription_id',
      'start.subscription_id',
    )
    .where('start.is_start', '=', true)
    .groupBy(['start.subscription_id', 'start.date'])
    .select(({ ref }) => [
      'start.subscription_id',
      'start.date',
      sql<string>`min(${ref('start.account_id')})`.as('account_id'),
      sql<number | null>`coalesce(max(${ref('subscription.term_months')}), max(${monthsOf(
        ref('plan.billing_interval'),
        ref('plan.interval_count'),
      )}))`.as('term_months'),
    ])

const cycles = (db: Db) =>
  db
    .selectFrom(
      db
        .selectFrom(starts(db).as('start'))
        .selectAll('start')
        .select(({ ref }) =>
          sql<boolean>`${ref('start.term_months')} is distinct from lag(${ref('start.term_months')}) over (partition by ${ref('start.subscription_id')} order by ${ref('start.date')})`.as(
            'is_cycle',
          ),
        )
        .as('start'),
    )
    .where('start.is_cycle', '=', true)
    .select(({ ref }) => [
      'start.subscription_id',
      'start.account_id',
      'start.date as cycle_start_date',
      sql<Day>`lead(${ref('start.date')}, 1, ${endDay}) over (partition by ${ref('start.subscription_id')} order by ${ref('start.date')})`.as(
        'cycle_end_date',
      ),
      'start.term_months',
    ])

/** The day on which the last line of a subscription ended; a pause that is not over is no end. */
const ends = (db: Db) =>
  db
    .selectFrom(balances(db).as('balance'))
    .leftJoin(
      stgSubscriptions.as('subscription'),
      'subscription.subscription_id',
      'balance.subscription_id',
    )
    .groupBy('balance.subscription_id')
    .select(({ ref }) => [
      'balance.subscription_id',
      sql<Day>`if(
        bool_or(${ref('balance.is_live')} and ${ref('balance.until')} = ${endDay})
          or bool_and(${ref('subscription.subscription_id')} is not null and ${ref('subscription.ends_at')} is null
            and ${ref('subscription.subscription_status')} is distinct from 'canceled'),
        ${endDay}, max(${ref('balance.date')}))`.as('ended_date'),
    ])

const numbered = (db: Db) =>
  db
    .selectFrom(cycles(db).as('cycle'))
    .innerJoin(dataAsOf.as('run'), (join) => join.onTrue())
    .where('cycle.term_months', '>', 0)
    .selectAll('cycle')
    .select(({ ref }) => {
      const last = sql`least(${ref('cycle.cycle_end_date')}, ${dayOf(ref('run.as_of'))})`
      return sql<number>`unnest(range(0, 1 + date_diff('month', ${ref('cycle.cycle_start_date')}, ${last}) // ${ref('cycle.term_months')}))`.as(
        'number',
      )
    })

const terms = (db: Db) =>
  db
    .selectFrom(numbered(db).as('cycle'))
    .innerJoin(ends(db).as('end'), 'end.subscription_id', 'cycle.subscription_id')
    .select(({ ref }) => {
      const after = (count: Expression<number>) =>
        sql<Day>`cast(${ref('cycle.cycle_start_date')} + to_months(cast(${count} * ${ref('cycle.term_months')} as integer)) as date)`
      return [
        'cycle.subscription_id',
        'cycle.account_id',
        'cycle.cycle_end_date',
        'end.ended_date',
        sql<number>`${ref('cycle.term_months')}`.as('term_months'),
        after(ref('cycle.number')).as('term_start_date'),
        after(sql<number>`(${ref('cycle.number')} + 1)`).as('term_end_date'),
      ]
    })
