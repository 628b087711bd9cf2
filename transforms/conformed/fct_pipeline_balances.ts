/** The open pipeline at the dates on which its balance is taken (KPIS §1, §3). */
import { type Expression, sql } from 'kysely'
import { day, exactMoney, flag, integer, money, type Reporting, text } from '../../src/columns.ts'
import { calendarEnd, calendarStart } from '../../src/sql/calendar.ts'
import { following } from '../../src/sql/window.ts'
import { type Db, defineTable } from '../../src/table.ts'
import { dimOwners } from './dim_owners.ts'
import { dimPipelineDates } from './dim_pipeline_dates.ts'
import { dimStages } from './dim_stages.ts'
import { fctOpportunities } from './fct_opportunities.ts'
import { fctOpportunityStates } from './fct_opportunity_states.ts'

export const fctPipelineBalances = defineTable({
  name: 'fct_pipeline_balances',
  description:
    'One row per opportunity and balance date while it is open, and a closing row of 0 on the next balance date under attributes that hold no longer; without renewals and disqualified opportunities.',
  grain: ['opportunity_id', 'balance_date', 'is_closing'],
  relations: [
    { column: 'opportunity_id', to: fctOpportunities },
    { column: 'owner_id', to: dimOwners, unknown: 'unknown' },
    { column: 'stage_id', to: dimStages, unknown: 'unknown' },
  ],
  columns: {
    opportunity_id: text('The opportunity.'),
    owner_id: text('Its owner that day.'),
    team: text('The owner’s team that day.'),
    segment: text('The account’s segment that day.'),
    stage_id: text('The stage that it was in.'),
    forecast_category: text('The rep’s own; `Unknown` without one.'),
    is_closing: flag('Whether the row only says that the attributes hold no longer: all is 0.'),
    due_date: day('When it was expected to close; null where nobody said.').nullable(),
    balance_date: day('The day at whose end it was so; of the day of data_as_of, at that instant.'),
    amount: money('What it was worth.'),
    weighted_amount: exactMoney('The amount × the probability of the stage; 0 where it has none.'),
    open_count: integer('1, and 0 on a closing row.'),
    stage_age_days: integer('The days since it came to the stage.'),
  },
  query: (db) =>
    db
      .selectFrom((from) =>
        from
          .selectFrom(lasting(db).as('state'))
          .selectAll('state')
          .select(({ ref }) => [
            sql<number>`unnest(range(${ref('state.first_number')}, ${ref('state.end_number')} + if(${ref('state.is_last')}, 1, 0)))`.as(
              'balance_number',
            ),
          ])
          .as('state'),
      )
      .innerJoin(dimPipelineDates.as('calendar'), (join) =>
        join
          .onRef('calendar.balance_number', '=', 'state.balance_number')
          .on('calendar.is_balance_date', '=', true),
      )
      .leftJoin(dimStages.as('stage'), 'stage.stage_id', 'state.stage_id')
      .select(({ ref }) => {
        const isClosing = sql<boolean>`(${ref('state.balance_number')} = ${ref('state.end_number')})`
        const orNone = <T>(value: Expression<T>) => sql<T>`if(${isClosing}, 0, ${value})`
        return [
          'state.opportunity_id',
          'state.owner_id',
          'state.team',
          'state.segment',
          'state.stage_id',
          'state.forecast_category',
          isClosing.as('is_closing'),
          'state.due_date',
          'calendar.date as balance_date',
          sql<Reporting>`cast(${orNone(ref('state.amount'))} as decimal(18, 2))`.as('amount'),
          sql<Reporting>`cast(${orNone(sql`cast(${ref('state.amount')} as decimal(28, 2)) * cast(coalesce(${ref('stage.probability')}, 0) as decimal(7, 6))`)} as decimal(28, 8))`.as(
            'weighted_amount',
          ),
          sql<number>`cast(${orNone(sql.lit(1))} as bigint)`.as('open_count'),
          sql<number>`cast(${orNone(sql`greatest(${ref('calendar.date')} - ${ref('state.stage_entered_date')}, 0)`)} as bigint)`.as(
            'stage_age_days',
          ),
        ]
      }),
})

const attributes = ['owner_id', 'team', 'segment', 'stage_id', 'forecast_category'] as const

/** The same, with whether the balance date after it finds the opportunity closed or under other attributes. */
const lasting = (db: Db) =>
  db
    .selectFrom(numbered(db).as('state'))
    .selectAll('state')
    .select(({ ref }) => {
      const states = {
        by: [ref('state.opportunity_id')],
        order: [ref('state.first_number')],
      }
      const combination = sql`row(${sql.join(attributes.map((name) => ref(`state.${name}`)))})`
      return [
        sql<boolean>`(${following(ref('state.first_number'), states)} is distinct from ${ref('state.end_number')}
          or ${following(combination, states)} is distinct from ${combination})`.as('is_last'),
      ]
    })

/** The states that a balance date falls into, with the number of the first one and of the one after the last. */
const numbered = (db: Db) =>
  db
    .selectFrom((from) =>
      from
        .selectFrom(fctOpportunityStates.as('state'))
        .innerJoin(dimPipelineDates.as('first'), (join) =>
          join.on(
            ({ ref }) =>
              sql`${ref('first.date')} = greatest(${ref('state.valid_from')}, ${calendarStart})`,
          ),
        )
        .innerJoin(dimPipelineDates.as('end'), (join) =>
          join.on(
            ({ ref }) => sql`${ref('end.date')} = least(${ref('state.valid_to')}, ${calendarEnd})`,
          ),
        )
        .selectAll('state')
        .select(['first.balance_number as first_number', 'end.balance_number as end_number'])
        .as('state'),
    )
    .whereRef('state.first_number', '<', 'state.end_number')
    .selectAll('state')
