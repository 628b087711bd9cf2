/** Exchange rates as finance exports them. */
import { day, rate, text } from '../../../src/columns.ts'
import { defineTable } from '../../../src/table.ts'
import { rawFinanceFxRates } from '../../sources/finance.ts'

export const stgFinanceFxRates = defineTable({
  name: 'stg_finance__fx_rates',
  description: 'The exchange rates that were published, on business days only.',
  grain: ['from_currency_code', 'to_currency_code', 'rate_date'],
  columns: {
    from_currency_code: text('ISO 4217.'),
    to_currency_code: text('ISO 4217.'),
    rate_date: day('The day of publication.'),
    exchange_rate: rate('How much of the second currency one unit of the first is worth.'),
  },
  query: (db) =>
    db
      .selectFrom(rawFinanceFxRates.as('published'))
      .select(({ fn }) => [
        fn<string>('upper', ['published.from_currency']).as('from_currency_code'),
        fn<string>('upper', ['published.to_currency']).as('to_currency_code'),
        'published.date as rate_date',
        'published.rate as exchange_rate',
      ]),
})
