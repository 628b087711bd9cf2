/** Exchange rates, from the generic files. */
import { settings } from '../../../src/settings.ts'
import { rawGenericFxRates } from '../../sources/generic_finance.ts'
import { fxRateColumns } from '../objects/fx_rates.ts'
import { stagedFrom } from './staged.ts'

export const stgGenericFxRates = stagedFrom({
  name: 'stg_generic__fx_rates',
  description:
    'The rates of generic/fx_rates into the reporting currency, or into the one that the file names.',
  grain: ['currency_code', 'base_currency_code', 'rate_date'],
  columns: fxRateColumns,
  from: rawGenericFxRates,
  needs: ['exchange_rate'],
  defaults: { base_currency_code: settings.reportingCurrency },
})
