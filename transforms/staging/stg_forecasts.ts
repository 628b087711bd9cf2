/** Forecasts of all systems. */
import { unionOf } from '../../src/sql/union.ts'
import { defineTable } from '../../src/table.ts'
import { stgFinanceForecasts } from './finance/stg_finance__forecasts.ts'
import { stgGenericForecasts } from './generic/stg_generic__forecasts.ts'
import { forecastColumns } from './objects/forecasts.ts'

export const stgForecasts = defineTable({
  name: 'stg_forecasts',
  description: 'Forecasts as they were submitted, every submission.',
  grain: [
    'owner_id',
    'owner_email',
    'owner_name',
    'team_name',
    'source_system',
    'period_type',
    'category',
    'currency_code',
    'period_start_date',
    'submitted_at',
  ],
  columns: forecastColumns,
  query: () => unionOf(forecastColumns, stgFinanceForecasts, stgGenericForecasts),
})
