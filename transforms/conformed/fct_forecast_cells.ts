/** What sellers had said would come in beside what did, by seller and period (KPIS §10). */
import { type Expression, sql } from 'kysely'
import { type Day, day, integer, money, oneOf, type Reporting, text } from '../../src/columns.ts'
import { isOneOf } from '../../src/sql/choice.ts'
import { latest } from '../../src/sql/latest.ts'
import { total } from '../../src/sql/money.ts'
import { monthNumberOf } from '../../src/sql/months.ts'
import { unionByName } from '../../src/sql/union.ts'
import { type Db, defineTable } from '../../src/table.ts'
import { dimOwners } from './dim_owners.ts'
import { fctForecasts } from './fct_forecasts.ts'
import { wonDeals } from './won_deals.ts'

/** The months before a period’s first day for which forecasts are held to what came of it. */
const longestHorizon = 3

export const fctForecastCells = defineTable({
  name: 'fct_forecast_cells',
  description:
    'One row per seller, period and horizon in which anybody had submitted a forecast for the period by then; a team or the company in the place of sellers who submit none of their own. Who sold without a forecast has one of 0.',
  grain: ['owner_id', 'team', 'period_type', 'period_start_date', 'horizon_months'],
  relations: [{ column: 'owner_id', to: dimOwners, unknown: 'unknown' }],
  columns: {
    owner_id: text('The seller; `not_allocated` where a team or the company is told of.'),
    team: text('The team of the forecast; of one who submitted none, that of the last deal won.'),
    period_type: oneOf(['month', 'quarter', 'year'], 'How long the period is.'),
    period_start_date: day('The period’s first day.'),
    horizon_months: integer('The months before that day up to which forecasts count, 0 to 3.'),
    forecast_amount: money('The last forecasts by then, all categories together.'),
    commit_amount: money('Of it what was closed or committed.'),
    actual_amount: money('What was won in the period, renewals included; so far, while it runs.'),
  },
  query: (db) =>
    db
      .with('told', () => told(db))
      .with('period', (from) =>
        from
          .selectFrom('told')
          .select([
            'told.period_type',
            'told.period_start_date',
            'told.period_end_date',
            'told.horizon_months',
          ])
          .distinct()
          .select(({ ref }) =>
            sql<number>`unnest(range(${monthNumberOf(ref('told.period_start_date'))}, ${monthNumberOf(ref('told.period_end_date'))} + 1))`.as(
              'month_number',
            ),
          ),
      )
      .with('sold', (from) =>
        from
          .selectFrom('period')
          .innerJoin(wonDeals(db).as('deal'), (join) =>
            join.on(
              ({ ref }) =>
                sql`${monthNumberOf(ref('deal.closed_date'))} = ${ref('period.month_number')} and ${ref('deal.closed_date')} between ${ref('period.period_start_date')} and ${ref('period.period_end_date')}`,
            ),
          )
          .leftJoin('told as own', (join) =>
            join
              .onRef('own.period_type', '=', 'period.period_type')
              .onRef('own.period_start_date', '=', 'period.period_start_date')
              .onRef('own.horizon_months', '=', 'period.horizon_months')
              .onRef('own.seller', '=', 'deal.owner_id'),
          )
          .leftJoin('told as of_team', (join) =>
            join
              .onRef('of_team.period_type', '=', 'period.period_type')
              .onRef('of_team.period_start_date', '=', 'period.period_start_date')
              .onRef('of_team.horizon_months', '=', 'period.horizon_months')
              .on(({ ref }) => sql`${ref('of_team.seller')} = ${asTeam(ref('deal.team'))}`),
          )
          .leftJoin('told as of_company', (join) =>
            join
              .onRef('of_company.period_type', '=', 'period.period_type')
              .onRef('of_company.period_start_date', '=', 'period.period_start_date')
              .onRef('of_company.horizon_months', '=', 'period.horizon_months')
              .on(
                ({ ref }) => sql`${ref('of_company.seller')} = ${asTeam(sql.lit('Not allocated'))}`,
              ),
          )
          .select(({ fn }) => [
            'period.period_type',
            'period.period_start_date',
            'period.horizon_months',
            fn
              .coalesce('own.seller', 'of_team.seller', 'of_company.seller', 'deal.owner_id')
              .as('seller'),
            'deal.team',
            'deal.closed_date',
            'deal.opportunity_id',
            'deal.amount',
          ]),
      )
      .selectFrom((from) =>
        unionByName<Cell>(
          from
            .selectFrom('told')
            .select([
              'told.period_type',
              'told.period_start_date',
              'told.horizon_months',
              'told.seller',
              'told.team',
              'told.team as told_team',
              'told.forecast_amount',
              'told.commit_amount',
            ])
            .select(({ lit }) => lit(null).$castTo<Reporting | null>().as('actual_amount'))
            .$castTo<Cell>(),
          from
            .selectFrom('sold')
            .groupBy([
              'sold.period_type',
              'sold.period_start_date',
              'sold.horizon_months',
              'sold.seller',
            ])
            .select(({ ref }) => [
              'sold.period_type',
              'sold.period_start_date',
              'sold.horizon_months',
              'sold.seller',
              latest(
                ref('sold.team'),
                sql`row(${ref('sold.closed_date')}, ${ref('sold.opportunity_id')})`,
              ).as('team'),
              total(ref('sold.amount')).as('actual_amount'),
            ])
            .$castTo<Cell>(),
        ).as('cell'),
      )
      .groupBy(['cell.period_type', 'cell.period_start_date', 'cell.horizon_months', 'cell.seller'])
      .select(({ fn, ref }) => {
        const sum = (amount: Expression<Reporting | null>) =>
          sql<Reporting>`cast(coalesce(sum(${amount}), 0) as decimal(18, 2))`
        return [
          sql<string>`if(starts_with(${ref('cell.seller')}, ${teamMark}), 'not_allocated', ${ref('cell.seller')})`.as(
            'owner_id',
          ),
          fn.coalesce(fn.max('cell.told_team'), fn.max('cell.team')).as('team'),
          'cell.period_type',
          'cell.period_start_date',
          'cell.horizon_months',
          sum(ref('cell.forecast_amount')).as('forecast_amount'),
          sum(ref('cell.commit_amount')).as('commit_amount'),
          sum(ref('cell.actual_amount')).as('actual_amount'),
        ]
      }),
})

interface Cell {
  period_type: 'month' | 'quarter' | 'year'
  period_start_date: Day
  horizon_months: number
  seller: string
  team: string
  told_team: string | null
  forecast_amount: Reporting | null
  commit_amount: Reporting | null
  actual_amount: Reporting | null
}

const teamMark = sql.lit('team: ')
/** A team in the place of a seller. */
const asTeam = (team: Expression<string>) => sql<string>`${teamMark} || ${team}`

/** The last forecasts of each seller for each period by some months before it; in a seller’s place the team. */
const told = (db: Db) =>
  db
    .selectFrom(last(db).as('forecast'))
    .groupBy([
      'forecast.seller',
      'forecast.period_type',
      'forecast.period_start_date',
      'forecast.period_end_date',
      'forecast.horizon_months',
    ])
    .select(({ fn, ref }) => [
      'forecast.seller',
      'forecast.period_type',
      'forecast.period_start_date',
      'forecast.period_end_date',
      'forecast.horizon_months',
      fn.max('forecast.team').as('team'),
      sql<Reporting>`sum(${ref('forecast.amount')})`.as('forecast_amount'),
      sql<Reporting>`sum(${ref('forecast.amount')}) filter (where ${isOneOf(ref('forecast.category'), ['closed', 'commit'])})`.as(
        'commit_amount',
      ),
    ])

const last = (db: Db) =>
  db
    .selectFrom((from) =>
      from
        .selectFrom(fctForecasts.as('forecast'))
        .innerJoin(
          sql<{
            horizon_months: number
          }>`(select cast(unnest(range(${sql.lit(longestHorizon + 1)})) as bigint) as horizon_months)`.as(
            'ahead',
          ),
          (join) =>
            join.on(
              ({ ref }) =>
                sql`${ref('forecast.submitted_date')} <= ${ref('forecast.period_start_date')} - to_months(cast(${ref('ahead.horizon_months')} as integer))`,
            ),
        )
        .where('forecast.is_counted', '=', true)
        .selectAll('forecast')
        .select(({ ref }) => [
          'ahead.horizon_months',
          sql<string>`if(${ref('forecast.owner_id')} = 'not_allocated', ${asTeam(ref('forecast.team'))}, ${ref('forecast.owner_id')})`.as(
            'seller',
          ),
        ])
        .as('forecast'),
    )
    .groupBy([
      'forecast.source_system',
      'forecast.seller',
      'forecast.category',
      'forecast.period_type',
      'forecast.period_start_date',
      'forecast.period_end_date',
      'forecast.horizon_months',
    ])
    .select(({ ref }) => [
      'forecast.seller',
      'forecast.category',
      'forecast.period_type',
      'forecast.period_start_date',
      'forecast.period_end_date',
      'forecast.horizon_months',
      latest(ref('forecast.team'), ref('forecast.submitted_at')).as('team'),
      latest(ref('forecast.amount'), ref('forecast.submitted_at')).as('amount'),
    ])
