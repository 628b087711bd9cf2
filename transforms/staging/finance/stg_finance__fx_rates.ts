/** Exchange rates as finance exports them. */
import { defineTable } from '../../../src/table.ts'
import { rawFinanceFxRates } from '../../sources/finance.ts'
import { fxRateColumns } from '../objects/fx_rates.ts'

export const stgFinanceFxRates = defineTable({
  name: 'stg_finance__fx_rates',
  description: 'The exchange rates that were published, on business days only.',
  grain: ['currency_code', 'base_currency_code', 'rate_date'],
  columns: fxRateColumns,
  query: (db) =>
    db
      .selectFrom(rawFinanceFxRates.as('published'))
      .where('published.is_gone', '=', false)
      .select(({ fn, val }) => [
        val('finance').as('source_system'),
        fn<string>('upper', ['published.from_currency']).as('currency_code'),
        fn<string>('upper', ['published.to_currency']).as('base_currency_code'),
        'published.date as rate_date',
        'published.rate as exchange_rate',
      ]),
})
