/** Payments and refunds, from the generic files. */
import { settings } from '../../../src/settings.ts'
import { rawGenericPayments } from '../../sources/generic_revenue.ts'
import { paymentColumns } from '../objects/payments.ts'
import { stagedFrom } from './staged.ts'

export const stgGenericPayments = stagedFrom({
  name: 'stg_generic__payments',
  description: 'The payments and refunds of generic/payments, those without an amount left out.',
  grain: ['payment_id'],
  columns: paymentColumns,
  from: rawGenericPayments,
  id: 'payment_id',
  needs: ['amount_local'],
  defaults: {
    currency_code: settings.reportingCurrency,
    payment_type: 'payment',
    payment_status: 'succeeded',
  },
})
