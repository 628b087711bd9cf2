/** How opportunities came into the pipeline that is due in a period, and out of it (KPIS §4). */
import { type Expression, sql } from 'kysely'
import { type Day, day, type Local, money, oneOf, type Reporting, text } from '../../src/columns.ts'
import { dataAsOf } from '../../src/run_tables.ts'
import { convert } from '../../src/sql/money.ts'
import { dateOf, dayOf, firstInstantOf } from '../../src/sql/time.ts'
import { unionByName } from '../../src/sql/union.ts'
import { type Db, defineTable } from '../../src/table.ts'
import { dimAccountVersions } from './dim_account_versions.ts'
import { dimDates } from './dim_dates.ts'
import { dimExchangeRates } from './dim_exchange_rates.ts'
import { dimOpportunityVersions } from './dim_opportunity_versions.ts'
import { dimOwnerVersions } from './dim_owner_versions.ts'
import { dimOwners } from './dim_owners.ts'
import { fctOpportunities } from './fct_opportunities.ts'
import { fctOpportunityStatuses } from './fct_opportunity_statuses.ts'

export const periodTypes = ['month', 'quarter', 'fiscal_quarter', 'year'] as const
type PeriodType = (typeof periodTypes)[number]
const entries = ['new', 'pulled_in'] as const
type Entry = (typeof entries)[number]
const exits = ['won', 'lost', 'pushed_out'] as const
type Exit = (typeof exits)[number]

export const fctPipelinePeriods = defineTable({
  name: 'fct_pipeline_periods',
  description:
    'One row per opportunity and period in which it was in scope at any time: open and due in the period, or won or lost in it. Renewals included; without disqualified opportunities and those without a history of stages.',
  grain: ['opportunity_id', 'period_type', 'period_start_date'],
  relations: [
    { column: 'opportunity_id', to: fctOpportunities },
    { column: 'first_owner_id', to: dimOwners, unknown: 'unknown' },
    { column: 'last_owner_id', to: dimOwners, unknown: 'unknown' },
  ],
  columns: {
    opportunity_id: text('The opportunity.'),
    first_owner_id: text('The owner when it was first in scope.'),
    first_team: text('The owner’s team then.'),
    first_segment: text('The account’s segment then.'),
    last_owner_id: text('The owner when it was last in scope.'),
    last_team: text('The owner’s team then.'),
    last_segment: text('The account’s segment then.'),
    period_type: oneOf(periodTypes, 'How long the period is.'),
    entry_type: oneOf(entries, 'How it came into scope; null where it began in it.').nullable(),
    exit_type: oneOf(exits, 'How it went out of scope; null where it ended in it.').nullable(),
    period_start_date: day('The period’s first day.'),
    first_amount: money('What it was worth when it was first in scope; 0 where nobody said.'),
    last_amount: money('And when it was last in scope; of a closed one, what it closed with.'),
  },
  query: (db) =>
    db
      .selectFrom(ends(db).as('scope'))
      .leftJoin(dimOwnerVersions.as('first_owner'), (join) =>
        join
          .onRef('first_owner.owner_id', '=', 'scope.first_owner_id')
          .onRef('first_owner.valid_from', '<=', 'scope.first_date')
          .onRef('first_owner.valid_to', '>', 'scope.first_date'),
      )
      .leftJoin(dimAccountVersions.as('first_account'), (join) =>
        join
          .onRef('first_account.account_id', '=', 'scope.account_id')
          .onRef('first_account.valid_from', '<=', 'scope.first_date')
          .onRef('first_account.valid_to', '>', 'scope.first_date'),
      )
      .leftJoin(dimOwnerVersions.as('last_owner'), (join) =>
        join
          .onRef('last_owner.owner_id', '=', 'scope.last_owner_id')
          .onRef('last_owner.valid_from', '<=', 'scope.last_date')
          .onRef('last_owner.valid_to', '>', 'scope.last_date'),
      )
      .leftJoin(dimAccountVersions.as('last_account'), (join) =>
        join
          .onRef('last_account.account_id', '=', 'scope.account_id')
          .onRef('last_account.valid_from', '<=', 'scope.last_date')
          .onRef('last_account.valid_to', '>', 'scope.last_date'),
      )
      .select(({ eb, fn, ref, val }) => [
        'scope.opportunity_id',
        'scope.first_owner_id',
        fn.coalesce('first_owner.team', val('Unknown')).as('first_team'),
        fn.coalesce('first_account.segment', val('Unknown')).as('first_segment'),
        'scope.last_owner_id',
        fn.coalesce('last_owner.team', val('Unknown')).as('last_team'),
        fn.coalesce('last_account.segment', val('Unknown')).as('last_segment'),
        'scope.period_type',
        eb
          .case()
          .when('scope.is_start', '=', true)
          .then(sql<Entry | null>`null`)
          .when('scope.is_created', '=', true)
          .then(val('new').$castTo<Entry | null>())
          .else(val('pulled_in').$castTo<Entry | null>())
          .end()
          .as('entry_type'),
        eb
          .case()
          .when('scope.is_end', '=', true)
          .then(sql<Exit | null>`null`)
          .else(fn.coalesce('scope.closed_status', val('pushed_out')).$castTo<Exit | null>())
          .end()
          .as('exit_type'),
        'scope.period_start_date',
        sql<Reporting>`cast(${ref('scope.first_amount')} as decimal(18, 2))`.as('first_amount'),
        sql<Reporting>`cast(${ref('scope.last_amount')} as decimal(18, 2))`.as('last_amount'),
      ]),
})

/** The first and the last moment in scope of each opportunity and period, and how it stood at both ends. */
const ends = (db: Db) =>
  db
    .selectFrom(scopes(db).as('scope'))
    .groupBy([
      'scope.opportunity_id',
      'scope.account_id',
      'scope.period_type',
      'scope.period_start_date',
    ])
    .select(({ ref }) => {
      const order = sql`row(${ref('scope.valid_from')}, ${ref('scope.opportunity_status')} <> 'open')`
      const first = <T>(value: Expression<T>) => sql<T>`arg_min(${value}, ${order})`
      const last = <T>(value: Expression<T>) => sql<T>`arg_max(${value}, ${order})`
      const isOpen = sql`${ref('scope.opportunity_status')} = 'open'`
      return [
        'scope.opportunity_id',
        'scope.account_id',
        'scope.period_type',
        'scope.period_start_date',
        sql<boolean>`bool_or(${isOpen} and ${ref('scope.is_before')})`.as('is_start'),
        sql<boolean>`bool_or(${isOpen} and ${ref('scope.is_after')})`.as('is_end'),
        sql<boolean>`bool_or(${ref('scope.is_created')})`.as('is_created'),
        sql<
          'won' | 'lost' | null
        >`max(${ref('scope.opportunity_status')}) filter (where not ${isOpen} and ${ref('scope.is_after')})`.as(
          'closed_status',
        ),
        first(ref('scope.owner_id')).as('first_owner_id'),
        first(ref('scope.amount')).as('first_amount'),
        first(ref('scope.first_date')).as('first_date'),
        last(ref('scope.owner_id')).as('last_owner_id'),
        last(ref('scope.amount')).as('last_amount'),
        last(ref('scope.last_date')).as('last_date'),
      ]
    })

/**
 * The stretches of opportunities, each in the one period of every type that it is due in, where the
 * two overlap. What changes at the first instant of a period belongs to the period.
 */
const scopes = (db: Db) =>
  db
    .selectFrom((from) =>
      from
        .selectFrom(stretches(db).as('stretch'))
        .innerJoin(periods(db).as('period'), 'period.date', 'stretch.due_date')
        .selectAll('stretch')
        .select(({ ref }) => [
          'period.period_type',
          'period.period_start_date',
          'period.period_end_date',
          'period.begins_at',
          'period.ends_at',
          'period.is_over',
          sql<boolean>`${ref('stretch.valid_from')} < ${ref('period.begins_at')}`.as('is_before'),
          sql<boolean>`if(${ref('period.is_over')}, ${ref('stretch.valid_to')} >= ${ref('period.ends_at')},
            ${ref('stretch.valid_to')} > ${ref('period.ends_at')})`.as('is_after'),
        ])
        .as('stretch'),
    )
    // A closing is a moment: it is due in the period that it falls into.
    .where(
      ({ ref }) => sql<boolean>`${ref('stretch.opportunity_status')} <> 'open'
        or (${ref('stretch.valid_from')} < ${ref('stretch.ends_at')} or not ${ref('stretch.is_over')})
          and (${ref('stretch.valid_to')} > ${ref('stretch.begins_at')}
            or ${ref('stretch.is_before')} and ${ref('stretch.valid_to')} = ${ref('stretch.begins_at')})`,
    )
    .selectAll('stretch')
    .select(({ ref }) => [
      sql<boolean>`${ref('stretch.created_date')} between ${ref('stretch.period_start_date')} and ${ref('stretch.period_end_date')}`.as(
        'is_created',
      ),
      sql<Day>`if(${ref('stretch.is_before')}, ${ref('stretch.period_start_date')}, ${dayOf(ref('stretch.valid_from'))})`.as(
        'first_date',
      ),
      sql<Day>`case when ${ref('stretch.opportunity_status')} <> 'open' then ${dayOf(ref('stretch.valid_from'))}
        when ${ref('stretch.is_after')} then ${ref('stretch.period_end_date')}
        else greatest(${dayOf(sql<Date>`${ref('stretch.valid_to')} - interval 1 microsecond`)}, ${ref('stretch.period_start_date')}) end`.as(
        'last_date',
      ),
    ])

/** Every day with the periods that it is in, of those that have begun; the running ones end at data_as_of. */
const periods = (db: Db) =>
  db
    .selectFrom((from) =>
      from
        .selectFrom(dimDates.as('calendar'))
        .select(({ ref }) => {
          const fiscal = sql`over (partition by ${ref('calendar.fiscal_quarter')})`
          const whole = (type: string) => [
            sql`date_trunc(${sql.lit(type)}, ${ref('calendar.date')})`,
            sql`date_trunc(${sql.lit(type)}, ${ref('calendar.date')}) + interval 1 ${sql.raw(type)}`,
          ]
          const bounds = {
            month: whole('month'),
            quarter: whole('quarter'),
            fiscal_quarter: [
              sql`min(${ref('calendar.date')}) ${fiscal}`,
              sql`max(${ref('calendar.date')}) ${fiscal} + 1`,
            ],
            year: whole('year'),
          }
          return [
            'calendar.date',
            sql<{ period_type: PeriodType; first: Day; next: Day }>`unnest([${sql.join(
              periodTypes.map(
                (type) =>
                  sql`{'period_type': ${sql.lit(type)}, 'first': cast(${bounds[type][0]} as date), 'next': cast(${bounds[type][1]} as date)}`,
              ),
            )}])`.as('period'),
          ]
        })
        .as('day'),
    )
    .innerJoin(dataAsOf.as('run'), (join) =>
      join.on(({ ref }) => sql`${dayOf(ref('run.as_of'))} >= ${ref('day.period')}.first`),
    )
    .select(({ ref }) => {
      const next = firstInstantOf(sql<Day>`${ref('day.period')}.next`)
      const isOver = sql<boolean>`${next} <= ${ref('run.as_of')}`
      return [
        'day.date',
        sql<PeriodType>`${ref('day.period')}.period_type`.as('period_type'),
        sql<Day>`${ref('day.period')}.first`.as('period_start_date'),
        sql<Day>`if(${isOver}, cast(${ref('day.period')}.next - 1 as date), ${dayOf(ref('run.as_of'))})`.as(
          'period_end_date',
        ),
        firstInstantOf(sql<Day>`${ref('day.period')}.first`).as('begins_at'),
        sql<Date>`if(${isOver}, ${next}, ${ref('run.as_of')})`.as('ends_at'),
        isOver.as('is_over'),
      ]
    })

/**
 * Opportunities while nothing of them changed: open, with the day that they were due; or from their
 * close on, due on that day. What lasted is worth what won and lost amounts say.
 */
const stretches = (db: Db) =>
  db
    .selectFrom((from) =>
      unionByName(
        from
          .selectFrom(fctOpportunityStatuses.as('status'))
          .innerJoin(dimOpportunityVersions.as('version'), (join) =>
            join
              .onRef('version.opportunity_id', '=', 'status.opportunity_id')
              .onRef('version.valid_from', '<', 'status.valid_to')
              .onRef('version.valid_to', '>', 'status.valid_from'),
          )
          .where('status.opportunity_status', '=', 'open')
          .select(({ fn, ref }) => [
            'status.opportunity_id',
            'status.opportunity_status',
            'status.is_final',
            'version.owner_id',
            'version.amount_local',
            dateOf(ref('version.closes_at')).as('due_date'),
            fn<Date>('greatest', ['status.valid_from', 'version.valid_from']).as('valid_from'),
            fn<Date>('least', ['status.valid_to', 'version.valid_to']).as('valid_to'),
          ]),
        from
          .selectFrom(fctOpportunityStatuses.as('status'))
          .innerJoin(dimOpportunityVersions.as('version'), (join) =>
            join
              .onRef('version.opportunity_id', '=', 'status.opportunity_id')
              .onRef('version.valid_from', '<=', 'status.valid_from')
              .onRef('version.valid_to', '>', 'status.valid_from'),
          )
          .where('status.opportunity_status', '!=', 'open')
          .select(({ ref }) => [
            'status.opportunity_id',
            'status.opportunity_status',
            'status.is_final',
            'version.owner_id',
            'version.amount_local',
            sql<Day | null>`${dayOf(ref('status.valid_from'))}`.as('due_date'),
            'status.valid_from',
            'status.valid_to',
          ]),
      ).as('status'),
    )
    .innerJoin(
      fctOpportunities.as('opportunity'),
      'opportunity.opportunity_id',
      'status.opportunity_id',
    )
    .leftJoin(dimExchangeRates.as('rate'), (join) =>
      join
        .onRef('rate.currency_code', '=', 'opportunity.currency_code')
        .onRef('rate.rate_date', '=', 'opportunity.created_date'),
    )
    .where('opportunity.has_history', '=', true)
    .where('opportunity.outcome', '!=', 'disqualified')
    .select(({ ref }) => [
      'status.opportunity_id',
      'opportunity.account_id',
      'opportunity.created_date',
      'status.opportunity_status',
      'status.owner_id',
      'status.due_date',
      'status.valid_from',
      'status.valid_to',
      sql<Reporting>`coalesce(if(${ref('status.is_final')}, ${ref('opportunity.amount')},
        ${convert(ref('status.amount_local').$castTo<Local>(), ref('rate.exchange_rate'))}), 0)`.as(
        'amount',
      ),
    ])
