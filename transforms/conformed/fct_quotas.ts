/** What sellers are held to, by month. */
import { sql } from 'kysely'
import { type Day, day, money, type Reporting, text } from '../../src/columns.ts'
import { dataAsOf } from '../../src/run_tables.ts'
import { settings } from '../../src/settings.ts'
import { isOneOf, placeAmong } from '../../src/sql/choice.ts'
import { dayOf } from '../../src/sql/time.ts'
import { type Db, defineTable } from '../../src/table.ts'
import { dimDates } from './dim_dates.ts'
import { dimOwners } from './dim_owners.ts'
import { fctTargets } from './fct_targets.ts'

export const fctQuotas = defineTable({
  name: 'fct_quotas',
  description:
    'Quotas by owner, team, type of deal and month, of the finest level that is planned, up to the end of the fiscal quarter of data_as_of; of a longer period, its months have equal parts.',
  grain: ['owner_id', 'team', 'deal_type', 'month_start_date'],
  relations: [{ column: 'owner_id', to: dimOwners, unknown: 'unknown' }],
  columns: {
    owner_id: text('Whose quota it is; `not_allocated` where it is a team’s or the company’s.'),
    team: text('The team that it counts for, or `Not allocated`.'),
    deal_type: text('The type of deal, or `Not allocated`.'),
    month_start_date: day('The month’s first day.'),
    quota_amount: money('The quota.'),
  },
  query: (db) =>
    db
      .selectFrom(inMonths(db).as('planned'))
      .innerJoin(dimDates.as('calendar'), 'calendar.date', 'planned.month_start_date')
      .innerJoin(begun(db).as('begun'), (join) =>
        join.onRef('begun.last_quarter', '>=', 'calendar.fiscal_quarter'),
      )
      .groupBy([
        'planned.owner_id',
        'planned.team',
        'planned.deal_type',
        'planned.month_start_date',
      ])
      .select(({ ref }) => [
        'planned.owner_id',
        'planned.team',
        'planned.deal_type',
        'planned.month_start_date',
        sql<Reporting>`cast(sum(${ref('planned.amount')}) as decimal(18, 2))`.as('quota_amount'),
      ]),
})

/** The fiscal quarter that data_as_of is in: their names are in their order. */
const begun = (db: Db) =>
  db
    .selectFrom(dataAsOf.as('run'))
    .innerJoin(dimDates.as('today'), (join) =>
      join.on(({ eb, ref }) => eb('today.date', '=', dayOf(ref('run.as_of')))),
    )
    .select('today.fiscal_quarter as last_quarter')

/** The quotas by month, in whole cents: the last month of a longer period takes the remainder. */
const inMonths = (db: Db) =>
  db
    .selectFrom((from) =>
      from
        .selectFrom(quotas(db).as('quota'))
        .select(({ ref }) => {
          const months = sql<number>`cast(case ${ref('quota.period_type')} when 'month' then 1 when 'quarter' then 3 else 12 end as bigint)`
          return [
            'quota.owner_id',
            'quota.team',
            'quota.deal_type',
            'quota.period_start_date',
            'quota.target_amount',
            months.as('month_count'),
            sql<number>`unnest(range(${months}))`.as('month_number'),
          ]
        })
        .as('quota'),
    )
    .select(({ ref }) => {
      const part = sql`cast(trunc(${ref('quota.target_amount')} * 100 / ${ref('quota.month_count')}) as decimal(18, 0)) * 0.01`
      return [
        'quota.owner_id',
        'quota.team',
        'quota.deal_type',
        sql<Day>`cast(date_trunc('month', ${ref('quota.period_start_date')}) + to_months(${ref('quota.month_number')}) as date)`.as(
          'month_start_date',
        ),
        sql<Reporting>`if(${ref('quota.month_number')} = ${ref('quota.month_count')} - 1,
          ${ref('quota.target_amount')} - (${ref('quota.month_count')} - 1) * ${part}, ${part})`.as(
          'amount',
        ),
      ]
    })

/** The targets of the first metric of the setting that is planned at all. */
const quotas = (db: Db) =>
  db
    .selectFrom((from) =>
      from
        .selectFrom(fctTargets.as('target'))
        .where(({ ref }) => isOneOf(ref('target.metric'), settings.quotaMetrics))
        .where('target.is_finest', '=', true)
        .where('target.target_amount', 'is not', null)
        .selectAll('target')
        .select(({ ref }) => {
          const place = placeAmong(ref('target.metric'), settings.quotaMetrics)
          return [place.as('place'), sql<number>`min(${place}) over ()`.as('first_place')]
        })
        .as('target'),
    )
    .whereRef('target.place', '=', 'target.first_place')
    .selectAll('target')
