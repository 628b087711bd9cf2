/** The warehouse’s own predictions with their spread, beside the naive ones and what came of them. */
import { type Expression, sql } from 'kysely'
import { day, flag, integer, money, oneOf, type Reporting } from '../../src/columns.ts'
import { firstDayOfMonth } from '../../src/sql/months.ts'
import { unionByName } from '../../src/sql/union.ts'
import { type Db, defineTable } from '../../src/table.ts'
import { type PredictedPeriod, predictedMrr, predictedWon } from './predicted_periods.ts'
import { countedMonths, leastErrors } from './prediction_terms.ts'

const predictionNames = ['won_amount_by_month', 'won_amount_by_quarter', 'mrr_by_month'] as const
type PredictionName = (typeof predictionNames)[number]

export const fctPredictions = defineTable({
  name: 'fct_predictions',
  description:
    'Won amount by month and calendar quarter and MRR by month, predicted as of each month end and of data_as_of by what was known then, with naive predictions of the same day and, by hindsight, what came of it.',
  grain: ['prediction', 'as_of_date', 'period_start_date'],
  columns: {
    prediction: oneOf(predictionNames, 'What is predicted, by which period.'),
    is_current: flag('Whether it is made as of data_as_of, and so for periods that are not over.'),
    as_of_date: day('The day at whose end it is made.'),
    period_start_date: day('The first day of the period; of MRR, of the month at whose end it is.'),
    horizon_months: integer(
      'The months from the one after as_of_date’s to the period’s first; 0 on its eve, negative while it runs.',
    ),
    predicted_amount: money('The middle: as likely to be exceeded as not (P50).'),
    low_amount: money(
      'What is exceeded nine times in ten (P10); null before there are enough errors to tell.',
    ).nullable(),
    high_amount: money('What is exceeded once in ten (P90); likewise.').nullable(),
    last_period_amount: money(
      'Naive: as in the last period that was over; of MRR, as it is.',
    ).nullable(),
    last_year_amount: money('Naive: as in the same period of the year before.').nullable(),
    weighted_pipeline_amount: money(
      'Naive: won so far, and amount × stage probability of what is open and due in the period; of MRR, as it is and a twelfth of what is due by then, without renewals.',
    ).nullable(),
    actual_amount: money('What came of it; null until the period is over.').nullable(),
  },
  query: (db) =>
    db
      .with('period', () => periods(db))
      // How what came compares to what was expected of the rest of a period: over all earlier
      // predictions of as many months ahead, one more or one less, whose periods were over by then.
      .with('spread', (from) =>
        from
          .selectFrom('period')
          .innerJoin('period as past', (join) =>
            join
              .onRef('past.prediction', '=', 'period.prediction')
              .onRef('past.last_number', '<=', 'period.known_number')
              .on(
                ({ ref }) =>
                  sql`abs((${ref('past.first_number')} - ${ref('past.month_number')}) - (${ref('period.first_number')} - ${ref('period.month_number')})) <= 1`,
              ),
          )
          .where(
            ({ ref }) =>
              sql<boolean>`${ref('past.last_number')} > ${ref('period.known_number')} - ${sql.lit(countedMonths)}`,
          )
          .where('past.shown', 'is not', null)
          .where('past.rest', '>', 0)
          .groupBy(['period.prediction', 'period.as_of_date', 'period.first_number'])
          .select(({ fn, ref }) => {
            const ratio = sql`greatest(${ref('past.shown')} - ${ref('past.so_far')}, 0) / ${ref('past.rest')}`
            const exceeded = (share: number) =>
              sql<number>`quantile_cont(${ratio}, ${sql.lit(share)})`
            return [
              'period.prediction',
              'period.as_of_date',
              'period.first_number',
              fn.countAll<number>().as('error_count'),
              exceeded(0.1).as('low'),
              exceeded(0.9).as('high'),
            ]
          }),
      )
      .selectFrom('period')
      .leftJoin('spread', (join) =>
        join
          .onRef('spread.prediction', '=', 'period.prediction')
          .onRef('spread.as_of_date', '=', 'period.as_of_date')
          .onRef('spread.first_number', '=', 'period.first_number'),
      )
      .select(({ ref }) => {
        const count = sql`coalesce(${ref('spread.error_count')}, 0)`
        const times = (share: Expression<unknown>) =>
          sql`${ref('period.so_far')} + ${ref('period.rest')} * ${share}`
        const ifTold = (amount: Expression<unknown>) =>
          inCents<Reporting | null>(sql`if(${count} >= ${sql.lit(leastErrors)}, ${amount}, null)`)
        return [
          ref('period.prediction').$castTo<PredictionName>().as('prediction'),
          sql<boolean>`${ref('period.as_of_date')} = max(${ref('period.as_of_date')}) over ()`.as(
            'is_current',
          ),
          'period.as_of_date',
          firstDayOfMonth(ref('period.first_number')).as('period_start_date'),
          sql<number>`cast(${ref('period.first_number')} - ${ref('period.month_number')} - 1 as bigint)`.as(
            'horizon_months',
          ),
          inCents<Reporting>(times(sql.lit(1))).as('predicted_amount'),
          ifTold(times(sql`least(${ref('spread.low')}, 1)`)).as('low_amount'),
          ifTold(times(sql`greatest(${ref('spread.high')}, 1)`)).as('high_amount'),
          inCents<Reporting | null>(ref('period.last_period')).as('last_period_amount'),
          inCents<Reporting | null>(ref('period.last_year')).as('last_year_amount'),
          inCents<Reporting | null>(ref('period.weighted_pipeline')).as('weighted_pipeline_amount'),
          inCents<Reporting | null>(ref('period.actual')).as('actual_amount'),
        ]
      }),
})

const inCents = <T>(amount: Expression<unknown>) => sql<T>`cast(${amount} as decimal(18, 2))`

const periods = (db: Db) =>
  db
    .selectFrom(
      unionByName<PredictedPeriod>(
        predictedWon(db, 'month').$castTo<PredictedPeriod>(),
        predictedWon(db, 'quarter').$castTo<PredictedPeriod>(),
        predictedMrr(db).$castTo<PredictedPeriod>(),
      ).as('period'),
    )
    .selectAll('period')
