/** Exchange rates of all systems. */
import { unionOf } from '../../src/sql/union.ts'
import { defineTable } from '../../src/table.ts'
import { stgFinanceFxRates } from './finance/stg_finance__fx_rates.ts'
import { stgGenericFxRates } from './generic/stg_generic__fx_rates.ts'
import { fxRateColumns } from './objects/fx_rates.ts'

export const stgFxRates = defineTable({
  name: 'stg_fx_rates',
  description: 'The exchange rates that were published, on business days only.',
  grain: ['source_system', 'currency_code', 'base_currency_code', 'rate_date'],
  columns: fxRateColumns,
  query: () => unionOf(fxRateColumns, stgFinanceFxRates, stgGenericFxRates),
})
