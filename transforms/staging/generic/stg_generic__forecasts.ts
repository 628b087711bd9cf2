/** Forecasts, from the generic files. */
import { settings } from '../../../src/settings.ts'
import { rawGenericForecasts } from '../../sources/generic_finance.ts'
import { forecastColumns } from '../objects/forecasts.ts'
import { stagedFrom } from './staged.ts'

export const stgGenericForecasts = stagedFrom({
  name: 'stg_generic__forecasts',
  description:
    'The forecasts of generic/forecasts, those without an amount left out; of months in the reporting currency where the file does not say.',
  grain: [
    'owner_id',
    'owner_email',
    'owner_name',
    'team_name',
    'period_type',
    'period_start_date',
    'category',
    'currency_code',
    'submitted_at',
  ],
  columns: forecastColumns,
  from: rawGenericForecasts,
  needs: ['amount_local'],
  defaults: { period_type: 'month', currency_code: settings.reportingCurrency },
})
