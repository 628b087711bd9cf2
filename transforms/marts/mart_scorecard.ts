/** How each KPI does by month: against its target, its year before and the month before. */
import { type Expression, sql } from 'kysely'
import { type Day, day, number, oneOf, text } from '../../src/columns.ts'
import { dataAsOf } from '../../src/run_tables.ts'
import { settings } from '../../src/settings.ts'
import { monthIsOver } from '../../src/sql/calendar.ts'
import { dayOf } from '../../src/sql/time.ts'
import { type Db, defineTable } from '../../src/table.ts'
import { fctTargets } from '../conformed/fct_targets.ts'
import { martKpiMonths } from './mart_kpi_months.ts'

const statuses = ['on track', 'at risk', 'off track'] as const

export const martScorecard = defineTable({
  name: 'mart_scorecard',
  description:
    'One row per KPI and month up to data_as_of: what it is, what was planned, what it was before, and how it does.',
  grain: ['kpi', 'date'],
  columns: {
    kpi: text('The KPI, as view.measure.'),
    kpi_title: text('Its title.'),
    department: text('Who works on it.'),
    leading: oneOf(['leading', 'lagging'], 'Whether it tells of what is to come or has been.'),
    unit: text('Its unit.'),
    good: oneOf(['up', 'down', 'neutral'], 'Which way is good.'),
    date: day('The month’s first day.'),
    actual: number('What it is in the month; in the running month, to date.'),
    target: number('What was planned for the month; null where nothing was.').nullable(),
    baseline: number(
      'The median of the twelve months before, of those that it has; null without any.',
    ).nullable(),
    previous: number('What it was in the month before; null where it was nothing.').nullable(),
    attainment: number(
      'Actual ÷ target where up is good, target ÷ actual where down is; null where neither is, the divisor is not above 0, or a sum is still running.',
    ).nullable(),
    status: oneOf(
      statuses,
      'On track where the target is reached, at risk from 0.9 of it on, else off track; null without a target or where a sum is still running.',
    ).nullable(),
  },
  query: (db) =>
    db.selectFrom(planned(db).as('kpi')).select(({ ref }) => {
      const [actual, target, good] = [ref('kpi.actual'), ref('kpi.target'), ref('kpi.good')]
      const judged = sql`not (${ref('kpi.kpi_class')} = 'additive' and ${ref('kpi.is_running')})`
      const share = sql<number | null>`case
          when ${good} = 'up' and ${target} > 0 then round(${actual} / ${target}, 10)
          when ${good} = 'down' and ${actual} > 0 then round(${target} / ${actual}, 10) end`
      const isReached = sql`case ${good}
          when 'up' then round(${actual} - ${target}, 10) >= 0
          when 'down' then round(${actual} - ${target}, 10) <= 0 end`
      return [
        'kpi.kpi',
        'kpi.kpi_title',
        'kpi.department',
        sql<'leading' | 'lagging'>`if(${ref('kpi.is_leading')}, 'leading', 'lagging')`.as(
          'leading',
        ),
        'kpi.unit',
        'kpi.good',
        'kpi.month_start_date as date',
        'kpi.actual',
        'kpi.target',
        'kpi.baseline',
        'kpi.previous',
        sql<number | null>`case when ${judged} then ${share} end`.as('attainment'),
        sql<(typeof statuses)[number] | null>`case
            when not (${judged}) then null
            when ${isReached} then 'on track'
            when ${isReached} is not null and ${share} >= 0.9 then 'at risk'
            when ${isReached} is not null then 'off track' end`.as('status'),
      ]
    }),
})

/** KPIs by month with what was before and what was planned; months to come are left out. */
const planned = (db: Db) =>
  db
    .selectFrom(martKpiMonths.as('kpi'))
    .innerJoin(dataAsOf.as('run'), (join) => join.onTrue())
    .leftJoin(targets(db).as('target'), (join) =>
      join
        .onRef('target.month_start_date', '=', 'kpi.month_start_date')
        .on(
          ({ ref }) =>
            sql<boolean>`${ref('target.kpi')} in (${ref('kpi.kpi')}, ${bareName(ref('kpi.kpi'))})`,
        ),
    )
    .where(({ ref }) => sql<boolean>`${ref('kpi.month_start_date')} <= ${dayOf(ref('run.as_of'))}`)
    .selectAll('kpi')
    .select(({ ref }) => {
      const before = (months: number) =>
        sql`over (partition by ${ref('kpi.kpi')} order by ${ref('kpi.month_start_date')}
          range between interval ${sql.lit(months)} month preceding and interval 1 month preceding)`
      return [
        sql<
          number | null
        >`if(${ref('kpi.kpi_class')} = 'additive', ${ref('target.parts')}, ${ref('target.whole')})`.as(
          'target',
        ),
        sql<number | null>`median(${ref('kpi.actual')}) ${before(12)}`.as('baseline'),
        sql<number | null>`max(${ref('kpi.actual')}) ${before(1)}`.as('previous'),
        sql<boolean>`not ${monthIsOver(ref('kpi.month_start_date'), dayOf(ref('run.as_of')))}`.as(
          'is_running',
        ),
      ]
    })

/** A KPI without its view: plans need not name that. */
const bareName = (kpi: Expression<string>) => sql<string>`split_part(${kpi}, '.', 2)`

/** The KPI that a metric of a plan is, by the setting or its own name. */
const kpiOf = (metric: Expression<string>) => {
  const named = Object.entries(settings.targetMetrics).map(
    ([name, kpi]) => sql`when ${sql.val(name)} then ${sql.val(kpi)}`,
  )
  return named.length === 0
    ? sql<string>`${metric}`
    : sql<string>`case ${metric} ${sql.join(named, sql` `)} else ${metric} end`
}

/**
 * What was planned for each KPI and month. A sum has that of the company, else that of the finest
 * plans added up, and of a longer period equal parts; any other KPI has that of the company. Of two
 * plans of one month the shorter one holds, and of two metrics the one by the KPI’s own name.
 */
const targets = (db: Db) =>
  db
    .selectFrom((from) =>
      from
        .selectFrom(monthly(db).as('target'))
        .selectAll('target')
        .select(({ ref }) => {
          const of = sql`over (partition by ${ref('target.kpi')}, ${ref('target.month_start_date')}, ${ref('target.is_whole')})`
          return [sql<number>`min(${ref('target.rank')}) ${of}`.as('first_rank')]
        })
        .as('target'),
    )
    .whereRef('target.rank', '=', 'target.first_rank')
    .groupBy(['target.kpi', 'target.month_start_date'])
    .select(({ ref }) => {
      const total = (value: Expression<unknown>, which: Expression<unknown>) =>
        sql<number | null>`cast(sum(${value}) filter (where ${which}) as double)`
      const part = sql`${ref('target.value')} / ${ref('target.months')}`
      return [
        'target.kpi',
        'target.month_start_date',
        total(ref('target.value'), ref('target.is_whole')).as('whole'),
        sql<
          number | null
        >`coalesce(${total(part, ref('target.is_whole'))}, ${total(part, ref('target.is_finest'))})`.as(
          'parts',
        ),
      ]
    })

/** Targets by the months of their periods. */
const monthly = (db: Db) =>
  db.selectFrom(fctTargets.as('target')).select(({ ref, fn }) => {
    const months = sql<number>`case ${ref('target.period_type')} when 'month' then 1 when 'quarter' then 3 else 12 end`
    const kpi = kpiOf(ref('target.metric'))
    const slices = (['owner_email', 'team', 'segment', 'region', 'deal_type'] as const).map(
      (slice) => sql`${ref(`target.${slice}`)} = 'Not allocated'`,
    )
    return [
      kpi.as('kpi'),
      sql<Day>`cast(unnest(range(${ref('target.period_start_date')}, ${ref('target.period_end_date')} + interval 1 day, interval 1 month)) as date)`.as(
        'month_start_date',
      ),
      fn.coalesce('target.target_amount', 'target.target_value').as('value'),
      months.as('months'),
      sql<number>`2 * ${months} + if(${kpi} = ${ref('target.metric')}, 0, 1)`.as('rank'),
      'target.is_finest',
      sql<boolean>`${sql.join(slices, sql` and `)}`.as('is_whole'),
    ]
  })
