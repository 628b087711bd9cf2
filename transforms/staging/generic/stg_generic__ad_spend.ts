/** What campaigns cost by day, from the generic files. */
import { settings } from '../../../src/settings.ts'
import { rawGenericAdSpend } from '../../sources/generic_marketing.ts'
import { adSpendColumns } from '../objects/ad_spend.ts'
import { stagedFrom } from './staged.ts'

export const stgGenericAdSpend = stagedFrom({
  name: 'stg_generic__ad_spend',
  description: 'The days of generic/ad_spend, those without a cost left out.',
  grain: ['campaign_id', 'ad_account_id', 'currency_code', 'spend_date', 'is_allocated'],
  columns: adSpendColumns,
  from: rawGenericAdSpend,
  needs: ['cost_local'],
  defaults: { currency_code: settings.reportingCurrency, is_allocated: false },
})
