/** Forecasts of sellers and of the warehouse beside what came of them, under one calendar (KPIS §10). */
import { sql } from 'kysely'
import {
  allowedValues,
  day,
  flag,
  integer,
  money,
  oneOf,
  type Reporting,
  type RowOf,
  text,
} from '../../src/columns.ts'
import { latest } from '../../src/sql/latest.ts'
import { asText, serial } from '../../src/sql/text.ts'
import { unionByName } from '../../src/sql/union.ts'
import { type Db, defineTable } from '../../src/table.ts'
import { dimAccounts } from '../conformed/dim_accounts.ts'
import { dimDates } from '../conformed/dim_dates.ts'
import { dimOwners } from '../conformed/dim_owners.ts'
import { fctForecastCells } from '../conformed/fct_forecast_cells.ts'
import { categories, fctForecasts } from '../conformed/fct_forecasts.ts'
import { fctPredictions } from '../conformed/fct_predictions.ts'
import { wonDeals } from '../conformed/won_deals.ts'

const kinds = ['submitted', 'won', 'compared', 'predicted'] as const
type Kind = (typeof kinds)[number]

/** The value of `as_of` under which the forecasts stand that count where none is asked for. */
const opening = 'Opening'

/** The horizon of a prediction of today. */
const current = 'current'

const columns = {
  row_id: text('What the row is of.'),
  kind: oneOf(
    kinds,
    'What the row is: a forecast that was submitted, a deal that was won, a seller’s forecast beside what was won, or a prediction of the warehouse.',
  ),
  owner_id: text('The seller; `not_allocated` of a team, of the company and of a prediction.'),
  team: text('The seller’s team on the date; `Not allocated` of the company and of a prediction.'),
  account_id: text('Of a deal: its account; else `unknown`.'),
  opportunity_id: text('Of a deal: the opportunity; else `not_allocated`.'),
  opportunity_name: text('Of a deal: its name; else `Not allocated`.'),
  deal_type: text('Of a deal: new business, more business or a renewal; else `Not allocated`.'),
  category: text('Of a forecast: how sure it is; else `Not allocated`.', { known: categories }),
  period_type: text(
    'Of a forecast and of what it is compared to: how long the period is; else `Not allocated`.',
    { known: allowedValues(fctForecasts.columns.period_type) },
  ),
  prediction: text('Of a prediction: what of, by which period; else `Not allocated`.'),
  as_of: text(
    'Of a forecast: the day as of which it is told, and `Opening` for the last one at or before the period’s first day; else `Not allocated`.',
    { known: [opening] },
  ),
  predicted_on: text('Of a prediction: the day at whose end it was made; else `Not allocated`.'),
  horizon: text(
    'Of what is compared or predicted: the months before the period; `current` of a prediction of today; else `Not allocated`.',
    { known: [current] },
  ),
  date: day('The period’s first day; of a deal, the day on which it closed.'),
  amount: money(
    'Of a forecast; null where none was submitted in time, and of every other row.',
  ).nullable(),
  actual_amount: money('Of a deal: what was won; else null.').nullable(),
  compared_forecast_amount: money('Of what is compared: the forecast; else null.').nullable(),
  compared_commit_amount: money(
    'Of what is compared: the forecast of what is closed or committed; else null.',
  ).nullable(),
  compared_actual_amount: money('Of what is compared: what was won; else null.').nullable(),
  predicted_amount: money('Of a prediction: the middle; else null.').nullable(),
  low_amount: fctPredictions.columns.low_amount,
  high_amount: fctPredictions.columns.high_amount,
  last_period_amount: fctPredictions.columns.last_period_amount,
  last_year_amount: fctPredictions.columns.last_year_amount,
  weighted_pipeline_amount: fctPredictions.columns.weighted_pipeline_amount,
  outcome_amount: money('Of a prediction: what came of it; null until then.').nullable(),
  is_tested: flag(
    'Whether it is a prediction of which the outcome and all naive ones are known: those are compared.',
  ),
  is_within: integer(
    'Of one with a spread: 1 where the outcome is within it, else 0; else null.',
  ).nullable(),
}
type Row = RowOf<typeof columns>

export const martForecast = defineTable({
  name: 'mart_forecast',
  description:
    'Forecasts as submitted, deals won, sellers’ forecasts compared with what they won, and the warehouse’s predictions, one of them a row; of forecasts that several levels tell of, those of the finest.',
  grain: ['row_id'],
  columns,
  relations: [
    { column: 'account_id', to: dimAccounts, unknown: 'unknown' },
    { column: 'owner_id', to: dimOwners, unknown: 'unknown' },
    { column: 'date', to: dimDates },
  ],
  // What a kind lacks is null: the union goes by name, and the audit holds it to the columns.
  query: (db) =>
    unionByName<Row>(
      openings(db).$castTo<Row>(),
      submissions(db).$castTo<Row>(),
      deals(db).$castTo<Row>(),
      comparisons(db).$castTo<Row>(),
      predictions(db).$castTo<Row>(),
    ),
})

const kind = (name: Kind) => sql<Kind>`${sql.lit(name)}`.as('kind')
const notAllocated = sql<string>`'Not allocated'`
const none = <N extends string>(...names: N[]) => names.map((name) => notAllocated.as(name))
const noDeal = [
  sql<string>`'unknown'`.as('account_id'),
  sql<string>`'not_allocated'`.as('opportunity_id'),
  ...none('opportunity_name', 'deal_type'),
  sql<boolean>`false`.as('is_tested'),
]

const counted = (db: Db) =>
  db
    .selectFrom(fctForecasts.as('forecast'))
    .where('forecast.is_counted', '=', true)
    .selectAll('forecast')
    .select(({ ref }) =>
      sql<string>`if(${ref('forecast.owner_id')} = 'not_allocated', ${ref('forecast.team')}, '')`.as(
        'seller_team',
      ),
    )

const whatOf = [
  'forecast.source_system',
  'forecast.owner_id',
  'forecast.seller_team',
  'forecast.category',
  'forecast.period_type',
  'forecast.period_start_date',
] as const

/** The last forecasts at or before the first day of their period; none is a row too, without an amount. */
const openings = (db: Db) =>
  db
    .selectFrom(counted(db).as('forecast'))
    .groupBy(whatOf)
    .select(({ ref }) => [
      serial(sql<string>`'opening'`, ...whatOf.map((name) => asText(ref(name)))).as('row_id'),
      kind('submitted'),
      'forecast.owner_id',
      sql<string>`coalesce(arg_max(${ref('forecast.team')}, ${ref('forecast.submitted_at')}) filter (where ${ref('forecast.is_opening')}), arg_max(${ref('forecast.team')}, ${ref('forecast.submitted_at')}))`.as(
        'team',
      ),
      ...noDeal,
      'forecast.category',
      'forecast.period_type',
      sql<string>`${sql.lit(opening)}`.as('as_of'),
      ...none('prediction', 'predicted_on', 'horizon'),
      'forecast.period_start_date as date',
      sql<Reporting | null>`max(${ref('forecast.amount')}) filter (where ${ref('forecast.is_opening')})`.as(
        'amount',
      ),
    ])

/** All forecasts for a period as they stood on each day on which anybody submitted one, until it was over. */
const submissions = (db: Db) =>
  db
    .selectFrom(counted(db).as('forecast'))
    .innerJoin(
      db
        .selectFrom(counted(db).as('any'))
        .whereRef('any.submitted_date', '<=', 'any.period_end_date')
        .select(['any.period_type', 'any.period_start_date', 'any.submitted_date as as_of_date'])
        .distinct()
        .as('told'),
      (join) =>
        join
          .onRef('told.period_type', '=', 'forecast.period_type')
          .onRef('told.period_start_date', '=', 'forecast.period_start_date')
          .onRef('told.as_of_date', '>=', 'forecast.submitted_date'),
    )
    .groupBy([...whatOf, 'told.as_of_date'])
    .select(({ ref }) => [
      serial(
        sql<string>`'submitted'`,
        ...whatOf.map((name) => asText(ref(name))),
        asText(ref('told.as_of_date')),
      ).as('row_id'),
      kind('submitted'),
      'forecast.owner_id',
      latest(ref('forecast.team'), ref('forecast.submitted_at')).as('team'),
      ...noDeal,
      'forecast.category',
      'forecast.period_type',
      asText(ref('told.as_of_date')).as('as_of'),
      ...none('prediction', 'predicted_on', 'horizon'),
      'forecast.period_start_date as date',
      latest(ref('forecast.amount'), ref('forecast.submitted_at')).as('amount'),
    ])

const deals = (db: Db) =>
  db
    .selectFrom(wonDeals(db).as('deal'))
    .select(({ ref }) => [
      serial(sql<string>`'won'`, ref('deal.opportunity_id')).as('row_id'),
      kind('won'),
      'deal.owner_id',
      'deal.team',
      'deal.account_id',
      'deal.opportunity_id',
      'deal.opportunity_name',
      ref('deal.deal_type').$castTo<string>().as('deal_type'),
      sql<boolean>`false`.as('is_tested'),
      ...none('category', 'period_type', 'prediction', 'as_of', 'predicted_on', 'horizon'),
      'deal.closed_date as date',
      'deal.amount as actual_amount',
    ])

const comparisons = (db: Db) =>
  db
    .selectFrom(fctForecastCells.as('cell'))
    .select(({ ref }) => [
      serial(
        sql<string>`'compared'`,
        ref('cell.owner_id'),
        ref('cell.team'),
        asText(ref('cell.period_type')),
        asText(ref('cell.period_start_date')),
        asText(ref('cell.horizon_months')),
      ).as('row_id'),
      kind('compared'),
      'cell.owner_id',
      'cell.team',
      ...noDeal,
      asText(ref('cell.period_type')).as('period_type'),
      asText(ref('cell.horizon_months')).as('horizon'),
      ...none('category', 'prediction', 'as_of', 'predicted_on'),
      'cell.period_start_date as date',
      'cell.forecast_amount as compared_forecast_amount',
      'cell.commit_amount as compared_commit_amount',
      'cell.actual_amount as compared_actual_amount',
    ])

const predictions = (db: Db) =>
  db.selectFrom(fctPredictions.as('prediction')).select(({ ref }) => {
    const [outcome, low, high] = [
      ref('prediction.actual_amount'),
      ref('prediction.low_amount'),
      ref('prediction.high_amount'),
    ]
    const naive = [
      ref('prediction.last_period_amount'),
      ref('prediction.last_year_amount'),
      ref('prediction.weighted_pipeline_amount'),
    ]
    const isTested = sql<boolean>`(${sql.join(
      [outcome, ...naive].map((one) => sql`${one} is not null`),
      sql` and `,
    )})`
    return [
      serial(
        sql<string>`'predicted'`,
        asText(ref('prediction.prediction')),
        asText(ref('prediction.as_of_date')),
        asText(ref('prediction.period_start_date')),
      ).as('row_id'),
      kind('predicted'),
      sql<string>`'not_allocated'`.as('owner_id'),
      sql<string>`'unknown'`.as('account_id'),
      sql<string>`'not_allocated'`.as('opportunity_id'),
      ...none('team', 'opportunity_name', 'deal_type', 'category', 'period_type', 'as_of'),
      asText(ref('prediction.prediction')).as('prediction'),
      asText(ref('prediction.as_of_date')).as('predicted_on'),
      sql<string>`if(${ref('prediction.is_current')}, ${sql.lit(current)}, ${asText(ref('prediction.horizon_months'))})`.as(
        'horizon',
      ),
      'prediction.period_start_date as date',
      'prediction.predicted_amount',
      'prediction.low_amount',
      'prediction.high_amount',
      'prediction.last_period_amount',
      'prediction.last_year_amount',
      'prediction.weighted_pipeline_amount',
      'prediction.actual_amount as outcome_amount',
      isTested.as('is_tested'),
      sql<
        number | null
      >`cast(if(${isTested}, ${outcome} between ${low} and ${high}, null) as bigint)`.as(
        'is_within',
      ),
    ]
  })
