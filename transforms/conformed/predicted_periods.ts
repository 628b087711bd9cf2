/** Predictions by period, before their spread is known, beside the naive ones and what came of them. */
import { type Expression, sql } from 'kysely'
import type { Day } from '../../src/columns.ts'
import { monthNumberOf } from '../../src/sql/months.ts'
import type { Db } from '../../src/table.ts'
import { fctMrrPredictions } from './fct_mrr_predictions.ts'
import { fctOpportunities } from './fct_opportunities.ts'
import { fctPipelineSnapshots } from './fct_pipeline_snapshots.ts'
import { fctWonPredictions } from './fct_won_predictions.ts'
import { origins, wonMonths } from './prediction_origins.ts'

/** A prediction for a period; amounts are null where they are not known. */
export interface PredictedPeriod {
  prediction: string
  as_of_date: Day
  month_number: number
  known_number: number
  first_number: number
  last_number: number
  /** What was won in the period by then, and what is expected of the rest of it. */
  so_far: number
  rest: number
  last_period: number | null
  last_year: number | null
  weighted_pipeline: number | null
  /** What the CRM showed at its end, which a spread is told by, and what counts today. */
  shown: number | null
  actual: number | null
}

const monthsOf = { month: 1, quarter: 3 } as const

/** Won amount by month or by calendar quarter; a quarter that is predicted in part is left out. */
export const predictedWon = (db: Db, type: 'month' | 'quarter') => {
  const length = sql.lit(monthsOf[type])
  return db
    .with('month', () => wonUntil(db))
    .with('period', (from) =>
      from
        .selectFrom((inner) =>
          inner
            .selectFrom(fctWonPredictions.as('predicted'))
            .leftJoin(dueAmounts(db).as('due'), (join) =>
              join
                .onRef('due.month_number', '=', 'predicted.month_number')
                .onRef('due.due_month_number', '=', 'predicted.target_month_number'),
            )
            .selectAll('predicted')
            .select(({ ref }) => [
              'due.amount as due_amount',
              sql<number>`(${ref('predicted.target_month_number')} - 1) // ${length} * ${length} + 1`.as(
                'first_number',
              ),
            ])
            .as('predicted'),
        )
        .groupBy([
          'predicted.as_of_date',
          'predicted.month_number',
          'predicted.known_number',
          'predicted.first_number',
        ])
        .having(
          ({ ref }) =>
            sql<boolean>`count(*) = ${ref('predicted.first_number')} + ${length} - greatest(${ref('predicted.first_number')}, ${ref('predicted.known_number')} + 1)`,
        )
        .select(({ ref }) => [
          'predicted.as_of_date',
          'predicted.month_number',
          'predicted.known_number',
          'predicted.first_number',
          sql<number>`${ref('predicted.first_number')} + ${length} - 1`.as('last_number'),
          sql<number>`cast(sum(${ref('predicted.predicted_amount')}) as double)`.as('rest'),
          sql<number>`cast(coalesce(sum(${ref('predicted.due_amount')}), 0) as double)`.as('due'),
          sql<
            number | null
          >`if(count(*) = count(${ref('predicted.won_amount')}), cast(sum(${ref('predicted.won_amount')}) as double), null)`.as(
            'shown_rest',
          ),
        ]),
    )
    .selectFrom('period')
    .innerJoin('month as origin', 'origin.month_number', 'period.month_number')
    .leftJoin('month as first', 'first.month_number', 'period.first_number')
    .leftJoin('month as last', (join) =>
      join.onRef('last.month_number', '=', 'period.last_number').on('last.is_over', '=', true),
    )
    .leftJoin('month as first_before', (join) =>
      join.on(at('first_before.month_number', sql.ref('period.first_number'), -12)),
    )
    .leftJoin('month as last_before', (join) =>
      join.on(at('last_before.month_number', sql.ref('period.last_number'), -12)),
    )
    .leftJoin('month as lately_first', (join) =>
      join.on(at('lately_first.month_number', lastWhole(length), sql`1 - ${length}`)),
    )
    .leftJoin('month as lately_last', (join) =>
      join.on(at('lately_last.month_number', lastWhole(length), 0)),
    )
    .select(({ ref }) => {
      const soFar = sql<number>`coalesce(if(${ref('period.first_number')} <= ${ref('period.month_number')}, ${ref('origin.shown_until')} - coalesce(${ref('first.shown_before')}, 0), 0), 0)`
      const between = (last: Expression<unknown>, first: Expression<unknown>) =>
        sql<number | null>`${last} - ${first}`
      return [
        sql<string>`${sql.lit(`won_amount_by_${type}`)}`.as('prediction'),
        'period.as_of_date',
        'period.month_number',
        'period.known_number',
        'period.first_number',
        'period.last_number',
        soFar.as('so_far'),
        'period.rest',
        between(ref('lately_last.actual_until'), ref('lately_first.actual_before')).as(
          'last_period',
        ),
        between(ref('last_before.actual_until'), ref('first_before.actual_before')).as('last_year'),
        sql<number | null>`${soFar} + ${ref('period.due')}`.as('weighted_pipeline'),
        sql<number | null>`${soFar} + ${ref('period.shown_rest')}`.as('shown'),
        between(ref('last.actual_until'), ref('first.actual_before')).as('actual'),
      ]
    })
}

/** The last month of the last period that was over. */
const lastWhole = (length: Expression<unknown>) =>
  sql`${sql.ref('period.known_number')} // ${length} * ${length}`

const at = (number: string, of: Expression<unknown>, offset: unknown) =>
  sql<boolean>`${sql.ref(number)} = ${of} + ${offset}`

/** MRR by month; what it is now is part of what is predicted. */
export const predictedMrr = (db: Db) =>
  db
    .selectFrom(fctMrrPredictions.as('predicted'))
    .leftJoin(origins(db).as('origin'), 'origin.as_of_date', 'predicted.as_of_date')
    .leftJoin(dueAmounts(db).as('due'), (join) =>
      join
        .onRef('due.month_number', '=', 'predicted.month_number')
        .onRef('due.due_month_number', '=', 'predicted.target_month_number'),
    )
    .select(({ ref }) => {
      const asDouble = <T extends number | null>(amount: Expression<unknown>) =>
        sql<T>`cast(${amount} as double)`
      return [
        sql<string>`'mrr_by_month'`.as('prediction'),
        'predicted.as_of_date',
        'predicted.month_number',
        'predicted.known_number',
        'predicted.target_month_number as first_number',
        'predicted.target_month_number as last_number',
        sql<number>`0`.as('so_far'),
        asDouble<number>(ref('predicted.predicted_amount')).as('rest'),
        asDouble<number | null>(ref('predicted.present_amount')).as('last_period'),
        asDouble<number | null>(ref('predicted.last_year_amount')).as('last_year'),
        sql<
          number | null
        >`if(${ref('origin.as_of_date')} is null, null, cast(${ref('predicted.present_amount')} + (sum(coalesce(${ref('due.new_amount')}, 0)) over (partition by ${ref('predicted.as_of_date')} order by ${ref('predicted.target_month_number')})) / 12 as double))`.as(
          'weighted_pipeline',
        ),
        asDouble<number | null>(ref('predicted.mrr_amount')).as('shown'),
        asDouble<number | null>(ref('predicted.mrr_amount')).as('actual'),
      ]
    })

/** The weighted amounts of what was open at a month end, by the month that it was due in. */
const dueAmounts = (db: Db) =>
  db
    .selectFrom(fctPipelineSnapshots.as('snapshot'))
    .where('snapshot.opportunity_status', '=', 'open')
    .groupBy(['snapshot.month_number', 'snapshot.due_month_number'])
    .select(({ fn, ref }) => [
      'snapshot.month_number',
      'snapshot.due_month_number',
      fn.sum<number>('snapshot.weighted_amount').as('amount'),
      sql<
        number | null
      >`sum(${ref('snapshot.weighted_amount')}) filter (where ${ref('snapshot.deal_type')} <> 'Renewal')`.as(
        'new_amount',
      ),
    ])

/** What was won before each month and until its end: as the CRM showed it, and by close date as it counts today. */
const wonUntil = (db: Db) =>
  db
    .selectFrom((from) =>
      from
        .selectFrom(wonMonths(db).as('won'))
        .innerJoin(origins(db).as('origin'), 'origin.month_number', 'won.month_number')
        .leftJoin(closedAmounts(db).as('closed'), 'closed.month_number', 'won.month_number')
        .groupBy(['won.month_number', 'origin.known_number', 'closed.amount'])
        .select(({ ref }) => [
          'won.month_number',
          sql<boolean>`${ref('origin.known_number')} = ${ref('won.month_number')}`.as('is_over'),
          sql<number>`sum(cast(${ref('won.won_amount')} as decimal(28, 2)))`.as('shown'),
          sql<number>`coalesce(${ref('closed.amount')}, 0)`.as('actual'),
        ])
        .as('month'),
    )
    .select(({ ref }) => {
      const until = (amount: Expression<unknown>) =>
        sql`sum(${amount}) over (order by ${ref('month.month_number')})`
      const [shown, actual] = [ref('month.shown'), ref('month.actual')]
      return [
        'month.month_number',
        'month.is_over',
        sql<number>`cast(${until(shown)} as double)`.as('shown_until'),
        sql<number>`cast(${until(shown)} - ${shown} as double)`.as('shown_before'),
        sql<number>`cast(${until(actual)} as double)`.as('actual_until'),
        sql<number>`cast(${until(actual)} - ${actual} as double)`.as('actual_before'),
      ]
    })

const closedAmounts = (db: Db) =>
  db
    .selectFrom(fctOpportunities.as('opportunity'))
    .where('opportunity.outcome', '=', 'won')
    .groupBy(({ ref }) => monthNumberOf(ref('opportunity.closed_date').$castTo<Day>()))
    .select(({ fn, ref }) => [
      monthNumberOf(ref('opportunity.closed_date').$castTo<Day>()).as('month_number'),
      fn.sum<number>('opportunity.amount').as('amount'),
    ])
