/** What the CRM showed at the end of each month: what predictions are made of, and learn from. */
import { type Expression, sql } from 'kysely'
import {
  type Day,
  day,
  exactMoney,
  integer,
  type Local,
  money,
  oneOf,
  type Reporting,
  text,
} from '../../src/columns.ts'
import { convert } from '../../src/sql/money.ts'
import { monthNumberOf } from '../../src/sql/months.ts'
import { dateOf, dayOf } from '../../src/sql/time.ts'
import { unionByName } from '../../src/sql/union.ts'
import { type Db, defineTable } from '../../src/table.ts'
import { dimBalanceDates } from './dim_balance_dates.ts'
import { dimExchangeRates } from './dim_exchange_rates.ts'
import { dimOpportunityVersions } from './dim_opportunity_versions.ts'
import { dimStages } from './dim_stages.ts'
import { fctOpportunities } from './fct_opportunities.ts'
import { fctOpportunityStages } from './fct_opportunity_stages.ts'
import { dealTypes } from './opportunity_values.ts'

const statuses = ['open', 'won'] as const
type Status = (typeof statuses)[number]

export const fctPipelineSnapshots = defineTable({
  name: 'fct_pipeline_snapshots',
  description:
    'Every opportunity as the CRM showed it at each month end: open, or won in that month; nothing in a row is what the CRM was told later but won_month_number and won_amount. Renewals and opportunities disqualified later are in. It begins a month before the first opportunity was closed.',
  grain: ['opportunity_id', 'month_number'],
  relations: [
    { column: 'opportunity_id', to: fctOpportunities },
    { column: 'stage_id', to: dimStages, unknown: 'unknown' },
  ],
  columns: {
    opportunity_id: text('The opportunity.'),
    deal_type: oneOf(dealTypes, 'New business, more business with a customer, or a renewal.'),
    stage_id: text('The stage that it was in; `unknown` before the first one that is known.'),
    opportunity_status: oneOf(statuses, 'Whether it was open, or won in the month.'),
    balance_date: day('The month’s last day, or the day of data_as_of if that is earlier.'),
    due_month_number: integer(
      'The month that it was expected to close in; null where nobody said.',
    ).nullable(),
    won_month_number: integer(
      'By hindsight, of an open one: the month in which the CRM was told that it is won; null where it was not.',
    ).nullable(),
    month_number: integer('12 × year + month of balance_date.'),
    age_band: integer(
      'The days since it was created: 0 below 30, 1 below 60, 2 below 90, 3 below 180, else 4.',
    ),
    amount: money('What it was worth, at the rate of its created date; 0 where nobody said.'),
    weighted_amount: exactMoney('The amount × the probability of the stage; 0 where it has none.'),
    won_amount: money('By hindsight: what it was worth at the end of won_month_number.').nullable(),
  },
  query: (db) =>
    db.selectFrom(valued(db).as('snapshot')).select(({ ref }) => {
      const later = sql`over (partition by ${ref('snapshot.opportunity_id')} order by ${ref('snapshot.month_number')} rows between 1 following and unbounded following)`
      const onceWon = <T>(value: Expression<T>) =>
        sql<T | null>`if(${ref('snapshot.opportunity_status')} = 'open',
          first_value(if(${ref('snapshot.opportunity_status')} = 'won', ${value}, null) ignore nulls) ${later}, null)`
      const age = sql`(${ref('snapshot.balance_date')} - ${ref('snapshot.created_date')})`
      return [
        'snapshot.opportunity_id',
        'snapshot.deal_type',
        'snapshot.stage_id',
        'snapshot.opportunity_status',
        'snapshot.balance_date',
        'snapshot.due_month_number',
        onceWon(ref('snapshot.month_number')).as('won_month_number'),
        'snapshot.month_number',
        sql<number>`cast(case when ${age} < 30 then 0 when ${age} < 60 then 1 when ${age} < 90 then 2 when ${age} < 180 then 3 else 4 end as bigint)`.as(
          'age_band',
        ),
        'snapshot.amount',
        'snapshot.weighted_amount',
        onceWon(ref('snapshot.amount')).as('won_amount'),
      ]
    }),
})

/** The opportunities at month ends, with what they were worth then. */
const valued = (db: Db) =>
  db
    .selectFrom((from) =>
      from
        .selectFrom(stays(db).as('stay'))
        .innerJoin(closings(db).as('history'), (join) => join.onTrue())
        .selectAll('stay')
        .select(({ ref }) => [
          sql<number>`unnest(range(greatest(${ref('stay.first_number')}, ${ref('history.first_number')} - 1), ${ref('stay.end_number')}))`.as(
            'month_number',
          ),
        ])
        .as('stay'),
    )
    .innerJoin(dimBalanceDates.as('calendar'), 'calendar.month_number', 'stay.month_number')
    .innerJoin(
      fctOpportunities.as('opportunity'),
      'opportunity.opportunity_id',
      'stay.opportunity_id',
    )
    .leftJoin(dimStages.as('stage'), 'stage.stage_id', 'stay.stage_id')
    .leftJoin(dimOpportunityVersions.as('version'), (join) =>
      join
        .onRef('version.opportunity_id', '=', 'stay.opportunity_id')
        .on(
          ({ ref }) =>
            sql`${dayOf(ref('version.valid_from'))} <= ${ref('calendar.balance_date')} and ${dayOf(ref('version.valid_to'))} > ${ref('calendar.balance_date')}`,
        ),
    )
    .leftJoin(dimExchangeRates.as('rate'), (join) =>
      join
        .onRef('rate.currency_code', '=', 'opportunity.currency_code')
        .onRef('rate.rate_date', '=', 'opportunity.created_date'),
    )
    .select(({ ref }) => {
      const amount = sql<Reporting>`coalesce(${convert(ref('version.amount_local').$castTo<Local>(), ref('rate.exchange_rate'))}, 0)`
      return [
        'stay.opportunity_id',
        'opportunity.deal_type',
        'opportunity.created_date',
        'stay.stage_id',
        'stay.opportunity_status',
        'calendar.balance_date',
        monthNumberOf(dateOf(ref('version.closes_at')) as Expression<Day>).as('due_month_number'),
        'stay.month_number',
        amount.as('amount'),
        sql<Reporting>`cast(cast(${amount} as decimal(28, 2)) * cast(coalesce(${ref('stage.probability')}, 0) as decimal(7, 6)) as decimal(28, 8))`.as(
          'weighted_amount',
        ),
      ]
    })

/** The month in which the CRM was first told of an end: what ended before was never exported. */
const closings = (db: Db) =>
  db
    .selectFrom(fctOpportunityStages.as('visit'))
    .where('visit.stage_type', '!=', 'open')
    .select(({ ref }) =>
      sql<number>`min(${monthNumberOf(ref('visit.entered_date'))})`.as('first_number'),
    )

/** From the first month at whose end the CRM showed it so, to the first one at whose end it did not. */
const stays = (db: Db) => unionByName(visits(db), beforeStages(db))

/** A visit to an open stage until it was left; one to a won stage in its own month. */
const visits = (db: Db) =>
  db
    .selectFrom(fctOpportunityStages.as('visit'))
    .innerJoin(
      fctOpportunities.as('opportunity'),
      'opportunity.opportunity_id',
      'visit.opportunity_id',
    )
    .where('visit.stage_type', '!=', 'lost')
    .select(({ ref }) => {
      const isOpen = sql`${ref('visit.stage_type')} = 'open'`
      const first = monthNumberOf(
        sql<Day>`if(${isOpen} and ${ref('visit.visit_number')} = 1, least(${ref('opportunity.created_date')}, ${ref('visit.entered_date')}), ${ref('visit.entered_date')})`,
      )
      const left = sql`coalesce(${monthNumberOf(ref('visit.left_date').$castTo<Day>())}, ${afterAll})`
      return [
        'visit.opportunity_id',
        'visit.stage_id',
        ref('visit.stage_type').$castTo<Status>().as('opportunity_status'),
        first.as('first_number'),
        sql<number>`if(${isOpen}, ${left}, least(${left}, ${first} + 1))`.as('end_number'),
      ]
    })

/** Open in a stage that nobody knows: the first one that is known is where it ended, or there is none. */
const beforeStages = (db: Db) =>
  db
    .selectFrom(fctOpportunities.as('opportunity'))
    .leftJoin(fctOpportunityStages.as('first'), (join) =>
      join
        .onRef('first.opportunity_id', '=', 'opportunity.opportunity_id')
        .on('first.visit_number', '=', 1),
    )
    .where(({ eb, or }) =>
      or([eb('first.stage_type', 'is', null), eb('first.stage_type', '!=', 'open')]),
    )
    .select(({ ref, val }) => [
      'opportunity.opportunity_id',
      val('unknown').as('stage_id'),
      val('open').$castTo<Status>().as('opportunity_status'),
      monthNumberOf(ref('opportunity.created_date')).as('first_number'),
      sql<number>`coalesce(${monthNumberOf(ref('first.entered_date').$castTo<Day>())}, ${afterAll})`.as(
        'end_number',
      ),
    ])

/** A month after the last one of the calendar. */
const afterAll = sql`12 * 2036`
