/** The columns of a business object over all systems: fx rates. */
import { day, rate, text } from '../../../src/columns.ts'

/** Exchange rates as published. */
export const fxRateColumns = {
  source_system: text('The system that says so.'),
  currency_code: text('ISO 4217, in upper case.'),
  base_currency_code: text(
    'The currency that one unit of currency_code is worth exchange_rate units of.',
  ),
  rate_date: day('The day of publication.'),
  exchange_rate: rate('Units of the base currency for one unit.'),
}
