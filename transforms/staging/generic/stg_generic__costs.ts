/** Costs, from the generic files. */
import { sql } from 'kysely'
import { settings } from '../../../src/settings.ts'
import { firstKnown } from '../../../src/sql/known.ts'
import { comparable } from '../../../src/sql/text.ts'
import { rawGenericCosts } from '../../sources/generic_finance.ts'
import { costColumns } from '../objects/costs.ts'
import { stagedFrom } from './staged.ts'

export const stgGenericCosts = stagedFrom({
  name: 'stg_generic__costs',
  description: 'The costs of generic/costs, those without an amount left out.',
  grain: ['cost_type', 'category', 'segment', 'currency_code', 'cost_date'],
  columns: costColumns,
  from: rawGenericCosts,
  needs: ['amount_local'],
  values: { cost_type: (cell) => firstKnown(comparable(cell('cost_type')), sql.lit('other')) },
  defaults: { currency_code: settings.reportingCurrency },
})
