/** What the coming months will bring in, as of each month end, and what each part of it comes from. */
import { type Expression, type SelectQueryBuilder, sql } from 'kysely'
import { day, integer, money, number, type Reporting } from '../../src/columns.ts'
import { type Db, defineTable } from '../../src/table.ts'
import { origins, wonMonths } from './prediction_origins.ts'
import { growthStrength, levelMonths } from './prediction_terms.ts'
import { wonFromNewDeals } from './won_from_new_deals.ts'
import { wonFromPipeline } from './won_from_pipeline.ts'

export const fctWonPredictions = defineTable({
  name: 'fct_won_predictions',
  description:
    'Won amount, renewals included, of the month that runs and the next ones as of each month end and of data_as_of, by what the CRM showed then; nothing known later is in a row but won_amount.',
  grain: ['as_of_date', 'target_month_number'],
  columns: {
    as_of_date: day('The day at whose end the prediction is made.'),
    month_number: integer('12 × year + month of as_of_date.'),
    known_number: integer('The last month that was over by then.'),
    target_month_number: integer('The month that is predicted.'),
    pipeline_amount: money(
      'From opportunities that stood open: amount × chance by type, stage and age.',
    ),
    new_amount: money('From opportunities that are to be created yet.'),
    last_year_amount: money(
      'The same month a year before × growth since; null where that is not known.',
    ).nullable(),
    parts_weight: number(
      'What pipeline_amount and new_amount together weigh beside last_year_amount: the smaller its square error so far, the more.',
    ),
    predicted_amount: money('The two weighed together: what is still to be won in the month.'),
    won_amount: money(
      'By hindsight: what was won in the month as the CRM showed it at its end; null while it runs.',
    ).nullable(),
  },
  query: (db) =>
    db
      .with('expected', () => expected(db))
      .with('weight', (from) => weights(from.selectFrom('expected')))
      .selectFrom('expected')
      .leftJoin('weight', (join) =>
        join
          .onRef('weight.lead', '=', 'expected.lead')
          .onRef('weight.known_number', '=', 'expected.known_number'),
      )
      .select(({ ref }) => {
        const lastYear = ref('expected.last_year_amount')
        const weight = sql<number>`if(${lastYear} is null, 1, coalesce(${ref('weight.parts_weight')}, 0.5))`
        const parts = sql`(${ref('expected.pipeline_amount')} + ${ref('expected.new_amount')})`
        return [
          'expected.as_of_date',
          'expected.month_number',
          'expected.known_number',
          'expected.target_month_number',
          inCents(ref('expected.pipeline_amount')).as('pipeline_amount'),
          inCents(ref('expected.new_amount')).as('new_amount'),
          inCents(lastYear).as('last_year_amount'),
          weight.as('parts_weight'),
          inCents<number>(
            sql`${weight} * ${parts} + (1 - ${weight}) * coalesce(${lastYear}, 0)`,
          ).as('predicted_amount'),
          inCents(ref('expected.won_amount')).as('won_amount'),
        ]
      }),
})

const inCents = <T extends number | null>(amount: Expression<T>) =>
  sql<Reporting | Extract<T, null>>`cast(${amount} as decimal(18, 2))`

/** One row per origin and month ahead. Of a month that runs, the rest of it counts. */
const expected = (db: Db) =>
  db
    .with('month', () => wonTotals(db))
    .with('part', () => parts(db))
    .selectFrom((from) =>
      from
        .selectFrom('part')
        .innerJoin(origins(db).as('origin'), 'origin.month_number', 'part.month_number')
        .select(({ ref }) => {
          const share = ref('origin.month_share')
          const ofMonth = (amount: Expression<number>) =>
            sql<number>`${share} * ${amount} + (1 - ${share}) * coalesce(lag(${amount}) over (partition by ${ref('part.month_number')} order by ${ref('part.lead')}), 0)`
          return [
            'origin.as_of_date',
            'origin.month_number',
            'origin.known_number',
            'part.lead',
            sql<number>`${ref('origin.known_number')} + ${ref('part.lead')}`.as(
              'target_month_number',
            ),
            sql<number>`if(${ref('part.lead')} = 1, ${share}, 1)`.as('rest'),
            ofMonth(ref('part.pipeline_amount')).as('pipeline_amount'),
            ofMonth(ref('part.new_amount')).as('new_amount'),
          ]
        })
        .as('part'),
    )
    .leftJoin('month as known', 'known.month_number', 'part.known_number')
    .leftJoin('month as year_before', (join) =>
      join.on(
        ({ ref }) =>
          sql`${ref('year_before.month_number')} = ${ref('part.target_month_number')} - 12`,
      ),
    )
    .leftJoin('month as target', (join) =>
      join
        .onRef('target.month_number', '=', 'part.target_month_number')
        .on('target.is_over', '=', true),
    )
    .selectAll('part')
    .select(({ ref }) => [
      sql<
        number | null
      >`${ref('year_before.won_amount')} * ${ref('known.growth')} * ${ref('part.rest')}`.as(
        'last_year_amount',
      ),
      'target.won_amount',
    ])

/** Both parts, over all types of deal. */
const parts = (db: Db) =>
  db
    .selectFrom(wonFromNewDeals(db).as('later'))
    .leftJoin(wonFromPipeline(db).as('shown'), (join) =>
      join
        .onRef('shown.month_number', '=', 'later.month_number')
        .onRef('shown.deal_type', '=', 'later.deal_type')
        .onRef('shown.lead', '=', 'later.lead'),
    )
    .groupBy(['later.month_number', 'later.lead'])
    .select(({ ref }) => {
      const exactly = (amount: Expression<number | null>) =>
        sql<number>`cast(sum(cast(coalesce(${amount}, 0) as decimal(28, 8))) as double)`
      return [
        'later.month_number',
        'later.lead',
        exactly(ref('shown.pipeline_amount')).as('pipeline_amount'),
        exactly(ref('later.new_amount')).as('new_amount'),
      ]
    })

/** What was won in each month, and how the year until then grew on the year before it, as if some more months had not. */
const wonTotals = (db: Db) =>
  db
    .selectFrom((from) =>
      from
        .selectFrom((inner) =>
          inner
            .selectFrom(wonMonths(db).as('won'))
            .innerJoin(origins(db).as('origin'), 'origin.month_number', 'won.month_number')
            .groupBy(['won.month_number', 'origin.known_number'])
            .select(({ ref }) => [
              'won.month_number',
              sql<boolean>`${ref('origin.known_number')} = ${ref('won.month_number')}`.as(
                'is_over',
              ),
              sql<number>`sum(cast(${ref('won.won_amount')} as decimal(28, 2)))`.as('won_amount'),
            ])
            .as('won'),
        )
        .selectAll('won')
        .select(({ ref }) =>
          sql<
            number | null
          >`lag(${ref('won.won_amount')}, 12) over (order by ${ref('won.month_number')})`.as(
            'before_amount',
          ),
        )
        .as('month'),
    )
    .select(({ ref }) => {
      const year = sql`over (order by ${ref('month.month_number')} rows between ${sql.lit(levelMonths - 1)} preceding and current row)`
      const before = ref('month.before_amount')
      const now = sql`(sum(${ref('month.won_amount')}) filter (where ${before} is not null) ${year})`
      // Months like any other: the first ones of the data may tell of next to nothing.
      const more = sql`${sql.lit(growthStrength)} * (avg(${ref('month.won_amount')}) ${year})`
      return [
        'month.month_number',
        'month.is_over',
        sql<number>`cast(${ref('month.won_amount')} as double)`.as('won_amount'),
        sql<number>`coalesce((${now} + ${more}) / nullif((sum(${before}) ${year}) + ${more}, 0), 1)`.as(
          'growth',
        ),
      ]
    })

interface Expected {
  known_number: number
  month_number: number
  target_month_number: number
  lead: number
  pipeline_amount: number
  new_amount: number
  last_year_amount: number | null
  won_amount: number | null
}

/** By what was known when: how much less the square error of the parts was than that of the year before. */
const weights = (expected: SelectQueryBuilder<{ expected: Expected }, 'expected', object>) =>
  expected
    .whereRef('expected.month_number', '=', 'expected.known_number')
    .where('expected.won_amount', 'is not', null)
    .where('expected.last_year_amount', 'is not', null)
    .select(({ ref }) => {
      const far = (amount: Expression<unknown>) =>
        sql`pow(cast(sum(cast(abs(${amount} - ${ref('expected.won_amount')}) as decimal(28, 2))) over (
          partition by ${ref('expected.lead')} order by ${ref('expected.target_month_number')}) as double), 2)`
      const ofParts = far(sql`(${ref('expected.pipeline_amount')} + ${ref('expected.new_amount')})`)
      const ofYear = far(ref('expected.last_year_amount'))
      return [
        'expected.lead',
        'expected.target_month_number as known_number',
        sql<number>`coalesce(${ofYear} / nullif(${ofParts} + ${ofYear}, 0), 0.5)`.as(
          'parts_weight',
        ),
      ]
    })
