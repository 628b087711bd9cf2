/** Forecasts as finance collects them. */
import type { NotNull } from 'kysely'
import { pick } from '../../../src/columns.ts'
import { sumOfOneCurrency } from '../../../src/sql/local_money.ts'
import { periodStart, periodType } from '../../../src/sql/periods.ts'
import { comparable, tidy } from '../../../src/sql/text.ts'
import { defineTable } from '../../../src/table.ts'
import { rawFinanceForecasts } from '../../sources/finance.ts'
import { forecastColumns } from '../objects/forecasts.ts'

export const stgFinanceForecasts = defineTable({
  name: 'stg_finance__forecasts',
  description: 'Every forecast that an owner or a team submitted, the replaced ones included.',
  grain: [
    'owner_email',
    'team_name',
    'period_type',
    'period_start_date',
    'category',
    'currency_code',
    'submitted_at',
  ],
  columns: pick(
    forecastColumns,
    'owner_email',
    'team_name',
    'source_system',
    'period_type',
    'category',
    'currency_code',
    'period_start_date',
    'submitted_at',
    'amount_local',
  ),
  query: (db) =>
    db
      .selectFrom((from) =>
        from
          .selectFrom(rawFinanceForecasts.as('forecast'))
          .where('forecast.is_gone', '=', false)
          .select(({ fn, ref, val }) => [
            comparable(ref('forecast.owner_email')).as('owner_email'),
            tidy(ref('forecast.team')).as('team_name'),
            fn
              .coalesce('forecast.period_type', periodType(ref('forecast.period_start')))
              .as('period_type'),
            fn.coalesce(tidy(ref('forecast.category')), val('unknown')).as('category'),
            fn<string>('upper', ['forecast.currency']).as('currency_code'),
            periodStart(ref('forecast.period_start')).as('period_start_date'),
            'forecast.submitted_on as submitted_at',
            'forecast.amount as amount_local',
          ])
          .as('forecast'),
      )
      // Of several deals of a category, a forecast may come in several lines.
      .groupBy([
        'forecast.owner_email',
        'forecast.team_name',
        'forecast.period_type',
        'forecast.category',
        'forecast.currency_code',
        'forecast.period_start_date',
        'forecast.submitted_at',
      ])
      .select(({ ref, val }) => [
        'forecast.owner_email',
        'forecast.team_name',
        val('finance').as('source_system'),
        'forecast.period_type',
        'forecast.category',
        'forecast.currency_code',
        'forecast.period_start_date',
        'forecast.submitted_at',
        sumOfOneCurrency(ref('forecast.amount_local')).as('amount_local'),
      ])
      .$narrowType<{ period_start_date: NotNull }>(),
})
